"""One cell of a school table may give several figures: a doubt about it is a doubt about all of them, in any engine and any number of regions."""

from pathlib import Path

import pytest

from columnar_helpers import by_columnar, by_reference
from helpers import NATION, pack, rulebook, target
from random_school_tables import write_table

INDICATORS = """\
indicators:
  - {id: primary, name: 小学在校生数, unit: 人, stage: 小学, direction: none, bounds: [0, null], decimals: 0}
  - {id: junior, name: 初中在校生数, unit: 人, stage: 初中, direction: none, bounds: [0, null], decimals: 0}
  - {id: classes, name: 班级总数, unit: 个, direction: none, bounds: [0, null], decimals: 0}
  - {id: whole, name: 学校在校生总数, unit: 人, direction: none, bounds: [0, null], decimals: 0}
  - {id: point, name: 教学点, unit: 个, direction: none, bounds: [0, 1], decimals: 0}
  - {id: share, name: 班级够的比例, unit: "%", direction: higher, bounds: [0, 100], decimals: 1}
"""
HEAD = "severity: error, hint: 核对"
HEADERS = ("学校名称", "区县代码", "年份", "学校类型", "在校生数", "班级总数")


@pytest.mark.parametrize(
    ("check", "asked"),
    [
        # 0 in 初中 and 教学点 are both read from the type of a 小学
        ("小学在校生数 <= 初中在校生数", "where: 教学点 == 0\nvalue: '>= 1 个'"),
        # 在校生数 of a 小学 is that of its stage and of the school
        ("小学在校生数 <= 10 * 班级总数", "where: 学校在校生总数 > 0\nvalue: '>= 1 个'"),
    ],
    ids=["a-word", "a-figure"],
)
@pytest.mark.parametrize("scanned", [True, False])
def test_a_doubt_about_a_cell_is_about_all_that_is_read_from_it(
    tmp_path: Path, check: str, asked: str, *, scanned: bool
) -> None:
    rules = f"quality:\n  - {{id: parts, title: 部分, kind: within, checks: [{check}], {HEAD}}}\n"
    per_school = target(f"per: school\n{asked}\nby: 2025", "a", "classes")
    of_all = target(f"each: school\n{asked.splitlines()[0]}\nrequire: 班级总数 >= 1\nby: 2025", "b", "share")
    book = rulebook(tmp_path / "rules", pack([per_school, of_all], region=NATION), indicators=INDICATORS, quality=rules)
    rows = [(f"{n}校", region, "2024", "小学", "300", "8") for n, region in enumerate(("350502", "350502", "350505"))]
    path = write_table(tmp_path / "学校.csv", HEADERS, rows)
    regions = ("350502", "350505")
    told = by_columnar(book, path, 2024, regions, scanned=scanned)
    assert told == by_reference(book, path, 2024, regions)
    assert [flags for _, _, asked_of, *_, flags in told if asked_of == "b"] == [("suspect",)] * 2
