"""How an official report writes figures, requirements and verdicts."""

from typing import Any

import pytest

from dabiao.assess.assessment import Verdict
from dabiao.reports import _prose as prose
from dabiao.reports._items import Item
from dabiao.reports._sentences import sentence, sentences
from report_sample import clause, figure, read, verdict


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"requirement": "≥ 95 %（2025 年底前）"}, "2025年底前不低于95%"),
        ({"requirement": "≥ 95 %（逐年）", "every": True, "by": None}, "每年不低于95%"),
        ({"requirement": "≥ 95 %（逐年，至 2025 年）", "every": True}, "至2025年每年不低于95%"),
        ({"requirement": "≥ 95 %（2023-06-30 前）", "by": "2023-06-30"}, "2023年6月30日前不低于95%"),
        ({"requirement": "＞ 99 %（2025 年底前）"}, "2025年底前高于99%"),
        ({"requirement": "≤ 45 人（2025 年底前）", "unit": "人"}, "2025年底前不超过45人"),
        ({"requirement": "＝ 100 %（2025 年底前）"}, "2025年底前达到100%"),
        ({"requirement": "8—10 所（2025 年底前）"}, "2025年底前8—10所"),
        ({"requirement": "累计 ≥ 9180 个（2025 年底前）", "form": "total"}, "2025年底前累计不少于9180个"),
        ({"requirement": "每年增长 ≥ 10 %（2025 年底前）", "form": "growth"}, "2025年底前每年增长不低于10%"),
        ({"requirement": "校际差异系数 ≤ 0.5", "form": "cv", "by": None}, "不高于0.5"),
        (
            {"requirement": "每个学校（学生数 > 1000） 专职教师 ≥ 1，比例 ＝ 100 %（2025 年底前）", "form": "each"},
            "2025年底前每个学校（学生数多于1000）专职教师不少于1，比例达到100%",
        ),
        (
            {"requirement": "≥ 公务员平均工资收入水平（2025 年底前）", "form": "compare", "unit": "元"},
            "2025年底前不低于公务员平均工资收入水平（95元）",
        ),
    ],
)
def test_requirements_are_written_out(fields: dict[str, Any], expected: str) -> None:
    found = figure("甲", "met", "96", "95", **{"by": "2025-12-31", **fields})
    assert prose.when(found) + prose.required(found) == expected


@pytest.mark.parametrize(
    ("op", "limit", "unit", "expected"),
    [
        ("<=", "-1", "百分点", "比上年下降不少于1个百分点"),
        ("<", "-1", "百分点", "比上年下降多于1个百分点"),
        (">=", "0.5", "百分点", "比上年提高不少于0.5个百分点"),
        ("<", "0", "个", "比上年减少"),
        ("<=", "0", "个", "比上年不增加"),
        (">", "0", "百分点", "比上年提高"),
        (">=", "0", "万元", "比上年不减少"),
        # a rise that is to stay small has no such words: it is told by its sign
        ("<=", "2", "个", "比上年变化不超过2个"),
    ],
)
def test_changes_are_told_as_rises_and_falls(op: str, limit: str, unit: str, expected: str) -> None:
    sign = {"<=": "≤", "<": "＜", ">=": "≥", ">": "＞"}[op]
    asked = f"比上年变化 {sign} {limit} {unit}（逐年）"
    found = figure("甲", "met", "0", limit, op=op, unit=unit, form="change", requirement=asked)
    assert prose.required(found) == expected


@pytest.mark.parametrize(
    ("value", "shown", "expected"),
    [
        ("68", "68.00", "68%"),
        ("68.5", "68.50", "68.5%"),
        ("94.117647", "94.12", "94.12%"),
        ("98", "98.00以上", "98%以上"),
        ("100", "100", "100%"),
    ],
)
def test_a_figure_has_no_zeros_that_say_nothing(value: str, shown: str, expected: str) -> None:
    assert prose.figure(figure("甲", "met", value, "60", shown=shown)) == expected


def test_a_figure_that_rounds_to_its_limit_is_told_exactly() -> None:
    found = figure("巩固率", "not_met", "98.995782", "99", shown="99.00", gap="0.004218", flags=("borderline",))
    assert prose.figure(found) == "99.00%（准确为98.995782%）"


def test_figures_that_contradict_are_both_told_with_their_unit() -> None:
    readings = (read("91.5", "met", "E2"), read("91", "not_met", "E3"))
    assert prose.figure(figure("毛入园率", "unverified", "91.5", "95", readings=readings)) == "91.5%或91%"


SENTENCES: list[tuple[Verdict, str]] = [
    (
        figure("普惠率", "not_met", "68", "80", shown="68.00", gap="12", requirement="≥ 80 %（2023 年底前）", by="2023-12-31"),
        "2023年，普惠率为68%，2023年底前要求不低于80%，未达标，还差12个百分点",
    ),
    (
        figure("普惠率", "met", "85", "80", requirement="≥ 80 %（2025 年底前）", by="2025-12-31", due=False),
        "2023年，普惠率为85%，2025年底前要求不低于80%，提前达标",
    ),
    (
        figure("普惠率", "behind", "70", "80", gap="10", path="76", flags=("customary",), by="2025-12-31"),
        "2023年，普惠率为70%，2025年底前要求不低于80%，本年应到76%，进度滞后（惯例线性），距要求还差10个百分点",
    ),
    (
        figure("普惠率", "no_data", "0", "80", by="2025-12-31")._replace(value=None, shown=None, gap=None),
        "2023年，普惠率没有填报数据，2025年底前要求不低于80%，缺数据，不能判定",
    ),
    (
        figure("普惠率", "waived", "70", "80", gap="10", by="2025-12-31", note="豁免：受灾重建"),
        "2023年，普惠率为70%，2025年底前要求不低于80%，按豁免处理，距要求还差10个百分点（说明：豁免：受灾重建）",
    ),
    (
        figure("近视率", "not_met", "-0.9", "-1", op="<=", form="change", unit="百分点", gap="0.1", every=True,
               requirement="比上年变化 ≤ -1 百分点（逐年）"),
        "2023年，近视率比上年下降0.9个百分点，每年要求比上年下降不少于1个百分点，未达标，超出0.1个百分点",
    ),
    (
        figure("教育支出", "met", "0", "0", form="change", unit="万元", every=True, requirement="比上年变化 ≥ 0 万元（逐年）"),
        "2023年，教育支出与上年持平，每年要求比上年不减少，已达标",
    ),
    (
        figure("新增学位", "behind", "5100", "9180", form="total", unit="个", gap="4080", path="5508", by="2025-12-31",
               requirement="累计 ≥ 9180 个（2025 年底前）"),
        "2023年，新增学位累计5100个，2025年底前要求累计不少于9180个，本年应到5508个，进度滞后，距要求还差4080个",
    ),
    (verdict("建成大平台", "not_met", form="milestone", by="2022-12-31"), "建成大平台：2022年底前要求完成，未按要求完成"),
    (verdict("建成大平台", "met", form="milestone", by="2025-12-31", due=False), "建成大平台：2025年底前要求完成，提前完成"),
    (verdict("布局合理", "unverified", form="attest", every=True), "布局合理：待佐证，不能判定"),
    (verdict("布局合理", "met", form="attest", every=True, due=True), "布局合理：已达标"),
    (verdict("健全制度", "pending", form="attest", by="2025-12-31", force="encourage"), "健全制度：2025年底前要求做到（鼓励），期限未到"),
    (
        figure("骨干教师差异系数", "not_met", "0.539168", "0.5", shown="0.539", op="<=", unit="比", form="cv", gap="0.039168",
               requirement="校际差异系数 ≤ 0.5"),
        "2023年，骨干教师差异系数为0.539，要求不高于0.5，未达标，超出0.039",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("found", "expected"), SENTENCES, ids=[f"{v.form}-{v.verdict}" for v, _ in SENTENCES])
def test_sentences(found: Verdict, expected: str) -> None:
    assert sentence(found) == expected


def test_schools_are_counted_and_those_that_fail_are_named() -> None:
    usual: dict[str, Any] = {"target": "t", "stage": "小学", "by": None, "requirement": "≥ 95 %", "clause": clause()}
    schools = [("甲校", "met", "96", "0"), ("乙校", "not_met", "90.5", "4.5"), ("丙校", "met", "97", "0")]
    item = Item(
        tuple(figure("达标率", kind, value, "95", entity=name, gap=gap, **usual) for name, kind, value, gap in schools)
    )
    assert sentences(item) == (
        "2023年，达标率（小学）要求不低于95%；共判定3所，未达标1所，达标2所。未达标的：乙校90.5%，还差4.5个百分点"
    )
