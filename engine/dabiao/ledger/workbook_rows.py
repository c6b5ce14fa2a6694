"""The rows of a ledger workbook that comes back, by the hidden id of each."""

from typing import NamedTuple

from dabiao.diagnostics import Diagnostic, Span, error, warning
from dabiao.inputs.model import Cell, Table
from dabiao.inputs.xlsx_file import read_xlsx
from dabiao.ledger.columns import COLUMNS, ID_HEAD, VERSION_HEAD

_HEADS = {ID_HEAD, VERSION_HEAD, *(column.head for column in COLUMNS)}
_AGAIN = "用 dabiao ledger export 重新导出，再填一遍"


class Row(NamedTuple):
    """A row as it came back: the finding and the version it was exported at, the text under each head, and where each stands."""

    id: str
    version: int
    texts: dict[str, str]
    places: dict[str, Span]
    place: Span


def read_rows(content: bytes, name: str) -> tuple[list[Row], list[Diagnostic]]:
    """The rows of the sheet that has the ledger's heads.

    Errors INP404 (no workbook), LED821 (no such sheet, or several, or a column twice), LED822 (version not a number), LED823 (a row twice), LED824 (a cell that
    shows no text); warnings LED825 for rows without an id, which are left out.
    """
    tables, found = read_xlsx(content, name)
    found = [d for d in found if d.is_error]
    if found:
        return [], found
    heads = [(table, number) for table in tables for number, row in enumerate(table.rows) if _is_head(row)]
    if not heads:
        message = f"没有一张表有“{ID_HEAD}”和“{VERSION_HEAD}”两列（导出时是隐藏的，填表时不要删）"
        return [], [error("LED821", message, Span(name), hint=_AGAIN)]
    if len(heads) > 1:
        places = (table.span(table.rows[number][0]) for table, number in heads)
        message = f"有 {len(heads)} 处台账表头，不知道读哪一张"
        return [], [error("LED821", message, *places, hint="只留填好的一张表")]
    ((table, number),) = heads
    names = [cell.text for cell in table.rows[number] if cell.text in _HEADS]
    if twice := sorted({head for head in names if names.count(head) > 1}):
        message = f"“{'”“'.join(twice)}”有两列"
        return [], [error("LED821", message, table.span(table.rows[number][0]), hint="只留一列")]
    columns = {cell.text: index for index, cell in enumerate(table.rows[number]) if cell.text in _HEADS}
    return _rows(table, columns, table.rows[number + 1 :])


def _is_head(cells: tuple[Cell, ...]) -> bool:
    return {ID_HEAD, VERSION_HEAD} <= {cell.text for cell in cells}


def _rows(
    table: Table, heads: dict[str, int], lines: tuple[tuple[Cell, ...], ...]
) -> tuple[list[Row], list[Diagnostic]]:
    made: dict[str, Row] = {}
    found: list[Diagnostic] = []
    for cells in lines:
        known = {head: cells[index] for head, index in heads.items() if index < len(cells)}
        texts = {head: known[head].shown if head in known else "" for head in heads}
        places = {head: table.span(cell) for head, cell in known.items()}
        ident, version, first = texts[ID_HEAD].lower(), texts[VERSION_HEAD], table.span(cells[0])
        bad = [head for head, cell in known.items() if cell.kind in ("error", "formula")]
        if not ident:
            message = f"这一行没有台账编号，没有读取：{''.join(cell.text for cell in cells)[:20]}"
            found.append(warning("LED825", message, first, hint="台账只收评估发现的问题；不要在表里加行"))
            continue
        if not (version.isascii() and version.isdigit() and 0 < len(version) < 10):
            found.append(error("LED822", f"“{VERSION_HEAD}”一列被改动：“{version[:20]}”", first, hint=_AGAIN))
            continue
        if ident in made:
            other = made[ident].place
            found.append(error("LED823", f"同一条问题（{ident[:8]}）有两行", other, first, hint="只留一行"))
            continue
        for head in bad:
            hint = "改成文字，或在 Excel 里重新计算后保存"
            found.append(error("LED824", f"“{head}”一栏是没有结果的公式或错误值", places[head], hint=hint))
        made[ident] = Row(ident, int(version), texts, places, first)
    return list(made.values()), found
