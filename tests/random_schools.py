"""Random rules about schools (per school, groups, coefficients, shares, relaxations, conclusions) and random schools under them."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from dabiao.rules.model import Rulebook
from helpers import COUNTY, INDICATORS, pack, row, rulebook, target
from random_rules import Case

SCHOOL_INDICATORS = (
    INDICATORS
    + """\
  - {id: teachers, name: 教师数, unit: 人, direction: none, bounds: [0, null], decimals: 0}
  - {id: area, name: 校舍面积, unit: 平方米, direction: none, bounds: [0, null], decimals: 2}
  - {id: rural, name: 乡村, unit: 个, direction: none, bounds: [0, 1], decimals: 0}
  - {id: teachers-per, name: 百生教师数, unit: 人/百人, direction: higher, bounds: [0, null], usual: [1, 50], decimals: 2,
     formula: {default: 100 * 教师数 / 学生数, wide: 100 * (教师数 + 专职心理教师) / 学生数}}
  - {id: area-per, name: 生均面积, unit: 平方米/人, direction: higher, bounds: [0, null], decimals: 2,
     formula: {小学: 校舍面积 / 学生数, 初中: 1.1 * 校舍面积 / 学生数}}
  - {id: area-more, name: 生均面积放宽, unit: 平方米/人, direction: higher, bounds: [0, null], decimals: 2,
     formula: {default: (校舍面积 + 100) / 学生数}}
"""
)
_WHERE = ("", "\nwhere: 学生数 > 0", "\nwhere: 学生数 >= 50 and not 乡村 == 1", "\nwhere: 乡村 == 1 or 教师数 > 3")
_ITEMS = {
    "学生数": ("0", "20", "50", "99", "100", "100", "200", "333"),
    "教师数": ("0", "4", "5", "5", "10", "12.5"),
    "校舍面积": ("0", "100", "450", "450", "1000.5", "999999999999"),
    "乡村": ("0", "1"),
    "专职心理教师": ("0", "1", "2"),
}
_STAGES = ("", "", "", "小学", "初中", "义务教育")


class SchoolCase(Case):
    """A random county with schools, under indicators of their own."""

    __slots__ = ()

    def book(self) -> Rulebook:
        """The linked rulebook of the packs."""
        with TemporaryDirectory() as name:
            return rulebook(Path(name), *self.packs, indicators=SCHOOL_INDICATORS)


@st.composite
def school_targets(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Targets about schools, perhaps of a stage: per school, a group of them, a coefficient, a share; and their conclusions."""
    where = draw(st.sampled_from(_WHERE))
    stage = draw(st.sampled_from(("", "\nstage: 小学", "\nstage: 初中")))
    when = draw(st.sampled_from(("", "\nevery: year", "\nby: 2023")))
    relaxed = draw(
        st.sampled_from(
            (
                "",
                "\nrelaxed: {when: 乡村 == 1, until: '2023-12-31', value: '>= 3 人/百人'}",
                "\nrelaxed: [{when: 学生数 < 100, until: '2024-12-31', value: '>= 4 人/百人'}, {when: 乡村 == 1, until: '2025-12-31', value: '>= 2 人/百人'}]",
            )
        )
    )
    variant = draw(st.sampled_from(("", "\nformula: wide")))
    limit = draw(st.sampled_from(("5", "5.01", "10", "50")))
    area = draw(st.sampled_from(("4.5", "1", "10")))
    wider = draw(st.sampled_from(("", "\nrelaxed: {when: 乡村 == 1, until: '2025-12-31', indicator: area-more}")))
    texts = [
        target(f"per: school{where}{stage}\nvalue: '>= {limit} 人/百人'{when}{relaxed}{variant}", "a", "teachers-per"),
        target(f"per: school{where}{stage}\nvalue: '>= {area} 平方米/人'{when}{wider}", "b", "area-per"),
        target(
            f"per: school{draw(st.sampled_from((where, where, '')))}{stage}\nvalue: '>= 1 人'{when}", "c", "counsellors"
        ),
    ]
    kind = draw(st.integers(1, 3))
    floor = draw(st.sampled_from(("", ", floor: 85 %")))
    staged = f"\nstages: [{stage.split()[1]}]" if stage else ""
    texts.append(
        target(f"per: school{where}{staged}\ngroup: {{of: [a, b, c], at_least: {kind}{floor}}}{when}", "g", None)
    )
    coefficient = draw(st.sampled_from(("<= 0.5", "<= 0", "< 0.45", "<= 0.2", ">= 0.1")))
    texts.append(target(f"cv: '{coefficient}'\nweight: 学生数{where}{stage}{when}", "v", "teachers-per"))
    share = draw(st.sampled_from(("", "\nshare: '>= 50 %'", "\nshare: '>= 33.3 %'")))
    texts.append(
        target(
            f"each: school{where}{stage}\nrequire: 专职心理教师 >= 1 or 教师数 > 10{share}{when}", "e", "school-share"
        )
    )
    least = draw(st.integers(1, 3))
    conclusions = [
        "{id: all, title: 全部, all: [a, b, g]}",
        f"{{id: some, title: 若干, at_least: {{count: {least}, of: [all, v, e]}}}}",
    ]
    return texts, conclusions


def concluding(conclusions: Sequence[str]) -> str:
    """The conclusions as the end of a pack's text."""
    return "conclusions:\n" + "".join(f"  - {one}\n" for one in conclusions) if conclusions else ""


@st.composite
def school_cases(draw: st.DrawFn) -> SchoolCase:
    """A county with a pack about its schools."""
    year = draw(st.integers(2021, 2025))
    texts, conclusions = draw(school_targets())
    return SchoolCase(
        [pack(texts, "plan", COUNTY, (2021, 2025)) + concluding(conclusions)],
        schools(Random(draw(st.integers(0, 2**32))), year),  # noqa: S311 - figures, not secrets
        year,
    )


def schools(chance: Random, year: int) -> list[tuple[str, ...]]:
    """Figures of up to eight schools: most there, some missing, blank, twice, one-sided, estimated, or of another stage or year."""
    given = []
    messy = chance.random() < 0.5
    for number in range(chance.choice((0, 1, 2, 3, 5, 8))):
        stage = chance.choice(_STAGES) if messy else ""
        for name, pool in _ITEMS.items():
            for when in (year, year - 1):
                if chance.random() < (0.85 if messy else 0.97):
                    odd = messy and chance.random() < 0.06
                    value = chance.choice(pool)
                    if odd:
                        value = chance.choice((value + "以上", "", value, "1000000000000.5"))
                    status = chance.choice(("", "预计", "计划")) if odd else ""
                    own = stage if not odd else chance.choice(_STAGES)
                    given.append(row(when, name, value, entity=f"学校{number}", stage=own, status=status))
                    if odd:
                        given.append(row(when, name, chance.choice(pool), entity=f"学校{number}", stage=stage))
    if chance.random() < 0.3:
        given.append(row(year, "配齐率", chance.choice(("50", "100", "33.3")), "%"))
    if chance.random() < 0.2:
        given += [row(year, "配齐学校数", "1"), row(year, "学校总数", chance.choice(("2", "3")))]
    chance.shuffle(given)
    return given
