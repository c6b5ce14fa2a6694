"""The ledger as a table: its columns as the forms in use have them, and what a finding puts into each."""

from collections.abc import Callable
from typing import NamedTuple

from dabiao.ledger.model import FIELDS, STATES, Finding
from dabiao.ledger.text import tidy


class Column(NamedTuple):
    """A column: its head, its width in characters, what it shows, and the field of FIELDS it may change ("" for none)."""

    head: str
    width: int
    shows: Callable[[Finding], str]
    field: str = ""


ID_HEAD, VERSION_HEAD = "台账编号（勿改）", "版本（勿改）"


def closing(finding: Finding) -> str:
    """Who crossed it off, when and why; empty while nobody has."""
    if not finding.closed_by:
        return ""
    day = f"（{finding.closed_on}）" if finding.closed_on else ""
    proof = f"；佐证：{finding.close_evidence}" if finding.close_evidence else ""
    return f"{finding.closed_by}{day}：{finding.close_reason}{proof}"


def filled(finding: Finding, field: str) -> str:
    """What a column one may fill in shows: for 责任单位 the one of the document until somebody writes another."""
    return tidy(finding.responsible if field == "office" else str(getattr(finding, field)))


def _filled(field: str) -> Callable[[Finding], str]:
    return lambda finding: filled(finding, field)


def _own(field: str, width: int) -> Column:
    return Column(FIELDS[field], width, _filled(field), field)


COLUMNS = (
    Column("地区", 12, lambda f: f.region_name),
    Column("学校", 14, lambda f: f.entity or ""),
    Column("问题", 40, lambda f: f.problem),
    Column("依据指标", 34, lambda f: f.basis),
    Column("状态", 10, lambda f: STATES[f.state]),
    _own("office", 14),
    _own("person", 10),
    _own("measure", 30),
    _own("deadline", 12),
    _own("result", 24),
    _own("evidence", 18),
    Column("销号", 22, closing),
    _own("remark", 16),
    Column("编号", 10, lambda f: f.short),
)
