"""Tables of indicators, row by row: 指标 | 2020年 | 2025年 | 属性; a cell with several 学段 is split."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dabiao.quantity.numerals import normalise
from dabiao.rules.clauses._text import fold
from dabiao.rules.clauses.document import ROW, Block, Document
from dabiao.rules.draft.model import HIGH, LOW, MIDDLE, Period, Reading, Span, When
from dabiao.rules.draft.words import stage_of

_NAME, _BASE, _TARGET, _NATURE, _UNIT, _LEAD = "name", "base", "target", "nature", "unit", "lead"
_HEADERS = (
    (re.compile(r"^(?:主要|核心|发展|评价)?(?:指标|项目|内容|类别)(?:名称|内容|体系)?$|指标名称|^名称$"), _NAME),
    (re.compile(r"属性|性质|指标类型|^类型$"), _NATURE),
    (re.compile(r"^(?:计量)?单位$"), _UNIT),
    (re.compile(r"责任单位|牵头单位|责任部门|牵头部门|责任股室"), _LEAD),
    (re.compile(r"基期|基数|现状|现值|完成值|实际"), _BASE),
    (re.compile(r"目标值?|规划值?|预期值?"), _TARGET),
)
_YEAR = re.compile(r"(20\d\d)年?")
_NATURES = ("约束性", "预期性")
_CELL = re.compile(r"(?P<sign>≥|>=|≤|<=|>|<|=|不低于|不少于|超过|不高于|不超过|达到?|控制在)?(?P<low>\d+(?:\.\d+)?)(?:(?:-+|~|至)(?P<high>\d+(?:\.\d+)?))?(?P<unit>[%‰]|[^\d\s]{1,3}?)?(?P<word>\(含\)以上|以上|及以上|以下|以内|左右)?")
_STAGED = re.compile(r"(?P<stage>[一-龥]{2,6}):?(?P<value>[^一-龥:]?\d+(?:\.\d+)?%?(?:以上|以下|以内|左右)?)")
_IN_NAME = re.compile(r"\((?P<unit>%|‰|[万亿]?[人元所个名册台次项]|万?平方米|元/生|元/人|[^()]{1,5})\)")
_UNITS = {"人": "人", "元": "元", "万元": "万元", "亿元": "亿元", "万人": "万人", "所": "所", "个": "个", "名": "名", "册": "册", "台": "台", "次": "次", "项": "项", "平方米": "平方米", "万平方米": "万平方米", "元/生": "元/人", "元/人": "元/人", "%": "%", "‰": "‰", "年": "年", "平方米/生": "平方米/人", "课时": "课时", "小时": "小时", "亩": "亩", "倍": "倍"}  # fmt: skip
_SIZE = re.compile(r"人数$|在校生|在园|招生|规模|学生数|幼儿数")
_LOWER = re.compile(r"近视|辍学|流失|大班额|差异|之比|生师比|师生比|班额|肥胖|事故|发生率|投诉")
_OPS = {"≥": ">=", ">=": ">=", "≤": "<=", "<=": "<=", ">": ">", "<": "<", "=": "=", "不低于": ">=", "不少于": ">=", "超过": ">", "不高于": "<=", "不超过": "<=", "达到": ">=", "达": ">=", "控制在": "<="}  # fmt: skip


class Column(NamedTuple):
    """A column of a table: what it holds, and its year where it names one."""

    kind: str
    year: int | None


class Row(NamedTuple):
    """A row: its block, its cells as in the document."""

    block: Block
    cells: tuple[str, ...]


def rows_of(document: Document, lines: list[str]) -> dict[str, list[Row]]:
    """The rows of each table with their cells; a cell may hold several lines.

    The document's blocks join all lines of a row; which lines make up a cell is seen from the leading tabs of the text.
    """
    tables: dict[str, list[Row]] = {}
    blocks = [block for block in document.blocks if block.kind == ROW]
    for block in blocks:
        cells = _cells(lines, block)
        rows = tables.setdefault(block.part, [])
        if len(cells) == 1 and fold(cells[0]) in _NATURES and rows:
            rows[-1] = Row(rows[-1].block, (*rows[-1].cells, cells[0]))
        else:
            rows.append(Row(block, cells))
    return tables


def _cells(lines: list[str], block: Block) -> tuple[str, ...]:
    wanted = fold(block.text)
    cells: list[str] = []
    for line in lines[block.line - 1 :]:
        starts = line.startswith("\t") or not cells
        if starts:
            cells.append(line.strip())
        else:
            cells[-1] = f"{cells[-1]}\n{line.strip()}".strip("\n")
        if fold("\t".join(cells)) == wanted or (not line.strip() and not line.startswith("\t")):
            break
    joined = tuple(cells)
    return joined if fold("\t".join(joined)) == wanted else tuple(block.text.split("\t"))


def header_of(row: Row, period: Period) -> list[Column] | None:
    """The columns a row names, if it is the head of a table of indicators."""
    columns = []
    captioned = fold(row.cells[0]).startswith("表") and len(row.cells) > 2
    for cell in row.cells[1:] if captioned else row.cells:
        text = fold(cell)
        years = _YEAR.findall(text)
        if years:
            year = int(years[-1])
            columns.append(Column(_TARGET if year >= period.start else _BASE, year))
            continue
        kind = next((kind for pattern, kind in _HEADERS if pattern.search(text)), "")
        columns.append(Column(kind, None))
    kinds = [column.kind for column in columns]
    if _TARGET not in kinds:
        return None
    if _NAME not in kinds:
        free = [n for n, kind in enumerate(kinds) if not kind and n < kinds.index(_TARGET)]
        if not free:
            return None
        columns[free[-1]] = Column(_NAME, None)
    return columns


def read_table(rows: list[Row], period: Period) -> Iterator[tuple[Row, Reading]]:
    """Every target of a table of indicators; nothing where the table has no such head."""
    columns: list[Column] | None = None
    group, unit_above = "", ""
    for row in rows:
        if (head := header_of(row, period)) is not None and not (columns and _has_numbers(row, columns)):
            columns = head
            continue
        if columns is None or len(row.cells) > len(columns) + 1:
            continue
        cells = dict(zip((n for n in range(len(columns))), row.cells, strict=False))
        at = next(n for n, column in enumerate(columns) if column.kind == _NAME)
        label = fold(cells.get(at, ""))
        values = [fold(cells.get(n, "")) for n, column in enumerate(columns) if column.kind in (_TARGET, _BASE)]
        if label and not any(values):
            group = re.sub(r"^(?:[一二三四五六七八九十\d]+[、.])|^\([一二三四五六七八九十\d]+\)", "", label)
            continue
        for reading in _row(row, columns, cells, label, group, unit_above, period):
            unit_above = reading.unit if not label.startswith("其中") else unit_above
            yield row, reading


def _has_numbers(row: Row, columns: list[Column]) -> bool:
    return any(re.search(r"\d", fold(cell)) and not _YEAR.fullmatch(fold(cell)) for cell in row.cells[1:])


def _row(
    row: Row, columns: list[Column], cells: dict[int, str], label: str, group: str, unit_above: str, period: Period
) -> Iterator[Reading]:
    bases = [n for n, column in enumerate(columns) if column.kind == _BASE]
    nature = next((v for n, c in enumerate(columns) if c.kind == _NATURE and (v := fold(cells.get(n, ""))) in _NATURES), None)
    nature = nature or next((v for cell in row.cells if (v := fold(cell)) in _NATURES), None)
    lead = next((cells.get(n, "") for n, c in enumerate(columns) if c.kind == _LEAD), "")
    unit_cell = next((fold(cells.get(n, "")) for n, c in enumerate(columns) if c.kind == _UNIT), "")
    in_name = _IN_NAME.search(label)
    unit = unit_cell or (in_name["unit"] if in_name and in_name["unit"] in _UNITS else "") or (unit_above if label.startswith("其中") else "")
    name = re.sub(r"^(?:\d+[.、]?|\([一二三四五六七八九十\d]+\)|其中:?)", "", _IN_NAME.sub(lambda m: "" if m["unit"] in _UNITS else m[0], label))
    for n, column in enumerate(columns):
        if column.kind != _TARGET:
            continue
        base_cell = cells.get(bases[-1], "") if bases else ""
        base_year = (columns[bases[-1]].year or period.start - 1) if bases else None
        staged = dict(_staged(base_cell))
        for stage, value, within in _values(cells.get(n, "")):
            base = staged.get(stage or "", "") if stage else _number(base_cell)
            span = _stretch(row, next(k for k, c in enumerate(columns) if c.kind == _NAME), n, within)
            yield _reading(span, name, group, unit, stage, value, column.year or period.end, (base_year, base), nature, lead, label)


def _stretch(row: Row, label: int, target: int, within: Span | None) -> Span:
    """The stretch of the folded row from its label to the target's cell; of a split cell only the value with its 学段."""
    folded_row = fold("\t".join(row.cells))
    start = len(fold("\t".join(row.cells[:label])))
    end = len(fold("\t".join(row.cells[: target + 1])))
    if within is None:
        return Span(start, end)
    cell = folded_row.find(fold(row.cells[target]), len(fold("\t".join(row.cells[:target]))))
    return Span(cell + within.start, cell + within.end)


def _staged(cell: str) -> Iterator[tuple[str, str]]:
    for match in _STAGED.finditer(fold(cell)):
        if stage := stage_of(match["stage"]):
            yield stage, match["value"].strip("≥>≤<=%")


def _values(cell: str) -> Iterator[tuple[str | None, str, Span | None]]:
    """(stage, value, stretch of the folded cell) of each value of a cell; no stretch where the cell is one value."""
    text = fold(cell)
    staged = [(stage_of(m["stage"]), m["value"], Span(m.start(), m.end())) for m in _STAGED.finditer(text)]
    if staged and all(stage for stage, _, _ in staged):
        yield from staged
    elif _CELL.fullmatch(text):
        yield None, text, None


def _number(cell: str) -> str:
    match = _CELL.fullmatch(fold(cell))
    return match["low"] if match and not match["high"] else ""


def _reading(
    span: Span, name: str, group: str, unit: str, stage: str | None, value: str, year: int,
    base: tuple[int | None, str], nature: str | None, lead: str, label: str,
) -> Reading:  # fmt: skip
    match = _CELL.fullmatch(value)
    low, high = (match["low"], match["high"]) if match else (value, None)
    cell_unit = (match["unit"] or "") if match else ""
    why, todo = [f"表格“{label[:20]}”一行"], []
    shown = _UNITS.get(cell_unit or unit, "")
    if not shown:
        shown = "%" if re.search(r"率|比例|占比|比重|覆盖面", name) else "个"
        todo.append(f"表中没有认得的单位，暂按“{shown}”计")
    if shown == "%" and "之比" in name and float(low) < 10:
        shown = "倍"
        todo.append("原表单位写 %，数值像倍数，暂按倍计")
    per_head = re.search(r"生均|每生|人均", name)
    shown = shown + "/人" if per_head and shown in ("元", "万元", "平方米", "册", "台") else shown
    op, reason, doubt = _operator(match, name, low, base[1])
    why.append(reason)
    todo += [doubt] if doubt else []
    form = "plan" if _SIZE.search(re.sub(r"\(.*?\)", "", name)) and not (match and (match["sign"] or match["word"])) else "value"
    limit = f"{low} {shown}" if form == "plan" else f"{low}..{high} {shown}" if high else f"{op} {low} {shown}"
    others = tuple(f"{part}{name}" for part in dict.fromkeys((group, _stem(group))) if part)
    baseline = (base[0], base[1]) if base[0] is not None and base[1] else None
    return Reading(
        form, limit, name, others, shown, stage or stage_of(name) or stage_of(group), span,
        When(year, False, None, "表头年份"), "must", LOW if doubt else MIDDLE if todo else HIGH, tuple(why), tuple(todo),
        baseline=baseline, nature=nature, lead=tuple(p for p in re.split(r"[、,，\s]+", lead.strip()) if p),
    )  # fmt: skip


def _stem(group: str) -> str:
    return re.sub(r"教育$|阶段$|段教育$", "", group)


def _operator(match: re.Match[str] | None, name: str, low: str, base: str) -> tuple[str, str, str]:
    """The operator of a cell, why, and what a person must decide."""
    if match and match["sign"]:
        return _OPS[match["sign"]], f"格内写“{match['sign']}”", ""
    if match and match["word"]:
        op = "~" if match["word"] == "左右" else ">=" if "上" in match["word"] else "<="
        return op, f"格内写“{match['word']}”", ""
    falls = bool(base) and float(low) < float(base)
    if _LOWER.search(name):
        return "<=", "指标越低越好，格内只写数，读作不高于", "" if falls or not base else "确认方向"
    if falls and not _SIZE.search(name):
        return ">=", "格内只写数，读作不低于", "目标低于基期，确认方向"
    return ">=", "格内只写数，读作不低于", ""


__all__ = ["Row", "header_of", "normalise", "read_table", "rows_of"]
