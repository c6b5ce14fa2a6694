"""Tidy tables: one figure a row, under 地区 年份 指标 学段 数值 单位 (or the English names)."""

from fractions import Fraction

from dabiao.diagnostics import Diagnostic, error, warning
from dabiao.inputs._figure import Problem, Units, read_figure, takes_shares
from dabiao.inputs._headers import HEADERS, Header, check_header, find_header, repeats_header
from dabiao.inputs._words import BLANK, EXCEL_ERRORS, STATUS, year_of
from dabiao.inputs.csv_file import column_letter
from dabiao.inputs.model import ACTUAL, Cell, Observation, Origin, Table
from dabiao.inputs.vocabulary import STAGES, WHOLE, Vocabulary, fold_name, seen, unit_note
from dabiao.period import Period, parse_date, parse_period
from dabiao.quantity import Interval
from dabiao.quantity.numerals import normalise
from dabiao.record import NamedTuple
from dabiao.rules.model import Indicator

_DONE = ("是", "已完成", "完成", "已通过", "通过", "达到", "已达到", "有", "1", "yes", "true", "√", "✓")
_NOT_DONE = ("否", "未完成", "未通过", "没有", "未达到", "0", "no", "false", "×", "✗")
# kept as they are, whatever stands in them
_WORDS = ("evidence", "note")


class Defaults(NamedTuple):
    """What holds for rows that do not say: region code and year."""

    region: str | None = None
    year: int | None = None


def read_tidy(table: Table, vocabulary: Vocabulary, defaults: Defaults) -> tuple[list[Observation], list[Diagnostic]]:
    """The observations of a tidy table, with a diagnostic (INP410 to INP429) for every cell that can not be used."""
    header = find_header(table)
    if header is None:
        return [], [_no_header(table)]
    wanted = [key for key, default in zip(("region", "year"), defaults, strict=True) if default is None]
    found = check_header(table, header, wanted)
    if any(d.is_error for d in found):
        return [], found
    sheet = _Sheet(table, header, vocabulary, defaults, {})
    observations = []
    for row in table.rows[header.row + 1 :]:
        if repeats_header(table, header, row):
            continue
        reader = _Row(sheet, row)
        observation = reader.read()
        found.extend(reader.found)
        if observation is not None:
            observations.append(observation)
    return observations, found


def _no_header(table: Table) -> Diagnostic:
    if not table.rows:
        return error("INP410", "表是空的", table.span(Cell("", "A1", 1)), hint="填写后再检查，或删去空的工作表")
    hint = "一行一个数的表头：地区、年份、指标、学段、数值、单位；一行一所学校的：学校名称，和至少两列登记过的数据"
    return error("INP411", "找不到表头", table.span(table.rows[0][0]), hint=hint)


class _Sheet(NamedTuple):
    """What the rows of a table share; `near` keeps the suggestion found for each unknown name, which is slow to find."""

    table: Table
    header: Header
    vocabulary: Vocabulary
    defaults: Defaults
    near: dict[str, str]


class _Row:
    """Reads one row; keeps every problem it meets."""

    def __init__(self, sheet: _Sheet, row: tuple[Cell, ...]) -> None:
        self.sheet = sheet
        self.row = row
        self.cells = {key: self._at(key, index) for key, index in sheet.header.columns.items()}
        self.found: list[Diagnostic] = []
        self.unreadable: set[str] = set()

    def cell(self, key: str) -> Cell:
        """The cell of a column; a blank one where the table has no such column."""
        return self.cells.get(key) or Cell("", self.row[0].address, self.row[0].line)

    def _at(self, key: str, index: int) -> Cell:
        if index >= len(self.row):
            number = self.row[0].address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            return Cell("", f"{column_letter(index)}{number}", self.row[-1].line)
        cell = self.row[index]
        clean = cell.text if key in _WORDS else seen(cell.text)
        return cell if clean == cell.text else cell._replace(text=clean)

    def refuse(self, code: str, message: str, key: str, hint: str) -> None:
        self.found.append(error(code, message, self.sheet.table.span(self.cell(key)), hint=hint))

    def read(self) -> Observation | None:
        """The observation of the row; None where no value is filled in, or something is wrong."""
        value = self.cell("value")
        if value.kind != "formula" and fold_name(value.text) in BLANK:
            return self._unfilled() if self.cell("entity").text else None
        self._find_unreadable()
        indicator, subjects = self._subject()
        region, period, stage, status = self._region(), self._period(), self._stage(indicator), self._status()
        figure = self._figure(indicator, value) if indicator else None
        done, done_on = self._report(value) if subjects else (None, None)
        if region is None or period is None or any(d.is_error for d in self.found):
            return None
        return Observation(
            region=region,
            period=period,
            indicator=indicator.id if indicator else None,
            subjects=subjects,
            stage=stage,
            entity=self.cell("entity").text or None,
            value=figure[0] if figure else None,
            bound=figure[1] if figure else None,
            status=status,
            done=done,
            done_on=done_on,
            evidence=self.cell("evidence").shown,
            note=self.cell("note").shown,
            text=value.shown,
            origin=Origin(self.sheet.table.file, self.sheet.table.sheet, value.address, value.line),
        )

    def _unfilled(self) -> Observation | None:
        """A school (or class, or town) whose cell is blank: no figure, but one more that a share is a share of."""
        indicator = self.sheet.vocabulary.indicator(self.cell("indicator").text)
        region, period, stage = self._region(), self._period(), self._stage(indicator)
        usable = indicator is not None and not self.found
        self.found.clear()
        if indicator is None or region is None or period is None or not usable:
            return None
        value, table = self.cell("value"), self.sheet.table
        return Observation(
            region=region,
            period=period,
            indicator=indicator.id,
            subjects=(),
            stage=stage,
            entity=self.cell("entity").text,
            value=None,
            bound=None,
            status=ACTUAL,
            done=None,
            done_on=None,
            evidence="",
            note="",
            text="",
            origin=Origin(table.file, table.sheet, value.address, value.line),
        )

    def _find_unreadable(self) -> None:
        """Formulas never computed and error values, in any column that bears on the figure."""
        for key, cell in self.cells.items():
            if key in _WORDS:
                continue
            if cell.kind == "formula":
                self.refuse("INP416", "单元格是公式，但没有保存计算结果", key, "在 Excel 里打开并保存，或粘贴为数值")
                self.unreadable.add(key)
            elif cell.kind == "error" or cell.text.upper() in EXCEL_ERRORS:
                self.refuse("INP417", f"单元格是错误值 {cell.text}", key, f"改正公式，或填写{HEADERS[key][0]}")
                self.unreadable.add(key)

    def _subject(self) -> tuple[Indicator | None, tuple[str, ...]]:
        """The indicator of the row, or the targets it reports on."""
        name = self.cell("indicator").text
        if "indicator" in self.unreadable:
            return None, ()
        if not name:
            message = f"数值“{self.cell('value').text[:20]}”没有写指标"
            self.refuse("INP414", message, "indicator", "写上指标名称，或删去这一行（合计行、合并的单元格都不读取）")
            return None, ()
        vocabulary = self.sheet.vocabulary
        indicator = vocabulary.indicator(name)
        subjects = () if indicator else vocabulary.subject(name)
        if indicator is None and not subjects:
            if name not in self.sheet.near:
                self.sheet.near[name] = vocabulary.suggestion(name)
            near = self.sheet.near[name]
            hint = f"是否应为“{near}”？" if near else "用 dabiao rules list --indicators 查看可用的名称"
            self.refuse("INP415", f"指标“{name[:40]}”没有登记", "indicator", hint)
        return indicator, subjects

    def _region(self) -> str | None:
        text = self.cell("region").text
        if "region" in self.unreadable:
            return None
        if not text and self.sheet.defaults.region is not None:
            return self.sheet.defaults.region
        code = self.sheet.vocabulary.regions.resolve(text) if text else None
        if code is None:
            what = f"地区“{text[:20]}”认不出，或有重名" if text else "没有写地区"
            self.refuse("INP418", what, "region", "写六位区划代码（如 120110）或地区全称（如 天津市东丽区），每行都写")
        return code

    def _period(self) -> Period | None:
        text = self.cell("year").text
        if "year" in self.unreadable:
            return None
        if not text and self.sheet.defaults.year is not None:
            return Period(self.sheet.defaults.year, self.sheet.defaults.year)
        try:
            return parse_period(year_of(text))
        except ValueError as failure:
            what = str(failure) if text else "没有写年份"
            self.refuse("INP419", what, "year", "写成 2020，或 2016-2020（累计数）")
            return None

    def _stage(self, indicator: Indicator | None) -> str | None:
        text = fold_name(self.cell("stage").text)
        fixed = indicator.stage if indicator else None
        if text in WHOLE or "stage" in self.unreadable:
            return fixed
        stage = STAGES.get(text)
        if stage is None:
            hint = "可写：" + "、".join(dict.fromkeys(STAGES.values()))
            self.refuse("INP420", f"学段“{text[:20]}”认不出", "stage", hint)
        elif indicator is not None and fixed not in (None, stage):
            self.refuse("INP421", f"“{indicator.name}”是{fixed}指标，写的学段是“{text}”", "stage", "改正学段，或留空")
        return stage

    def _status(self) -> str:
        text = fold_name(self.cell("status").text)
        if "status" in self.unreadable:
            return ACTUAL
        if text.lower() not in STATUS:
            self.refuse("INP422", f"状态“{text[:20]}”认不出", "status", "可写：实际、预计、计划；留空为实际")
        return STATUS.get(text.lower(), ACTUAL)

    def _figure(self, indicator: Indicator, value: Cell) -> tuple[Fraction, Interval] | None:
        if self.unreadable & {"value", "unit"}:
            return None
        if value.kind == "percent" and not takes_shares(indicator):
            message = f"单元格是百分数，“{indicator.name}”的单位是“{indicator.unit.name}”"
            self.refuse("INP423", message, "value", "把单元格格式改成数值")
            return None
        if value.kind == "date":
            self.refuse("INP424", f"单元格是日期或时间 {value.text}", "value", "把单元格格式改成数值，再填写数值")
            return None
        column = fold_name(self.cell("unit").text)
        units = Units(column, unit_note(self.cell("indicator").text), self.sheet.header.unit)
        figure = read_figure(value.shown, units, indicator)
        if isinstance(figure, Problem):
            self.refuse(figure.code, figure.message, figure.column, figure.hint)
            return None
        if _looks_like_a_fraction(value, figure[0], units, indicator):
            place = self.sheet.table.span(value)
            message = f"“{indicator.name}”填的是 {value.text}，按 {value.text}% 读取"
            self.found.append(warning("INP430", message, place, hint="如果是百分之几十，改写成 98.5 或 98.5%"))
        if value.kind == "scaled":
            place = self.sheet.table.span(value)
            message = f"单元格的格式把数缩小了显示，这里按储存的 {value.text} 读取"
            self.found.append(warning("INP429", message, place, hint="核对单位；把单元格格式改成“常规”就看到储存的数"))
        return figure

    def _report(self, value: Cell) -> tuple[bool | None, str | None]:
        """Whether it is done, and on which day: the value's own where the value is a date."""
        text = fold_name(value.shown)
        if self.unreadable & {"value", "done_on"}:
            return None, None
        day = self.cell("done_on").text
        try:
            done_on = parse_date(day) if day else None
        except ValueError as failure:
            self.refuse("INP427", str(failure), "done_on", "写成 2021-12-31")
            return None, None
        if text.lower() in _DONE:
            return True, done_on
        if text.lower() in _NOT_DONE:
            return False, None
        try:
            told = parse_date(value.shown)
        except ValueError:
            hint = "写 已完成 或 未完成，也可以写完成日期 2021-12-31"
            self.refuse("INP428", f"“{value.text[:20]}”看不出是否完成", "value", hint)
            return None, None
        if done_on not in (None, told):
            self.refuse("INP427", f"完成日期 {done_on} 与数值列的 {told} 不一致", "done_on", "两处只留一处，或改成一致")
        return True, told


def _looks_like_a_fraction(value: Cell, figure: Fraction, units: Units, indicator: Indicator) -> bool:
    """Whether a rate was perhaps typed as a share of one: between 0 and 1 without a % of its own."""
    rate = indicator.unit.name == "%" and indicator.direction == "higher"
    return rate and 0 < figure <= 1 and "%" not in normalise(value.shown) and value.kind != "percent"


__all__ = ["HEADERS", "Defaults", "find_header", "read_tidy"]
