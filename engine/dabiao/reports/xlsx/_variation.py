"""差异系数: X̄, S, CV and the limit of each indicator, and each school's part in the difference."""

from fractions import Fraction
from typing import NamedTuple

from dabiao.assess.assessment import Assessment, Given, Verdict
from dabiao.assess.model import VERDICTS
from dabiao.assess.variation import School, Variation, root
from dabiao.assess.variation import variation as vary
from dabiao.quantity.rounding import shown_decimal
from dabiao.reports._prose import closed
from dabiao.reports._sentences import lacking, reference
from dabiao.reports.xlsx._book import VERDICT_STYLES, Book, Sheet
from dabiao.reports.xlsx._cell import Column, count, index_of, number, text
from dabiao.reports.xlsx._detail import gap, places, value

_COLUMNS = (
    Column("序号", 5),
    Column("指标", 26),
    Column("学段", 7),
    Column("学校数", 8),
    Column("平均值 X̄", 10),
    Column("标准差 S", 10),
    Column("差异系数", 10),
    Column("不高于", 8),
    Column("超出", 9),
    Column("判定", 9),
    Column("说明", 32),
    Column("依据条款", 32),
)
_SCHOOLS = (
    Column("序号", 5),
    Column("指标", 26),
    Column("学段", 8),
    Column("学校", 18),
    Column("本校数值", 10),
    Column("学生数", 9),
    Column("占差异的（%）", 14),
    Column("算式", 44),
    Column("数据出处", 30),
)
_HOW = (
    "平均值、标准差和各校所占份额由各校数值和学生数算得：按学生数加权，除以总体数，不减一。判定用全数值，不用显示的数。"
)
_NAME = "校际差异系数"


class Spread(NamedTuple):
    """The schools a coefficient is over, as (value, students) figures, and what they give; None where they give nothing."""

    schools: tuple[tuple[str, Given, Given], ...]
    found: Variation | None


def spread(verdict: Verdict) -> Spread:
    """The schools of a coefficient, from the reading that settles it.

    The inputs stand in pairs: a school's value and its students, each under 学校：名称.
    """
    primary = [reading for reading in verdict.readings if reading.primary]
    inputs = primary[0].inputs if primary else ()
    pairs = tuple(zip(inputs[::2], inputs[1::2], strict=False))
    suffix = "：" + verdict.indicator_name.removesuffix(_NAME)
    schools = tuple((value.name.removesuffix(suffix), value, students) for value, students in pairs)
    found = vary([School(name, Fraction(value.value), Fraction(students.value)) for name, value, students in schools])
    return Spread(schools, found)


def variation(book: Book, assessment: Assessment) -> None:
    """The sheet of the coefficients."""
    verdicts = [verdict for verdict in assessment.verdicts if verdict.form == "cv"]
    sheet = book.sheet("差异系数", _COLUMNS, (1, 1) if verdicts else None)
    sheet.line(f"{assessment.region_name}{assessment.year}年校际差异系数", "title")
    if not verdicts:
        sheet.line("没有校际差异系数的要求，或没有学校表。")
        return
    sheet.head([column.title for column in _COLUMNS])
    for index, verdict in enumerate(verdicts, start=1):
        _coefficient(sheet, index, verdict, spread(verdict), assessment)
    sheet.line(_HOW)


def shares(book: Book, assessment: Assessment) -> None:
    """The schools behind each coefficient: value, students, share in the difference."""
    verdicts = [verdict for verdict in assessment.verdicts if verdict.form == "cv"]
    sheet = book.sheet("差异系数-各校", _SCHOOLS, (0, 0))
    sheet.head([column.title for column in _SCHOOLS])
    for verdict in verdicts:
        found = spread(verdict)
        for position in range(len(found.schools)):
            _school(sheet, sheet.row, verdict, found, position)
    sheet.raw.autofilter(0, 0, max(sheet.row - 1, 1), len(_SCHOOLS) - 1)


def _coefficient(sheet: Sheet, index: int, verdict: Verdict, spread: Spread, assessment: Assessment) -> None:
    found = spread.found
    mean = None if found is None else shown_decimal(found.mean, 4)
    deviation = None if found is None else shown_decimal(root(found.variance), 4)
    limit = verdict.limit if isinstance(verdict.limit, str) else None
    sheet.cells(
        [
            index_of(index),
            text(verdict.indicator_name.removesuffix(_NAME)),
            text(verdict.stage, "centre"),
            count(len(spread.schools)) if spread.schools else text(""),
            number(mean, "0.00"),
            number(deviation, "0.0000"),
            value(verdict),
            number(limit, "0.00"),
            gap(verdict),
            text(VERDICTS.get(verdict.verdict, verdict.verdict), VERDICT_STYLES.get(verdict.verdict, "centre")),
            text("；".join(part for part in (lacking(verdict), closed(verdict.note)) if part)),
            text(reference(verdict.clause, assessment)),
        ]
    )


def _school(sheet: Sheet, index: int, verdict: Verdict, spread: Spread, position: int) -> None:
    name, figure, students = spread.schools[position]
    share = None if spread.found is None else shown_decimal(spread.found.shares[position] * 100, 1)
    sheet.cells(
        [
            index_of(index),
            text(verdict.indicator_name.removesuffix(_NAME)),
            text(verdict.stage, "centre"),
            text(name),
            number(figure.value, "0.00"),
            number(students.value),
            number(share),
            text(figure.formula),
            text(places(figure.origin)),
        ]
    )
