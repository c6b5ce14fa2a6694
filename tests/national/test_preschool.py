"""县域学前教育普及普惠: the figures that decide, tables of kindergartens and towns, and the conclusion."""

import pytest

from dabiao.assess.assessment import Assessment
from dabiao.rules.model import Attest
from national_helpers import ACCESS, Row, book, judged, one, outcome

GOOD = {
    "在园幼儿数": 9000, "三至五岁常住人口数": 10000, "三至五岁户籍人口数": 10000, "普惠性幼儿园在园幼儿数": 7200, "公办园在园幼儿数": 4500,
    "有公办中心园的乡镇数": 12, "乡镇数": 12,
    "办成公办园的小区配套幼儿园数": 9, "办成普惠性民办园的小区配套幼儿园数": 1, "小区配套幼儿园数": 10,
    "近两年较大社会影响的幼儿园安全责任事故数": 0, "近两年较大社会影响的幼儿园师德师风事件数": 0,
    "办园条件合格幼儿园数": 40, "教职工配备达标幼儿园数": 40, "幼儿园数": 40,
    "班额符合规定的幼儿园班级数": 255, "幼儿园班级数": 300, "幼儿园专任教师数": 600,
    "持证园长数": 40, "持证幼儿园专任教师数": 600, "幼儿园园长数": 40, "学前教育社会认可度": 85.1,
}  # fmt: skip


def tidy(items: dict[str, object]) -> list[Row]:
    attested = [t.form.what for t in book().pack(ACCESS).targets if isinstance(t.form, Attest)]
    rows: list[Row] = [{"指标": name, "数值": value, "佐证材料": ""} for name, value in items.items()]
    return [*rows, *({"指标": what, "数值": "是", "佐证材料": "材料汇编"} for what in attested)]


def made(**changes: object) -> Assessment:
    return judged(tidy({**GOOD, **changes}), pack=ACCESS)


def test_a_county_on_every_line_passes() -> None:
    """毛入园率 90, 覆盖率 80, 公办 50, 班额 85, 1:15: the lines themselves."""
    found = made()
    assert {c.outcome for c in found.conclusions} == {"合格"}
    assert one(found, "children-per-teacher", "学前").value == "15"
    # of kindergartens one by one nothing was said, and the limits copied from elsewhere decide nothing
    assert {v.target for v in found.verdicts if v.verdict != "met"} == {
        "outdoor-area",
        "activity-area",
        "building-area",
        "books",
    }


@pytest.mark.parametrize(
    ("change", "target", "conclusion"),
    [
        ({"在园幼儿数": 8499, "普惠性幼儿园在园幼儿数": 8000, "公办园在园幼儿数": 5000}, "gross-enrolment", "access"),
        ({"普惠性幼儿园在园幼儿数": 7199}, "inclusive-coverage", "access"),
        ({"公办园在园幼儿数": 4499}, "public-share", "access"),
        ({"有公办中心园的乡镇数": 11}, "town-central-kindergartens", "government"),
        ({"办成普惠性民办园的小区配套幼儿园数": 0}, "residential-kindergartens", "government"),
        ({"近两年较大社会影响的幼儿园安全责任事故数": 1}, "no-serious-accidents", "government"),
        ({"办园条件合格幼儿园数": 39}, "kindergarten-conditions", "quality"),
        ({"班额符合规定的幼儿园班级数": 254}, "class-size", "quality"),
        ({"幼儿园专任教师数": 599, "持证幼儿园专任教师数": 599}, "children-per-teacher", "quality"),
        ({"教职工配备达标幼儿园数": 39}, "staffing", "quality"),
        ({"持证幼儿园专任教师数": 599}, "certified-teachers", "quality"),
        ({"近两年较大社会影响的幼儿园师德师风事件数": 1}, "no-misconduct", "quality"),
        ({"学前教育社会认可度": 85}, "social-recognition-rate", "recognition"),
    ],
)  # fmt: skip
def test_one_step_below_a_line_fails(change: dict[str, object], target: str, conclusion: str) -> None:
    found = made(**change)
    assert [v.target for v in found.verdicts if v.verdict == "not_met"] == [target]
    failed = {c.id for c in found.conclusions if c.outcome == "不合格"}
    assert failed == {conclusion, "certification"}


def test_without_evidence_nothing_is_attested() -> None:
    rows = [{**row, "佐证材料": ""} for row in tidy(dict(GOOD))]
    found = judged(rows, pack=ACCESS)
    assert outcome(found, "access") == "合格"
    assert outcome(found, "government") == "待定"
    assert outcome(found, "certification") == "待定"


def test_kindergartens_one_by_one() -> None:
    """合格 or not of each; and the limits that are copied from elsewhere are shown, never decided."""
    rows: list[Row] = [
        {
            "幼儿园名称": "甲园",
            "园办园条件合格": "是",
            "园2017年以后规划设计": "是",
            "园在园幼儿数": 100,
            "园户外场地面积": 399,
        },
        {
            "幼儿园名称": "乙园",
            "园办园条件合格": "否",
            "园2017年以后规划设计": "否",
            "园在园幼儿数": 100,
            "园户外场地面积": 100,
        },
    ]
    found = judged(rows, pack=ACCESS)
    conditions = one(found, "kindergarten-conditions", "学前")
    assert (conditions.verdict, conditions.value, "未达到：乙园" in conditions.note) == ("not_met", "50", True)
    area = [(v.entity, v.value, v.verdict) for v in found.verdicts if v.target == "outdoor-area"]
    assert area == [("甲园", "3.99", "unverified")]


def test_towns_one_by_one() -> None:
    rows: list[Row] = [
        {"指标": "乡镇公办中心园数", "学校": town, "数值": count}
        for town, count in (("东镇", 1), ("西乡", 0), ("南镇", 2))
    ]
    found = one(judged(rows, pack=ACCESS), "town-central-kindergartens", "学前")
    assert (found.verdict, found.short, "未达到：西乡" in found.note) == ("not_met", "还差 1 个", True)
