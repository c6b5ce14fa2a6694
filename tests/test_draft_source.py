"""The head of a drafted pack: title, number, date, region and period as far as the document says them."""

from pathlib import Path

import pytest

from dabiao.rules.clauses._text import fold
from dabiao.rules.draft.leads import lead_of
from dabiao.rules.draft.source import period_of
from draft_helpers import drafted, read_back

NOTICE = """\
安吉县人民政府文件

安政发〔2021〕35号

安吉县人民政府关于印发《安吉县教育事业发展“十四五”规划》的通知

各乡镇人民政府，县政府直属各单位：

现印发给你们，请认真贯彻执行。

安吉县人民政府

2021年11月8日

安吉县教育事业发展“十四五”规划

一、目标

义务教育巩固率达到99.9%以上。
"""


def test_a_notice_gives_all_of_it(tmp_path: Path) -> None:
    pack, _, found = read_back(tmp_path, drafted(tmp_path, NOTICE))
    assert not found
    source = pack.source
    assert source.title == "安吉县教育事业发展“十四五”规划"
    assert (source.number, source.issued, source.issuer) == ("安政发〔2021〕35号", "2021-11-08", "安吉县人民政府")
    assert (source.region, source.level, source.start, source.end) == ("330523", "county", 2021, 2025)
    assert not drafted(tmp_path, NOTICE).source.todo


def test_what_the_text_does_not_say_is_null_and_asked_about(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "一、目标\n\n到2027年，义务教育巩固率达到99.9%以上。\n")
    assert (draft.source.title, draft.source.number, draft.source.issued) == (None, None, None)
    assert (draft.source.period.start, draft.source.period.end) == (2023, 2027)
    assert len(draft.source.todo) >= 3


def test_a_county_the_table_lacks_binds_nobody_by_mistake(tmp_path: Path) -> None:
    draft = drafted(tmp_path, NOTICE.replace("安吉县", "德清县"))
    assert not draft.source.settled
    assert any("德清县" in doubt for doubt in draft.source.todo)
    pack, _, found = read_back(tmp_path, draft)
    assert not found
    assert all(target.unverified for target in pack.targets)


def test_a_region_said_by_a_person_settles_it(tmp_path: Path) -> None:
    draft = drafted(tmp_path, NOTICE.replace("安吉县", "德清县"), "330523")
    assert (draft.source.region, draft.source.level, draft.source.settled) == ("330523", "county", True)
    assert not read_back(tmp_path, draft)[0].targets[0].unverified


@pytest.mark.parametrize(
    ("title", "head", "years"),
    [
        ("某县教育事业发展“十五五”规划", "", (2026, 2030)),
        ("2024年某县教育工作要点", "", (2024, 2024)),
        ("某区2023—2024学年度工作计划", "", (2023, 2024)),
        ("某市学前教育三年行动计划（2024—2026年）", "", (2024, 2026)),
        ("", "为推进“十三五”时期教育发展", (2016, 2020)),
    ],
)
def test_the_period_comes_from_the_title_then_from_the_first_lines(
    title: str, head: str, years: tuple[int, int]
) -> None:
    period = period_of(title, head, "")
    assert (period.start, period.end, period.stated) == (*years, True)


def test_a_guessed_period_says_so() -> None:
    assert not period_of("", "", "到2028年，实现目标。到2028年，完成任务。").stated


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("落实经费。（县教育局、县财政局负责）", ("县教育局", "县财政局")),
        ("落实经费。（县教育局、县财政局负责，列第一位的为牵头部门，下同）", ("县教育局", "县财政局")),
        ("（牵头单位：初教股；配合单位：基建办）", ("初教股", "基建办")),
        ("责任单位：计财股", ("计财股",)),
        ("落实经费。（责任单位：各乡镇政府、县教育局）", ("各乡镇政府", "县教育局")),
        ("新建学校（幼儿园）", ()),
        ("推进集团化办学（学区、共同体）。", ()),
        ("由县教育局负责。", ()),
    ],
)
def test_the_units_responsible(text: str, units: tuple[str, ...]) -> None:
    assert lead_of(fold(text)) == units
