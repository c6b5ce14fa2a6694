"""Every requirement of the two standards has its target, with its operator and limit, and counts in the conclusion it belongs to."""

import re
from fractions import Fraction

import pytest

from dabiao.quantity import exact_decimal
from dabiao.rules.model import Attest, Compare, Conclusion, Each, Target, Value, limit_of
from national_helpers import ACCESS, BALANCE, MEASURES, book

ATTESTED = "佐证"
# number, target → what is asked: a person's word, or a figure
GOVERNMENT = [
    (1, "school-layout", ATTESTED),
    (2, "unified-standards", ATTESTED),
    (3, "music-rooms", ">= 0 间"),  # rooms there are less rooms there must be
    (3, "art-rooms", ">= 0 间"),
    (4, "school-size", "小学 <= 2000 人 初中 <= 2000 人"),
    (4, "integrated-school-size", "<= 2500 人"),
    (4, "no-attached-classes", ATTESTED),
    (5, "class-size", "小学 = 0 个 初中 = 0 个"),  # classes above 45 and 50
    (6, "small-school-funding", "每所：公用经费核定学生数 >= 100"),
    (7, "special-education-funding", ">= 8000 元/人"),
    (7, "special-education-funding-before-2021", ">= 6000 元/人"),
    (8, "teacher-pay", ">= civil-servant-average-salary"),
    (8, "performance-pay", ATTESTED),
    (9, "teacher-training", ">= 100 %"),
    (10, "staffing", ATTESTED),
    (11, "rotation", ">= 10 %"),
    (11, "backbone-rotation", ">= 20 %"),
    (12, "certified-teachers", ">= 100 %"),
    (13, "district-enrolment", "小学 >= 100 % 初中 >= 95 %"),
    (14, "senior-quota", ">= 50 %"),
    (14, "senior-quota-rural", ATTESTED),
    (15, "left-behind-children", ATTESTED),
    (15, "migrant-children", ">= 85 %"),
]
QUALITY = [
    (1, "junior-retention", ">= 95 %"),
    (2, "disabled-enrolment", ">= 95 %"),
    (3, "charters", ATTESTED),
    (4, "training-budget", ">= 5 %"),
    (5, "equipment-use", ATTESTED),
    (6, "moral-education", ATTESTED),
    (7, "full-curriculum", ATTESTED),
    (8, "no-excess-burden", ATTESTED),
    (9, "monitoring-level", ">= 3 级"),
    (9, "monitoring-variation", "< 0.15 比"),
]
VETOES = {
    "no-entrance-exams": "考试",
    "no-school-choice": "择校",
    "no-key-schools": "重点",
    "no-vacant-posts": "编外",
    "no-serious-incidents": "弄虚作假",
    "no-failed-burden-reduction": "校外培训",
}
PRESCHOOL = {
    "gross-enrolment": ">= 85 %",
    "inclusive-coverage": ">= 80 %",
    "public-share": ">= 50 %",
    "town-central-kindergartens": "每所：乡镇公办中心园数 >= 1",
    "residential-kindergartens": ">= 100 %",
    "no-serious-accidents": "= 0 次",
    "kindergarten-conditions": "每所：园办园条件合格 == 1",
    "class-size": ">= 85 %",
    "children-per-teacher": "<= 15 人/人",
    "staffing": "每所：园教职工配备达标 == 1",
    "certified-teachers": ">= 100 %",
    "no-misconduct": "= 0 次",
    "social-recognition-rate": "> 85 %",
    "social-recognition-rate-inclusive": ">= 85 %",
}


def asked(pack: str, target: str) -> str:
    """What a target asks, in a few words; of each stage, where it asks of two."""
    stages = [t for t in book().pack(pack).targets if t.id == target]
    return " ".join(f"{t.stage} {_asked(t)}" if len(stages) > 1 else _asked(t) for t in stages)


def _asked(target: Target) -> str:
    form = target.form
    if isinstance(form, Attest):
        return ATTESTED
    if isinstance(form, Compare):
        return f"{form.op} {form.than}"
    if isinstance(form, Each):
        share = form.share
        assert form.require is not None
        assert (share.op, share.low, share.unit.name) == ("=", Fraction(100), "%")
        return f"每所：{form.require.text}"
    limit = limit_of(form)
    assert limit is not None
    assert isinstance(form, Value)
    return f"{limit.op} {exact_decimal(limit.low)} {limit.unit.name}"


def conclusion(pack: str, name: str) -> Conclusion:
    (found,) = [c for c in book().pack(pack).conclusions if c.id == name]
    return found


@pytest.mark.parametrize(("part", "items", "name", "count"), [
    pytest.param("政府保障程度", GOVERNMENT, "government", 15, id="government"),
    pytest.param("教育质量", QUALITY, "quality", 9, id="quality"),
])  # fmt: skip
def test_every_item_of_a_part(part: str, items: list[tuple[int, str, str]], name: str, count: int) -> None:
    """政府保障 15, 教育质量 9: each item, each half of an item; all in the part's conclusion, and nothing else."""
    stated = {
        t.id: int(match[1])
        for t in book().pack(BALANCE).targets
        if (match := re.fullmatch(rf"{part} 第(\d+)项", t.clause.at))
    }
    assert stated == {target: number for number, target, _ in items}
    assert set(stated.values()) == set(range(1, count + 1))
    assert {target: asked(BALANCE, target) for _, target, _ in items} == {target: what for _, target, what in items}
    found = conclusion(BALANCE, name)
    assert (found.kind, set(found.members)) == ("all", set(stated))


def test_resources_are_each_school_and_each_coefficient() -> None:
    found = conclusion(BALANCE, "resources")
    assert (found.kind, set(found.members)) == ("all", {"six-of-seven", *(f"cv-{measure}" for measure in MEASURES)})
    for target in (*MEASURES, *found.members):
        assert [t.stage for t in book().pack(BALANCE).targets if t.id == target] == ["小学", "初中"]


def test_the_vetoes() -> None:
    found = conclusion(BALANCE, "vetoes")
    assert (found.kind, set(found.members)) == ("all", set(VETOES))
    for t in book().pack(BALANCE).targets:
        if t.id in VETOES:
            assert isinstance(t.form, Attest)
            assert t.form.what.startswith("没有"), "“是” has to mean that it did not happen"
            assert VETOES[t.id] in t.form.what


@pytest.mark.parametrize("target", PRESCHOOL)
def test_the_limits_of_preschool(target: str) -> None:
    assert asked(ACCESS, target) == PRESCHOOL[target]


@pytest.mark.parametrize("pack", [BALANCE, ACCESS])
def test_recognition_rests_on_everything_that_must_be(pack: str) -> None:
    """Every part is in 认定; every target that must hold is in a part, but for limits nobody has checked with the original."""
    certification = conclusion(pack, "certification")
    parts = {c.id for c in book().pack(pack).conclusions} - {"certification"}
    assert (certification.kind, set(certification.members)) == ("all", parts)
    counted = {member for part in parts for member in conclusion(pack, part).members}
    left_out = {t.id for t in book().pack(pack).targets if t.id not in counted}
    assert left_out == (
        set(MEASURES) if pack == BALANCE else {"outdoor-area", "activity-area", "building-area", "books"}
    )
    for t in book().pack(pack).targets:
        if t.id in left_out:
            assert t.force == "strive" or t.unverified, (
                "a measure may fall short at one of seven; a copied limit decides nothing"
            )


@pytest.mark.parametrize("pack", [BALANCE, ACCESS])
def test_what_nobody_has_checked_says_so(pack: str) -> None:
    """The documents are not at hand: every target says that its words are told by others, or is one of the two literal quotes."""
    literal = {"six-of-seven", *(f"cv-{measure}" for measure in MEASURES)}
    for t in book().pack(pack).targets:
        assert t.id in literal or (t.note and ("转述" in t.note or "没有与原文核对" in t.note)), t.id
        assert not t.unverified or "没有与原文核对" in (t.note or ""), t.id
