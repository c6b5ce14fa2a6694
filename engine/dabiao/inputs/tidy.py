"""Tidy tables: one figure a row, under 地区 年份 指标 学段 数值 单位 (or the English names)."""

from collections.abc import Mapping
from typing import NamedTuple

from dabiao.diagnostics import Diagnostic, error, warning
from dabiao.inputs.model import ACTUAL, ESTIMATE, PLANNED, Cell, Observation, Origin, Table
from dabiao.inputs.vocabulary import STAGES, WHOLE, Vocabulary, fold_name
from dabiao.period import Period, parse_date, parse_period
from dabiao.quantity import Interval, NumberError, UnitError, parse_figure
from dabiao.rules.model import Indicator

HEADERS = {
    "region": ("地区", "行政区划", "区县", "县区", "地区代码", "region"),
    "year": ("年份", "年度", "统计年份", "year"),
    "indicator": ("指标", "指标名称", "名称", "indicator"),
    "stage": ("学段", "stage"),
    "entity": ("对象", "学校", "单位名称", "学校名称", "entity"),
    "value": ("数值", "数据", "指标值", "值", "value"),
    "unit": ("单位", "计量单位", "unit"),
    "status": ("状态", "数据状态", "status"),
    "done_on": ("完成日期", "日期", "date"),
    "evidence": ("佐证材料", "佐证", "依据", "evidence"),
    "note": ("备注", "说明", "note"),
}
_BY_HEADER = {name: key for key, names in HEADERS.items() for name in names}
REQUIRED = ("indicator", "value")
_STATUS = {
    "": ACTUAL, "实际": ACTUAL, "实际数": ACTUAL, "actual": ACTUAL,
    "预计": ESTIMATE, "预测": ESTIMATE, "估计": ESTIMATE, "estimate": ESTIMATE,
    "计划": PLANNED, "规划": PLANNED, "plan": PLANNED,
}  # fmt: skip
_BLANK = ("", "-", "—", "--", "——", "/", "无", "暂无", "N/A", "n/a")
_DONE = ("是", "已完成", "完成", "已通过", "通过", "达到", "已达到", "有", "1", "yes", "true", "√", "✓")
_NOT_DONE = ("否", "未完成", "未通过", "没有", "未达到", "0", "no", "false", "×", "✗")
_HEADER_ROWS = 12


class Defaults(NamedTuple):
    """What holds for rows that do not say: region code and year."""

    region: str | None = None
    year: int | None = None


def find_header(table: Table) -> tuple[int, dict[str, int]] | None:
    """The row of headers (its index) and the column of each known header; None where there is no such row."""
    best: tuple[int, dict[str, int]] | None = None
    for number, row in enumerate(table.rows[:_HEADER_ROWS]):
        columns: dict[str, int] = {}
        for index, cell in enumerate(row):
            key = _BY_HEADER.get(fold_name(cell.text).split("(")[0].lower())
            if key is not None:
                columns.setdefault(key, index)
        if "indicator" in columns and len(columns) >= 2 and (best is None or len(columns) > len(best[1])):
            best = (number, columns)
    return best


def read_tidy(table: Table, vocabulary: Vocabulary, defaults: Defaults) -> tuple[list[Observation], list[Diagnostic]]:
    """The observations of a tidy table, with diagnostics INP41x to INP42x for every cell that can not be used."""
    header = find_header(table)
    if header is None:
        return [], [_no_header(table)]
    at, columns = header
    found = list(_missing_columns(table, table.rows[at], columns, defaults))
    if any(d.is_error for d in found):
        return [], found
    observations = []
    for row in table.rows[at + 1 :]:
        reader = _Row(table, row, columns, vocabulary, defaults)
        observation = reader.read()
        found.extend(reader.found)
        if observation is not None:
            observations.append(observation)
    return observations, found


def _no_header(table: Table) -> Diagnostic:
    first = Cell("", "A1", 1)
    place = table.span(table.rows[0][0] if table.rows else first)
    if not table.rows:
        return error("INP410", "表是空的", place, hint="填写后再检查，或删去空的工作表")
    return error("INP411", "找不到表头", place, hint="表头应有：地区、年份、指标、学段、数值、单位、佐证材料、备注")


def _missing_columns(
    table: Table, row: tuple[Cell, ...], columns: Mapping[str, int], defaults: Defaults
) -> list[Diagnostic]:
    wanted = [*REQUIRED]
    if defaults.region is None:
        wanted.append("region")
    if defaults.year is None:
        wanted.append("year")
    place = table.span(row[0])
    found = []
    for key in wanted:
        if key not in columns:
            found.append(
                error("INP412", f"缺少“{HEADERS[key][0]}”列", place, hint=f"加上“{HEADERS[key][0]}”列" + _option(key))
            )
    for index, cell in enumerate(row):
        if cell.text and index not in columns.values():
            found.append(
                warning("INP413", f"“{cell.text[:20]}”列没有读取", table.span(cell), hint="表头改成约定的名称才会读取")
            )
    return found


def _option(key: str) -> str:
    return {"region": "，或用 --region 指明", "year": "，或用 --year 指明"}.get(key, "")


class _Row:
    """Reads one row; keeps every problem it meets."""

    def __init__(
        self,
        table: Table,
        row: tuple[Cell, ...],
        columns: Mapping[str, int],
        vocabulary: Vocabulary,
        defaults: Defaults,
    ) -> None:
        self.table = table
        self.row = row
        self.columns = columns
        self.vocabulary = vocabulary
        self.defaults = defaults
        self.found: list[Diagnostic] = []

    def cell(self, key: str) -> Cell:
        index = self.columns.get(key)
        if index is None or index >= len(self.row):
            return Cell("", self.row[0].address, self.row[0].line)
        return self.row[index]

    def refuse(self, code: str, message: str, key: str, hint: str) -> None:
        self.found.append(error(code, message, self.table.span(self.cell(key)), hint=hint))

    def read(self) -> Observation | None:
        value = self.cell("value")
        name = self.cell("indicator").text
        if not name and not value.text:
            return None
        if not name:
            self.refuse("INP414", f"数值“{value.text[:20]}”没有写指标", "indicator", "写上指标名称，或删去这一行")
            return None
        indicator = self.vocabulary.indicator(name)
        subjects = () if indicator else self.vocabulary.subject(name)
        if indicator is None and not subjects:
            near = self.vocabulary.suggestion(name)
            hint = f"是否应为“{near}”？" if near else "用 dabiao rules list --indicators 查看可用的名称"
            self.refuse("INP415", f"指标“{name[:40]}”没有登记", "indicator", hint)
            return None
        if value.kind == "formula":
            self.refuse("INP416", "单元格是公式，但没有保存计算结果", "value", "在 Excel 里打开并保存，或粘贴为数值")
            return None
        if value.kind == "error":
            self.refuse("INP417", f"单元格是错误值 {value.text}", "value", "改正公式，或填写数值")
            return None
        if value.text in _BLANK:
            return None
        region, period = self._region(), self._period()
        stage = self._stage(indicator)
        status = self._status()
        if indicator is not None:
            figure = self._figure(indicator, value)
            report: tuple[bool | None, str | None] = (None, None)
        else:
            figure = None
            report = self._report(value)
        if self.found or region is None or period is None:
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
            done=report[0],
            done_on=report[1],
            evidence=self.cell("evidence").text,
            note=self.cell("note").text,
            text=value.text + ("%" if value.kind == "percent" else ""),
            origin=Origin(self.table.file, self.table.sheet, value.address, value.line),
        )

    def _region(self) -> str | None:
        text = self.cell("region").text
        if not text and self.defaults.region is not None:
            return self.defaults.region
        code = self.vocabulary.regions.resolve(text) if text else None
        if code is None:
            what = f"地区“{text[:20]}”认不出" if text else "没有写地区"
            self.refuse("INP418", what, "region", "写六位区划代码（如 120110）或地区全称（如 天津市东丽区）")
        return code

    def _period(self) -> Period | None:
        cell = self.cell("year")
        text = cell.text[:4] if cell.kind == "date" else cell.text
        if not text and self.defaults.year is not None:
            return Period(self.defaults.year, self.defaults.year)
        try:
            return parse_period(text)
        except ValueError as failure:
            self.refuse("INP419", str(failure) if text else "没有写年份", "year", "写成 2020，或 2016-2020（累计数）")
            return None

    def _stage(self, indicator: Indicator | None) -> str | None:
        text = fold_name(self.cell("stage").text)
        fixed = indicator.stage if indicator else None
        if text in WHOLE:
            return fixed
        stage = STAGES.get(text)
        if stage is None:
            self.refuse(
                "INP420", f"学段“{text[:20]}”认不出", "stage", "可写：" + "、".join(dict.fromkeys(STAGES.values()))
            )
        elif fixed is not None and stage != fixed:
            self.refuse(
                "INP421",
                f"“{indicator.name if indicator else ''}”是{fixed}指标，写的学段是“{text}”",
                "stage",
                "改正学段，或留空",
            )
        return stage

    def _status(self) -> str:
        text = fold_name(self.cell("status").text)
        if text.lower() not in _STATUS:
            self.refuse("INP422", f"状态“{text[:20]}”认不出", "status", "可写：实际、预计、计划；留空为实际")
        return _STATUS.get(text.lower(), ACTUAL)

    def _figure(self, indicator: Indicator, value: Cell) -> tuple[object, Interval] | None:
        unit = fold_name(self.cell("unit").text)
        written = value.text
        if value.kind == "percent":
            if unit and indicator.unit.dimension != "比例":
                self.refuse(
                    "INP423", f"单元格是百分数，单位列写的是“{unit}”", "value", "把单元格格式改成数值，或改正单位"
                )
                return None
            written, unit = f"{value.text}%", ""
        try:
            quantity, bound = parse_figure(written, unit or indicator.unit.name)
        except NumberError as failure:
            self.refuse("INP424", str(failure), "value", "写成普通的数，例如 98.5、９８．５、1.63万；没有数据就留空")
            return None
        except UnitError as failure:
            self.refuse("INP425", str(failure), "unit", f"“{indicator.name}”的单位是“{indicator.unit.name}”")
            return None
        typed = quantity.unit
        if unit and typed.name != unit and not self._same_unit(written, unit, typed.name):
            self.refuse(
                "INP426", f"数值里的单位“{typed.name}”与单位列“{unit}”不一致", "unit", "两处只留一处，或改成一致"
            )
            return None
        if typed.dimension in indicator.also:
            factor = typed.scale
        elif typed.dimension == indicator.unit.dimension:
            factor = typed.factor_to(indicator.unit)
        else:
            message = f"单位“{typed.name}”不能用于“{indicator.name}”（单位是“{indicator.unit.name}”）"
            self.refuse("INP425", message, "unit", f"换算成“{indicator.unit.name}”后填写")
            return None
        return quantity.value * factor, bound.times(factor)

    def _same_unit(self, written: str, unit: str, typed: str) -> bool:
        """Whether the unit in the value is the same unit as the unit column's under another name (% and ％)."""
        from dabiao.quantity import parse_unit

        try:
            column, inside = parse_unit(unit), parse_unit(typed)
        except UnitError:
            return False
        return (column.dimension, column.scale) == (inside.dimension, inside.scale)

    def _report(self, value: Cell) -> tuple[bool | None, str | None]:
        text = fold_name(value.text)
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
            return True, parse_date(value.text)
        except ValueError:
            self.refuse(
                "INP428",
                f"“{value.text[:20]}”看不出是否完成",
                "value",
                "写 已完成 或 未完成，也可以写完成日期 2021-12-31",
            )
            return None, None
