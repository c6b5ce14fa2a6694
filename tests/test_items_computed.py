"""Items that are not reported are computed by their own formulas: of a county, of a school, in conditions, with every cell named."""

from pathlib import Path

import pytest

from dabiao.assess.assessment import Verdict
from dabiao.assess.explain import steps_of
from dabiao.assess.run import assess
from helpers import COUNTY, dataset, findings, pack, row, rulebook, target

INDICATORS = """\
indicators:
  - {id: per-100, name: 每百名学生教师数, unit: 人/百人, direction: higher, bounds: [0, null], decimals: 2, formula: {default: 100 * 教师数 / 学生数}}
  - {id: teachers, name: 教师数, unit: 人, direction: none, bounds: [0, null], decimals: 0, formula: {default: 体育教师数 + 艺术教师数}}
  - {id: sports, name: 体育教师数, unit: 人, direction: none, bounds: [0, null], decimals: 0}
  - {id: arts, name: 艺术教师数, unit: 人, direction: none, bounds: [0, null], decimals: 0, formula: {default: 音乐教师数 + 美术教师数}}
  - {id: music, name: 音乐教师数, unit: 人, direction: none, bounds: [0, null], decimals: 0}
  - {id: fine-art, name: 美术教师数, unit: 人, direction: none, bounds: [0, null], decimals: 0}
  - {id: students, name: 学生数, aliases: [学生总数], unit: 人, direction: none, bounds: [0, null], decimals: 0}
  - {id: share, name: 配齐率, unit: "%", direction: higher, bounds: [0, 100], decimals: 1}
"""
PARTS = {"体育教师数": 2, "音乐教师数": 1, "美术教师数": 1, "学生数": 400}


def judged(
    folder: Path, items: dict[str, object], form: str = "value: '>= 1 人/百人'", entity: str = "", name: str = "per-100"
) -> Verdict:
    book = rulebook(folder / "rules", pack([target(form, "t", name)]), indicators=INDICATORS)
    rows = [row(2025, item, value, entity=entity) for item, value in items.items()]
    (found,) = assess(book, dataset(folder, book, rows), COUNTY, 2025).verdicts
    return found


@pytest.mark.parametrize(
    ("form", "entity"), [("value: '>= 1 人/百人'", ""), ("per: school\nvalue: '>= 1 人/百人'", "甲")]
)
@pytest.mark.parametrize(
    ("items", "verdict", "value"),
    [
        pytest.param(PARTS, "met", "1", id="from-parts-of-parts"),
        pytest.param({**PARTS, "艺术教师数": 1}, "not_met", "0.75", id="a-reported-sum-goes-before-its-parts"),
        pytest.param({**PARTS, "教师数": 4}, "met", "1", id="the-whole-reported"),
        pytest.param({k: v for k, v in PARTS.items() if k != "美术教师数"}, "no_data", None, id="a-part-is-missing"),
        pytest.param({"每百名学生教师数": "0.9", **PARTS}, "unverified", "0.9", id="reported-and-computed-differ"),
    ],
)
def test_of_a_county_and_of_a_school(
    tmp_path: Path, form: str, entity: str, items: dict[str, object], verdict: str, value: str | None
) -> None:
    found = judged(tmp_path, items, form, entity)
    assert (found.verdict, found.value) == (verdict, value)


def test_every_cell_and_every_step_is_there(tmp_path: Path) -> None:
    found = judged(tmp_path, {**PARTS, "学生数": 401})
    assert [place.cell for place in found.origin] == ["F2", "F3", "F4", "F5"]
    assert found.short == "还差 1 人（教师数）"
    steps = steps_of(found)
    assert "2025 年 艺术教师数 = 音乐教师数 + 美术教师数 = 1 + 1 = 2 人　来自" in " ".join(steps)
    assert "2025 年 教师数 = 体育教师数 + 艺术教师数 = 2 + 2 = 4 人" in " ".join(steps)
    assert any("100 * 教师数 / 学生数 = 100 * 4 / 401" in step for step in steps)


EACH = "each: school\nwhere: 学生数 > 100\nrequire: 教师数 >= 4"


@pytest.mark.parametrize(
    ("items", "verdict"),
    [
        pytest.param(PARTS, "met", id="enough"),
        pytest.param({**PARTS, "音乐教师数": 0}, "not_met", id="one-less"),
        pytest.param({"体育教师数": 9, "学生数": 400}, "unverified", id="a-part-is-missing"),
    ],
)
def test_in_conditions(tmp_path: Path, items: dict[str, object], verdict: str) -> None:
    found = judged(tmp_path, items, EACH, "甲", "share")
    assert found.verdict == verdict
    assert {place.cell for place in found.origin} >= {"F2"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{default: 音乐教师数 + 美术教师数}", "{default: 教师数 - 体育教师数}"),
        ("{default: 体育教师数 + 艺术教师数}", "{default: 教师数 * 2}"),
    ],
)
def test_a_formula_may_not_come_back_to_itself(tmp_path: Path, old: str, new: str) -> None:
    found = findings(
        tmp_path, pack([target("value: '>= 1 人/百人'", "t", "per-100")]), indicators=INDICATORS.replace(old, new)
    )
    assert {d.code for d in found} == {"LNK309"}
    assert all(d.hint and d.spans[0].line for d in found)
