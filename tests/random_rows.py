"""Random statistics for property tests, on few numbers, so that figures meet limits and contradict each other."""

from collections.abc import Collection
from random import Random

from helpers import COUNTY, PROVINCE, row

Row = tuple[str, ...]
NEIGHBOUR = "350505"

# limits and figures share a pool, so that figures often stand exactly on a line
POOL = (
    "0",
    "1",
    "5",
    "50",
    "79.9",
    "80",
    "94.96",
    "95",
    "95.000000000001",
    "99",
    "100",
    "100.01",
    "110",
    "33.333333333333",
)
EXTREMES = ("999999999999999999", "999999999999999998.999999999999", "0.000000000001", "-1", "-0.5", "100000000000")
_COUNTY_ITEMS = {
    "覆盖率": ("", "%", "比"),
    "毛入学率": ("", "%"),
    "普惠率": ("",),
    "差异系数": ("",),
    "配齐率": ("", "%"),
    "普惠幼儿数": ("", "人"),
    "在园幼儿数": ("", "人", "万人"),
    "户籍幼儿数": ("",),
    "配齐学校数": ("",),
    "学校总数": ("",),
    "在校生数": ("", "百人"),
    "新增学位": ("", "万个"),
    "大班额数": ("", "班"),
    "净增学位": ("",),
    "财政拨款": ("", "亿元"),
    "教师平均工资": ("", "万元"),
    "公务员平均工资": ("", "元"),
}
NEEDED = {
    "coverage": ("覆盖率", "在校生数"),
    "enrolment": ("毛入学率", "在校生数"),
    "share": ("普惠率", "普惠幼儿数", "在园幼儿数", "户籍幼儿数", "在校生数"),
    "variation": ("差异系数", "在校生数"),
    "school-share": ("配齐率", "配齐学校数", "学校总数"),
    "pupils": ("在校生数",),
    "seats": ("新增学位",),
    "net-seats": ("净增学位",),
    "funds": ("财政拨款",),
    "pay": ("教师平均工资", "公务员平均工资"),
}
_STATUSES = ("",) * 8 + ("预计", "计划")
_SCHOOL_ITEMS = ("学生数", "专职心理教师", "每日体育课", "每日户外时间")


def random_rows(chance: Random, year: int, names: Collection[str]) -> list[Row]:
    """Figures of the named items: most there, some missing, some twice, some of one side, some not actual, some elsewhere.

    Drawn from one seed rather than row by row: a hundred rows a case would be too many choices to search and to shrink.
    """
    given: list[Row] = []
    for when in sorted({2020, 2021, 2022, year - 1, year, year + 1}):
        for name in names:
            units = _COUNTY_ITEMS[name]
            times = chance.choice((0, 1, 1, 1, 1, 1, 1, 1, 1, 2))
            given.extend(_figure(chance, when, name, units, COUNTY) for _ in range(times))
            given.append(_figure(chance, when, name, units, chance.choice((PROVINCE, NEIGHBOUR))))
        for entity in "甲乙丙":
            for name in _SCHOOL_ITEMS:
                if chance.random() < 0.8:
                    value = chance.choice(("0", "0.5", "1", "1", "1", "50", "51"))
                    given.append(row(when, name, value, entity=entity, status=chance.choice(_STATUSES)))
        for name in ("通过评审", "规划合理"):
            if chance.random() < 0.4:
                day = chance.choice(("", f"{when}-05-01", f"{when}-06-30", f"{when}-07-01"))
                done, paper = chance.choice("是是是否"), chance.choice(("", "批文.pdf"))
                given.append(row(when, name, done, done_on=day, evidence=paper, status=chance.choice(_STATUSES)))
    chance.shuffle(given)
    return given[: chance.choice((*[len(given)] * 12, len(given) // 2, 3, 0))]


def _figure(chance: Random, year: int, name: str, units: tuple[str, ...], region: str) -> Row:
    number = chance.choice((*POOL, *POOL, *(f"{chance.uniform(0, 120):.2f}" for _ in range(20)), *EXTREMES))
    unit = "" if number in EXTREMES else chance.choice(units)
    side = chance.choice(("",) * 8 + ("以上", "以下"))
    return row(year, name, number + side, unit, region=region, status=chance.choice(_STATUSES))
