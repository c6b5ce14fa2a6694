"""A whole document drafted: every proposal loads, stands at its place, carries its confidence, its reasons and its questions."""

from pathlib import Path

import pytest

from dabiao.rules.clauses.account import FOUND, account_of
from dabiao.rules.clauses.document import read_text
from dabiao.rules.draft import draft_pack, render
from dabiao.rules.lint import lint
from dabiao.rules.load import load_rulebook
from draft_helpers import drafted, read_back

DOCUMENT = """\
安吉县教育事业发展“十四五”规划

一、发展基础

“十三五”期间新建学校9所，学前三年毛入园率达到97%。

二、总体要求

（一）主要目标

到2025年，学前三年毛入园率保持在98%以上，普惠性幼儿园覆盖率达到92%以上；义务教育巩固率达到99.9%。群众满意度稳步提升。
新建中小学5所，新增学位3200个，力争3所高中通过省现代化学校验收。

（二）主要指标

表1  教育事业发展主要指标

\t指标
\t2020年
\t2025年
\t属性

\t学前三年毛入园率（%）
\t97.2
\t98
\t预期性

\t生均教学仪器设备值（元）
\t小学：2100
初中：2800
\t小学：2600
初中：3300
\t约束性

三、主要任务

1.建强教师队伍。每年招聘教师120名，每所学校配备1名法治副校长，600人以上的学校必须设立心理辅导室。保障教师平均工资收入水平不低于当地公务员平均工资收入水平。（县教育局、县财政局负责）

2.提升体质健康。各中小学每学期至少开展1次体质监测，儿童青少年近视率每年下降1个百分点以上。（县教育局、县卫健局负责）

 (
 强师工程
培养省级名师12名，县级骨干教师200名。
对90名校长进行轮训。
)

四、保障措施

（一）加强领导。建立健全联席会议制度，出台《安吉县教育督导办法》，每季度召开一次推进会，推行“一校一策”，用好6号文件第3条。
"""


def test_it_loads_and_every_quote_stands_at_its_place(tmp_path: Path) -> None:
    draft = drafted(tmp_path, DOCUMENT)
    pack, _, found = read_back(tmp_path, draft)
    assert not found, [str(d) for d in found]
    account = account_of(pack, read_text(DOCUMENT), draft.source.fingerprint)
    assert account.same_document
    assert [q for q in account.quotes if q.status != FOUND] == []
    assert account.unequal == ()


def test_what_it_proposes(tmp_path: Path) -> None:
    proposals = drafted(tmp_path, DOCUMENT).proposals
    said = [(p.reading.form, dict(p.reading.extras).get("require", p.reading.limit), p.stage) for p in proposals]
    assert said == [
        ("value", ">= 98 %", None),
        ("value", ">= 92 %", None),
        ("value", ">= 99.9 %", None),
        ("total", ">= 5 所", "中小学"),
        ("total", ">= 3200 个", None),
        ("total", ">= 3 所", "高中"),
        ("value", ">= 98 %", None),
        ("value", ">= 2600 元/人", "小学"),
        ("value", ">= 3300 元/人", "初中"),
        ("value", ">= 120 名", None),
        ("each", "法治副校长数 >= 1", None),
        ("each", "心理辅导室数 >= 1", None),
        ("compare", "", None),
        ("each", "每学期体质监测次数 >= 1", "中小学"),
        ("change", "<= -1 百分点", None),
        ("total", ">= 12 名", None),
        ("total", ">= 200 名", None),
        ("total", ">= 90 名", None),
        ("attest", "建立健全联席会议制度", None),
        ("attest", "出台《安吉县教育督导办法》", None),
        ("value", ">= 4 次", None),
    ]


def test_force_time_and_units_responsible(tmp_path: Path) -> None:
    pack, _, _ = read_back(tmp_path, drafted(tmp_path, DOCUMENT))
    by_quote = {target.clause.quote: target for target in pack.targets}
    recognised = next(t for q, t in by_quote.items() if "通过省现代化学校验收" in q)
    assert (recognised.force, recognised.by) == ("strive", "2025-12-31")
    kept = by_quote["学前三年毛入园率保持在98%以上"]
    assert (kept.every, kept.by) == (True, None)
    assert by_quote["每所学校配备1名法治副校长"].lead == ("县教育局", "县财政局")
    assert by_quote["儿童青少年近视率每年下降1个百分点以上"].lead == ("县教育局", "县卫健局")


def test_places_in_sections_items_boxes_and_tables(tmp_path: Path) -> None:
    places = {p.quote: p.at for p in drafted(tmp_path, DOCUMENT).proposals}
    assert places["新增学位3200个"].startswith("二（一）")
    assert places["小学：2600"] == "二（二）表1 生均教学仪器设备值（元）"
    assert places["每年招聘教师120名"].startswith("三1")
    assert "专栏“强师工程”" in places["培养省级名师12名"]


def test_the_same_thing_in_text_and_table_is_two_targets(tmp_path: Path) -> None:
    ids = [p.id for p in drafted(tmp_path, DOCUMENT).proposals]
    assert len(ids) == len(set(ids))
    assert {"preschool-enrolment", "preschool-enrolment-2"} <= set(ids)


def test_confidence_reasons_and_questions_are_written_down(tmp_path: Path) -> None:
    draft = drafted(tmp_path, DOCUMENT)
    pack, indicators = render(draft)
    assert pack.count("# 把握") == len(draft.proposals)
    assert all(p.reading.why for p in draft.proposals)
    for proposal in draft.proposals:
        for doubt in proposal.reading.todo:
            assert f"# TODO {doubt}" in pack
    assert indicators.count("  - id: ") == len(draft.indicators)


def test_only_what_is_sure_gives_verdicts_before_a_person_looked(tmp_path: Path) -> None:
    draft = drafted(tmp_path, DOCUMENT)
    pack, _, _ = read_back(tmp_path, draft)
    for proposal, target in zip(draft.proposals, pack.targets, strict=True):
        unsure = proposal.reading.confidence != "高" or bool(proposal.reading.todo)
        assert target.unverified == unsure
        assert bool(target.note) == unsure


def test_what_was_not_understood_is_listed_with_its_place(tmp_path: Path) -> None:
    draft = drafted(tmp_path, DOCUMENT)
    assert any("群众满意度" not in entry.sentence and "3" in entry.words for entry in draft.unread)
    assert [entry.at for entry in draft.skipped] == ["一"]
    assert all(f"# TODO {entry.at}" in render(draft)[0] for entry in draft.unread)


def test_the_draft_is_the_same_every_time(tmp_path: Path) -> None:
    assert render(drafted(tmp_path, DOCUMENT)) == render(drafted(tmp_path, DOCUMENT))


POINTS = """\
2024年安吉县教育工作要点

各类事业目标：小学计划招生5200人，初中计划招生4700人，高中阶段毛入学率达到98%以上。

一、抓好项目建设
1.加快实施城东小学、灵峰幼儿园等6个项目，年内新增学位2400个。投入900万元更新信息化设备。
（牵头单位：计财股、基建办）
2.落实安全责任。组织安全演练不少于4次，校车监控覆盖率达到100%。2024—2025学年，开展送教不少于30场。
（牵头单位：安全股）
"""


def test_a_years_programme(tmp_path: Path) -> None:
    pack, _, found = read_back(tmp_path, drafted(tmp_path, POINTS))
    assert not found
    assert (pack.source.start, pack.source.end) == (2024, 2024)
    said = {target.clause.quote: target for target in pack.targets}
    assert type(said["小学计划招生5200人"].form).__name__ == "Plan"
    assert said["年内新增学位2400个"].lead == ("计财股", "基建办")
    assert {target.by for target in pack.targets if not target.every} == {"2024-12-31", "2025-08-31"}
    late = next(target for target in pack.targets if target.by == "2025-08-31")
    assert late.effective == ("2024-01-01", "2025-08-31")


@pytest.mark.parametrize("text", [DOCUMENT, POINTS], ids=["plan", "points"])
def test_beside_the_bundled_rules_it_links_and_lints(tmp_path: Path, text: str) -> None:
    bundled, _ = load_rulebook(cached=False)
    draft = draft_pack(text, bundled, "330000")
    pack, indicators = render(draft)
    (tmp_path / "indicators").mkdir()
    (tmp_path / "draft.yaml").write_text(pack, encoding="utf-8")
    (tmp_path / "indicators" / "draft.yaml").write_text(indicators, encoding="utf-8")
    rulebook, warnings = load_rulebook([tmp_path], cached=False)
    assert not warnings
    mine = [d for d in lint(rulebook) if any(str(tmp_path) in span.file for span in d.spans)]
    assert mine == [], [str(d) for d in mine]


@pytest.mark.parametrize("text", ["", "\n\n", "安吉县教育规划", "（", "\t\t\n", "一、\n（一）\n1.\n"])
def test_next_to_nothing_is_an_empty_draft_that_loads(tmp_path: Path, text: str) -> None:
    draft = drafted(tmp_path, text)
    assert draft.proposals == ()
    pack, _, found = read_back(tmp_path, draft)
    assert not found
    assert pack.targets == ()
