"""学校×指标: one row a school and stage, four columns an indicator (基本值 达标值 实际值 是否达标) under two head rows."""

import re
from fractions import Fraction
from typing import NamedTuple

from dabiao.assess.assessment import Assessment, Verdict
from dabiao.assess.model import VERDICTS
from dabiao.quantity import exact_decimal
from dabiao.reports._items import measures
from dabiao.reports.xlsx._book import A3, A4, VERDICT_STYLES, Book, Sheet
from dabiao.reports.xlsx._cell import Cell, Column, height, index_of, lines, number, text
from dabiao.reports.xlsx._detail import value

_FLOOR = re.compile(r"余项不低于要求的 (\d+(?:\.\d+)?)%")
_LEFT = (Column("序号", 5), Column("学校", 20), Column("学段", 7))
_FOUR = (Column("基本值", 8), Column("达标值", 8), Column("实际值", 9), Column("是否达标", 9))
_RIGHT = (Column("达标项数", 9), Column("综合评估", 9), Column("说明", 36))
_NONE = "没有逐校判定的指标。"

_Row = tuple[str, str | None]


class _Measure(NamedTuple):
    """An indicator of the matrix: its name and unit, and the verdict of each school and stage."""

    name: str
    unit: str
    verdicts: dict[_Row, Verdict]


def schools(book: Book, assessment: Assessment) -> None:
    """The indicators a group target counts together, with the line below which none may fall, and the group's own verdict."""
    counted = measures(assessment)
    found = [v for v in assessment.verdicts if v.entity and v.form != "group" and (v.pack, v.indicator_name) in counted]
    groups = {_row(v): v for v in assessment.verdicts if v.form == "group" and v.entity}
    _matrix(book, "学校×指标", _measures(found), groups, floor=True)


def other_schools(book: Book, assessment: Assessment) -> None:
    """The other indicators judged school by school."""
    counted = measures(assessment)
    found = [
        v for v in assessment.verdicts if v.entity and v.form != "group" and (v.pack, v.indicator_name) not in counted
    ]
    _matrix(book, "学校×其他指标", _measures(found), {}, floor=False)


def _row(verdict: Verdict) -> _Row:
    return verdict.entity or "", verdict.stage


def _measures(verdicts: list[Verdict]) -> list[_Measure]:
    found: dict[tuple[str, str, str | None], _Measure] = {}
    for verdict in verdicts:
        # a target of several stages is one indicator with a row a stage
        key = (verdict.pack, verdict.target, verdict.unit)
        measure = found.setdefault(key, _Measure(verdict.indicator_name, verdict.unit or "", {}))
        measure.verdicts[_row(verdict)] = verdict
    return list(found.values())


def _matrix(book: Book, name: str, found: list[_Measure], groups: dict[_Row, Verdict], floor: bool) -> None:
    four = _FOUR if floor else _FOUR[1:]
    right = _RIGHT if floor else ()
    columns = [*_LEFT, *(column for _ in found for column in four), *right]
    # twenty-eight columns and more are read on A3, as the field prints them
    sheet = book.sheet(name, columns if found else (Column("", 60),), (1, 2) if found else None, A3 if found else A4)
    sheet.line(name, "title")
    if not found:
        sheet.line(_NONE)
        return
    _heads(sheet, found, four, right)
    rows = list(dict.fromkeys(row for measure in found for row in measure.verdicts))
    stages = list(dict.fromkeys(stage for _, stage in rows))
    rows.sort(key=lambda row: stages.index(row[1]))
    for index, row in enumerate(rows, start=1):
        cells = [index_of(index), text(row[0]), text(row[1], "centre")]
        group = groups.get(row)
        for measure in found:
            cells += _four(measure.verdicts.get(row), group)[0 if floor else 1 :]
        sheet.cells([*cells, *(_group(group) if floor else ())])
    sheet.raw.freeze_panes(3, len(_LEFT))
    if floor:
        sheet.line(
            "基本值：综合评估允许个别指标低于达标值，但不得低于的数（达标值乘以要求所写的百分比）；空白表示要求没有写。"
        )


def _heads(sheet: Sheet, found: list[_Measure], four: tuple[Column, ...], right: tuple[Column, ...]) -> None:
    top = sheet.row
    titles = [f"{measure.name}（{measure.unit}）" if measure.unit else measure.name for measure in found]
    wide = sum(column.width for column in four)
    sheet.raw.set_row(top, height(max(lines(title, wide) for title in titles)))
    sheet.raw.set_row(top + 1, height(1))
    for column, left in enumerate(_LEFT):
        sheet.span(top, top + 1, column, left.title, "head")
    at = len(_LEFT)
    for title in titles:
        sheet.across(top, at, at + len(four) - 1, title)
        for offset, column_of in enumerate(four):
            sheet.put(top + 1, at + offset, Cell(column_of.title, style="head"))
        at += len(four)
    for offset, column_of in enumerate(right):
        sheet.span(top, top + 1, at + offset, column_of.title, "head")
    sheet.row = top + 2


def _four(verdict: Verdict | None, group: Verdict | None) -> list[Cell]:
    if verdict is None:
        return [text("", "centre") for _ in _FOUR]
    limit = verdict.limit if isinstance(verdict.limit, str) else None
    told = "—".join(verdict.limit) if isinstance(verdict.limit, tuple) else None
    return [
        number(floor_of(limit, group)),
        number(limit) if told is None else text(told, "number"),
        value(verdict),
        text(VERDICTS.get(verdict.verdict, verdict.verdict), VERDICT_STYLES.get(verdict.verdict, "centre")),
    ]


def floor_of(limit: str | None, group: Verdict | None) -> str | None:
    """基本值: the share of the limit that a group's requirement lets no indicator fall below; None where it names none.

    The assessment carries the share in the group's requirement (余项不低于要求的 85%) and the limit in the indicator's verdict.
    """
    share = _FLOOR.search(group.requirement) if group is not None else None
    if share is None or limit is None:
        return None
    return exact_decimal(Fraction(limit) * Fraction(share[1]) / 100)


def _group(group: Verdict | None) -> list[Cell]:
    if group is None:
        return [text("", "centre"), text("", "centre"), text("")]
    style = VERDICT_STYLES.get(group.verdict, "centre")
    return [value(group), text(VERDICTS.get(group.verdict, group.verdict), style), text(group.note)]
