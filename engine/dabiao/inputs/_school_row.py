"""One row of a school table: who and when its school is, its figures, its words; every problem it holds."""

import re
from collections.abc import Iterator
from fractions import Fraction

from dabiao.diagnostics import Diagnostic, error, warning
from dabiao.inputs._figure import Problem, read_figure, takes_shares
from dabiao.inputs._school_header import Column
from dabiao.inputs._school_types import (
    FOUNDED,
    JUNIOR,
    KIND_NAMES,
    KINDERGARTEN,
    PRESCHOOL,
    PRIMARY,
    PRIVATE,
    SENIOR,
    TOWN,
    Kind,
    founding_year,
    in_town,
    private,
    school_kind,
    yes_or_no,
)
from dabiao.inputs._school_values import Figure, Flag, SchoolRow, Sheet
from dabiao.inputs._words import BLANK, EXCEL_ERRORS, STATUS, year_of
from dabiao.inputs.model import ACTUAL, Cell, Origin
from dabiao.inputs.vocabulary import STAGES, WHOLE, fold_name
from dabiao.period import Period, parse_period
from dabiao.quantity import Interval

# a figure that is nothing more
PLAIN_FIGURE = r"[0-9]{1,12}(?:\.[0-9]{1,6})?"
_PLAIN = re.compile(PLAIN_FIGURE)
_HOW_REGION = "写六位区划代码（如 120110）或地区全称（如 天津市东丽区），每行都写"


class RowReader:
    """Reads one row; keeps every problem it meets, and the answers of its columns of yes and no."""

    def __init__(self, sheet: Sheet, row: tuple[Cell, ...]) -> None:
        self.sheet = sheet
        self.row = row
        self.found: list[Diagnostic] = []
        self.answers: list[tuple[int, str, Cell]] = []
        self.kind: Kind | None = None

    def read(self) -> SchoolRow | None:
        """What the row says of its school; None where it names none, or something is wrong."""
        name = self.sheet.name(self.row)
        figures, flags, blanks = self._figures()
        if not name.text and name.kind != "formula":
            if figures or flags or self.found:
                hint = "写上学校名称；是合计行就在名称列写“合计”"
                self.refuse("INP431", "这一行有数，没有写学校名称", name, hint)
            return None
        self._unusable(name, "学校名称")
        region, period = self._region(), self._period()
        self.kind, kind_cell = self._kind(name)
        flags.extend((*self._owned_and_placed(), *self._founded()))
        stage, status = self._stage(), self._status()
        if region is None or period is None or any(d.is_error for d in self.found):
            return None
        return SchoolRow(
            name.text, self.sheet.table.span(name), region, period, self._text("code"), self.kind,
            self.origin(kind_cell), kind_cell.text, stage, status, self._text("evidence"), self._text("note"),
            tuple(figures), tuple(flags), tuple(blanks), self.origin(name),
        )  # fmt: skip

    def cell(self, key: str) -> Cell | None:
        """The cell of an identity column; None where there is no such column."""
        indexes = self.sheet.header.keys.get(key)
        return self.sheet.at(self.row, indexes[0]) if indexes else None

    def origin(self, cell: Cell) -> Origin:
        return Origin(self.sheet.table.file, self.sheet.table.sheet, cell.address, cell.line)

    def refuse(self, code: str, message: str, cell: Cell, hint: str) -> None:
        self.found.append(error(code, message, self.sheet.table.span(cell), hint=hint))

    def _text(self, key: str) -> str:
        cell = self.cell(key)
        return cell.shown if cell else ""

    def _unusable(self, cell: Cell, header: str) -> bool:
        """Whether the cell is a formula never computed or an error value; says so."""
        if cell.kind == "formula":
            self.refuse("INP416", "单元格是公式，但没有保存计算结果", cell, "在 Excel 里打开并保存，或粘贴为数值")
        elif cell.kind == "error" or cell.text.upper() in EXCEL_ERRORS:
            self.refuse("INP417", f"单元格是错误值 {cell.text}", cell, f"改正公式，或填写{header[:20]}")
        else:
            return False
        return True

    def _figures(self) -> tuple[list[Figure], list[Flag], list[tuple[Column, Origin]]]:
        figures: list[Figure] = []
        flags: list[Flag] = []
        blanks: list[tuple[Column, Origin]] = []
        for column in self.sheet.header.columns:
            cell = self.sheet.at(self.row, column.at)
            plain = cell.kind in ("number", "text") and _PLAIN.fullmatch(cell.text)
            if column.asked:
                if (answer := self._answer(column, cell)) is None:
                    continue
                if column.match.staged:
                    value = Fraction(answer)
                    figures.append(Figure(column, value, Interval(value, value), cell.text, self.origin(cell)))
                else:
                    flags.append(Flag(column.match.first.name, answer, cell.text, self.origin(cell), said=True))
            elif plain:
                value = Fraction(cell.text) if "." in cell.text else Fraction(int(cell.text))
                value = value if column.factor == 1 else value * column.factor
                figures.append(Figure(column, value, Interval(value, value), cell.text, self.origin(cell)))
            elif cell.kind != "formula" and fold_name(cell.text) in BLANK:
                blanks.append((column, self.origin(cell)))
            elif figure := self._figure(column, cell):
                figures.append(Figure(column, *figure, cell.shown, self.origin(cell)))
        return figures, flags, blanks

    def _figure(self, column: Column, cell: Cell) -> tuple[Fraction, Interval] | None:
        """The value of a cell that is more than a plain number, or why it is none."""
        item = column.match.first
        if self._unusable(cell, column.header):
            return None
        if cell.kind == "percent" and not takes_shares(item):
            message = f"单元格是百分数，“{item.name}”的单位是“{item.unit.name}”"
            self.refuse("INP423", message, cell, "把单元格格式改成数值")
            return None
        if cell.kind == "date":
            self.refuse("INP424", f"单元格是日期或时间 {cell.text}", cell, "把单元格格式改成数值，再填写数值")
            return None
        figure = read_figure(cell.shown, column.units, item)
        if isinstance(figure, Problem):
            self.refuse(figure.code, f"“{column.header[:20]}”：{figure.message}", cell, figure.hint)
            return None
        if cell.kind == "scaled":
            message = f"单元格的格式把数缩小了显示，这里按储存的 {cell.text} 读取"
            hint = "核对单位；把单元格格式改成“常规”就看到储存的数"
            self.found.append(warning("INP429", message, self.sheet.table.span(cell), hint=hint))
        return figure

    def _answer(self, column: Column, cell: Cell) -> int | None:
        """The 0 or 1 of a cell of yes and no; 无 says no here."""
        if self._unusable(cell, column.header):
            return None
        if fold_name(cell.text) in BLANK and cell.text != "无":
            self.answers.append((column.at, "", cell))
            return None
        value = yes_or_no(cell.text)
        if value is None:
            hint = "写 是 或 否；不清楚就留空"
            self.refuse("INP433", f"“{column.header[:20]}”里的“{cell.text[:20]}”认不出", cell, hint)
        else:
            self.answers.append((column.at, str(value), cell))
        return value

    def _owned_and_placed(self) -> Iterator[Flag]:
        """The flags that ownership, and town or country stand for."""
        for key, item, meaning, words in (
            ("owner", PRIVATE, private, "公办、民办"),
            ("area", TOWN, in_town, "城区、镇区、乡村"),
        ):
            cell = self.cell(key)
            if cell is None or fold_name(cell.text) in BLANK or self._unusable(cell, words):
                continue
            value = meaning(cell.text)
            if value is None:
                self.refuse("INP433", f"“{cell.text[:20]}”认不出", cell, f"可写：{words}")
            else:
                yield Flag(item, value, cell.text, self.origin(cell), said=False)

    def _founded(self) -> Iterator[Flag]:
        """The flags that the founding year stands for."""
        cell = self.cell("founded")
        if cell is None or fold_name(cell.text) in BLANK or self._unusable(cell, "建校年份"):
            return
        year = founding_year(cell.text)
        if year is None:
            self.refuse("INP433", f"建校年份“{cell.text[:20]}”认不出", cell, "写成 1998，或 1998年9月")
            return
        for item, last in FOUNDED.items():
            yield Flag(item, int(year <= last), cell.text, self.origin(cell), said=False)

    def _kind(self, name: Cell) -> tuple[Kind | None, Cell]:
        cell = self.cell("type")
        if cell is None or fold_name(cell.text) in BLANK:
            unnamed = "entity" not in self.sheet.header.keys
            return (school_kind(KINDERGARTEN) if unnamed and cell is None else None), cell or name
        if self._unusable(cell, "学校类型"):
            return None, cell
        kind = school_kind(cell.text)
        if kind is None:
            self.refuse("INP432", f"学校类型“{cell.text[:20]}”认不出", cell, f"可写：{KIND_NAMES}")
        return kind, cell

    def _region(self) -> str | None:
        cells = [self.sheet.at(self.row, index) for index in self.sheet.header.keys.get("region", ())]
        filled = [cell for cell in cells if cell.text or cell.kind == "formula"]
        unusable = [cell for cell in filled if self._unusable(cell, "区县")]
        if unusable:
            return None
        if not filled and self.sheet.defaults.region is not None:
            return self.sheet.defaults.region
        codes = {code for cell in filled if (code := self.sheet.vocabulary.regions.resolve(cell.text)) is not None}
        if len(codes) == 1:
            return codes.pop()
        text = "、".join(cell.text[:20] for cell in filled)
        what = f"区县“{text}”不是同一个" if codes else f"区县“{text}”认不出，或有重名" if text else "没有写区县"
        self.refuse("INP418", what, filled[0] if filled else cells[0], _HOW_REGION)
        return None

    def _period(self) -> Period | None:
        cell = self.cell("year")
        if cell is not None and self._unusable(cell, "年份"):
            return None
        if cell is None or (not cell.text and self.sheet.defaults.year is not None):
            # without a default, a table without the column is refused as a whole
            return Period(self.sheet.defaults.year or 0, self.sheet.defaults.year or 0)
        try:
            period = parse_period(year_of(cell.text))
        except ValueError as failure:
            what = str(failure) if cell.text else "没有写年份"
            self.refuse("INP419", what, cell, "写成 2023")
            return None
        if not period.single:
            self.refuse("INP419", f"“{cell.text[:20]}”不是一年", cell, "写一年；2022—2023 学年写 2023")
            return None
        return period

    def _stage(self) -> str | None:
        cell = self.cell("stage")
        text = fold_name(cell.text) if cell else ""
        if cell is None or text in WHOLE or self._unusable(cell, "学段"):
            return None
        if text not in STAGES and school_kind(text) is None:
            hint = "可写：" + "、".join(dict.fromkeys(STAGES.values()))
            self.refuse("INP420", f"学段“{text[:20]}”认不出", cell, hint)
        stage = STAGES.get(text)
        stage = SENIOR if stage == "普通高中" else stage
        return stage if stage in (PRESCHOOL, PRIMARY, JUNIOR, SENIOR) else None

    def _status(self) -> str:
        cell = self.cell("status")
        text = fold_name(cell.text).lower() if cell else ""
        if cell is not None and not self._unusable(cell, "状态") and text not in STATUS:
            self.refuse("INP422", f"状态“{text[:20]}”认不出", cell, "可写：实际、预计、计划；留空为实际")
        return STATUS.get(text, ACTUAL)
