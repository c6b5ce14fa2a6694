"""What a 填报表 shows, ready to be written: texts and numbers as decimal texts, no rules and no figures' origins."""

from typing import NamedTuple

COVER, FIGURES, SCHOOLS, KINDERGARTENS, TASKS = "说明", "指标填报", "学校填报", "幼儿园填报", "里程碑与佐证"
# kinds of cells
TEXT, CHOICE, WHOLE, DECIMAL, DAY = "text", "choice", "whole", "decimal", "day"


class Cell(NamedTuple):
    """What a cell takes: its kind, the words to choose from, the least and the greatest number (decimal texts)."""

    kind: str
    choices: tuple[str, ...] = ()
    low: str | None = None
    high: str | None = None


class Line(NamedTuple):
    """One figure to report. `last` is the figure of the year before, for comparison; `value` and `status` are filled in beforehand."""

    region: str
    year: int
    name: str
    stage: str
    unit: str
    meaning: str
    clauses: tuple[str, ...]
    cell: Cell
    last: str = ""
    value: str = ""
    status: str = ""
    evidence: str = ""
    note: str = ""


class Block(NamedTuple):
    """Lines under a title; `optional` ones may stay empty."""

    title: str
    optional: bool
    lines: tuple[Line, ...]


class Column(NamedTuple):
    """A column of a sheet of schools: header, the group it stands under, what its cells take, what it means.

    `needed` by a requirement, or only to check others by. `absent` are the types of schools that have nothing to report in it.
    """

    header: str
    group: str
    cell: Cell
    meaning: str
    needed: bool
    absent: tuple[str, ...] = ()


class Roster(NamedTuple):
    """A sheet of schools (or kindergartens): the first column has their names; rows filled in beforehand."""

    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


class Task(NamedTuple):
    """Something to be done, or attested: what, by when, the clauses, the words for 完成情况, what is known of it."""

    region: str
    year: int
    name: str
    when: str
    clauses: tuple[str, ...]
    answers: tuple[str, ...]
    done: str = ""
    done_on: str = ""
    evidence: str = ""


class Cover(NamedTuple):
    """The first sheet: region, year, the documents that bind, the command that checks the workbook."""

    region: str
    region_name: str
    year: int
    documents: tuple[str, ...]
    command: str


class Template(NamedTuple):
    """The whole workbook."""

    cover: Cover
    blocks: tuple[Block, ...]
    rosters: tuple[Roster, ...]
    tasks: tuple[Task, ...]
