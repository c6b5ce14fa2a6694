"""Edited rows taken back into the ledger: a three-way comparison of what was exported, what came back and what stands there now."""

import sqlite3
from collections.abc import Collection, Sequence
from typing import NamedTuple

from dabiao.diagnostics import Diagnostic, InputError, error, warning
from dabiao.ledger.book import change
from dabiao.ledger.columns import COLUMNS, Column, filled
from dabiao.ledger.fold import apply
from dabiao.ledger.model import SET, Finding
from dabiao.ledger.store import events, find
from dabiao.ledger.text import read_field, tidy
from dabiao.ledger.workbook_rows import Row

_SHOWN = 60


class Merged(NamedTuple):
    """What an import did: the findings it changed and the fields of each; the conflicts it left alone; what else there is to say."""

    changed: dict[str, dict[str, str]]
    conflicts: list[Diagnostic]
    notes: list[Diagnostic]


class _Edit(NamedTuple):
    """What one row wants: the fields to write, those that somebody else wrote meanwhile, and what else there is to say."""

    finding: Finding
    fields: dict[str, str]
    conflicts: list[Diagnostic]
    notes: list[Diagnostic]


def merge(
    connection: sqlite3.Connection, rows: Sequence[Row], by: str, day: str | None, force: Collection[str] = ()
) -> Merged:
    """Writes the edits of every row without a conflict, and of those whose id is in `force`.

    A field is edited where what came back differs from what the row was exported with. It conflicts (LED831) where the ledger has
    since got yet another text; then nothing of the row is written. Raises InputError with every row that can not be read (LED807,
    LED811, LED812, LED822); then nothing at all is written.
    """
    edits, wrong = [], []
    for row in rows:
        finding = find(connection, row.id)
        if finding is None:
            hint = "检查 --ledger 后面的文件名，或重新导出"
            wrong.append(error("LED807", f"台账里没有编号“{row.id[:40]}”", row.place, hint=hint))
        elif not 0 < row.version <= finding.version:
            message = f"版本 {row.version} 比台账里的 {finding.version} 还新，不是从这个台账导出的"
            wrong.append(error("LED822", message, row.place, hint="检查 --ledger 后面的文件名，或重新导出"))
        else:
            edit, problems = _edit(connection, row, finding)
            edits.append(edit)
            wrong += problems
    if wrong:
        raise InputError(wrong)
    made = Merged({}, [], [note for edit in edits for note in edit.notes])
    for edit in edits:
        if edit.conflicts and edit.finding.id not in force:
            made.conflicts.extend(edit.conflicts)
        elif written := change(connection, edit.finding, edit.fields, by, day):
            made.changed[edit.finding.id] = written
    return made


def _edit(connection: sqlite3.Connection, row: Row, finding: Finding) -> tuple[_Edit, list[Diagnostic]]:
    base = _at(connection, finding.id, row.version)
    edit, wrong = _Edit(finding, {}, [], []), []
    for column in COLUMNS:
        if column.head not in row.texts:
            continue
        place = row.places.get(column.head, row.place)
        text = tidy(row.texts[column.head])
        if not column.field:
            if text != tidy(column.shows(base)[:32_000]):
                hint = "销号用 dabiao ledger close" if column.head == "销号" else "这一栏由评估填写"
                edit.notes.append(warning("LED826", f"“{column.head}”一栏改了也不采用", place, hint=hint))
            continue
        was, stands = filled(base, column.field), filled(finding, column.field)
        if text in (was, stands):
            continue
        mine, problems = read_field(column.field, text, place)
        wrong += problems
        if problems or mine in (was, stands):
            continue
        edit.fields[column.field] = _kept(finding, column, mine)
        if was != stands:
            edit.conflicts.append(_conflict(connection, finding, column, row, (was, stands, mine)))
    return edit, wrong


def _kept(finding: Finding, column: Column, text: str) -> str:
    """What to write: the unit the document names is not written again, so that it goes on following the document."""
    return "" if column.field == "office" and text == finding.lead else text


def _at(connection: sqlite3.Connection, ident: str, version: int) -> Finding:
    """The finding as it was at a version."""
    made: Finding | None = None
    for event in events(connection, ident):
        made = apply(made, event)
        if made.version == version:
            break
    assert made is not None  # noqa: S101 - a finding that stands has a first event; `check` proves it
    return made


def _conflict(
    connection: sqlite3.Connection, finding: Finding, column: Column, row: Row, texts: tuple[str, str, str]
) -> Diagnostic:
    was, stands, mine = (_cut(text) for text in texts)
    writers = [
        event.by for event in events(connection, finding.id) if event.kind == SET and column.field in event.facts
    ]
    who = f"由 {writers[-1]} " if writers else ""
    message = f"{finding.short} 的“{column.head}”两边都改了：导出时{was}，台账里已{who}改为{stands}，工作簿里是{mine}；这一行没有写入"
    hint = f"核对后以工作簿为准的，加 --force {finding.short}；以台账为准的，重新导出"
    return warning("LED831", message, row.places.get(column.head, row.place), hint=hint)


def _cut(text: str) -> str:
    one = text.replace("\n", " ")
    return f"“{one[:_SHOWN]}{'…' if len(one) > _SHOWN else ''}”" if one else "是空的"
