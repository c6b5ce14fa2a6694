"""Matching phrases to the catalogue: names, aliases, near names, units, stages, stocks and flows."""

from pathlib import Path

import pytest

from dabiao.rules.draft.match import CLOSE, Catalogue, similarity
from draft_helpers import catalogue


@pytest.mark.parametrize(
    ("phrase", "unit", "stage", "indicator", "exact"),
    [
        ("全县学前三年毛入园率", "%", "学前", "preschool-enrolment", True),
        ("学前三年入园率", "%", "学前", "preschool-enrolment", True),
        ("义务教育阶段巩固率", "%", "义务教育", "retention", True),
        ("学生体质健康达标率", "%", None, "fitness-pass", True),
        ("学生体质健康测试优良率", "%", None, "fitness-excellent", False),
        ("儿童青少年近视率", "%", None, "myopia", False),
        ("新增学位", "万个", None, "new-places", True),
    ],
)  # fmt: skip
def test_found(tmp_path: Path, phrase: str, unit: str, stage: str | None, indicator: str, exact: bool) -> None:
    match = Catalogue(catalogue(tmp_path)).find([phrase], unit, stage)
    assert match is not None
    assert (match.indicator.id, match.exact) == (indicator, exact)
    assert match.score >= CLOSE


@pytest.mark.parametrize(
    ("phrase", "unit", "stage"),
    [
        ("义务教育覆盖率", "%", "义务教育"),
        ("学前三年毛入园率", "所", "学前"),
        ("普惠性幼儿园覆盖率", "%", "小学"),
        ("学生体质健康测试及格人数", "人", None),
        ("高中阶段毛入学率", "%", "高中"),
    ],
)
def test_another_kind_unit_or_stage_is_not_the_same(tmp_path: Path, phrase: str, unit: str, stage: str | None) -> None:
    match = Catalogue(catalogue(tmp_path)).find([phrase], unit, stage)
    assert match is None or match.score < CLOSE


def test_what_is_added_is_never_a_stock(tmp_path: Path) -> None:
    book = Catalogue(catalogue(tmp_path))
    assert book.find(["学生数"], "人", None, added=True) is None
    planned = book.find(["在校生数"], "人", None, added=True, planned=True)
    assert planned is not None
    assert planned.indicator.id == "students"


def test_ranks_are_told_apart() -> None:
    assert similarity("新增省级示范校数", "新增市级示范校数") == 0
    assert similarity("新增省级示范校数", "新增省级示范校个数") > CLOSE
