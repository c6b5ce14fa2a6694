"""What looks like a figure and is none: history, names, versions, ordinals, ages, descriptions. Nothing of it may become a rule."""

from pathlib import Path

import pytest

from dabiao.rules.clauses._text import fold
from dabiao.rules.draft.figures import find_figures
from draft_helpers import YEAR, drafted, read

NONE = [
    "“十三五”期间，新建学校12所，新增学位8600个。",
    "2020年，学前三年毛入园率达到93.5%。",
    "目前全县有省级示范校9所。",
    "五年来，累计投入12.6亿元。",
    "先后有35名教师获评省级名师。",
    "学校食堂改造已完成21所。",
    "近3年招聘教师420名。",
    "据预测，在校生将增加1.2万人。",
    "全县共有中小学86所，在校生5.1万人。",
    "建成了6所智慧校园。",
    "实施第四期学前教育行动计划，做好第12届运动会筹备。",
    "推进“三名”工程和“1+N”集团化办学，落实“五项管理”。",
    "实施信息化2.0行动，布局5G网络，推行1+X证书。",
    "贯彻《关于深化教育改革的意见》（某政发〔2021〕12号）精神。",
    "为2—3岁幼儿提供托育服务，选拔35周岁以下年轻干部。",
    "有效化解46至55人的班级。",
    "开展三年行动，实施九年义务教育，健全三级网络。",
    "培育一批名师，建设一支高素质队伍，形成一个格局。",
    "坚持把立德树人作为第一标准，统一规划，因地制宜。",
    "发挥18个名师工作室引领作用。",
    "依托3个实训基地开展培训。",
    "上午8:30至11:30开放体育场馆。",
]


@pytest.mark.parametrize("sentence", NONE)
def test_it_is_no_requirement(sentence: str) -> None:
    assert [r for r in read(sentence) if r.form not in ("attest", "milestone")] == []


def test_the_past_is_told_by_the_period_of_the_document() -> None:
    sentence = "2023年，新建幼儿园4所。"
    assert [r.limit for r in read(sentence)] == [">= 4 所"]
    assert read(sentence, YEAR) == []
    assert read("到2030年，新建幼儿园4所。")[0].when.by == 2030


def test_a_base_year_is_not_the_past() -> None:
    assert [r.form for r in read("近视率在2019年的基础上每年降低0.6个百分点。")] == ["change"]
    assert read("在去年8所试点的基础上，今年新增试点校6所。", YEAR)[-1].limit == ">= 6 所"


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("达到95.5%", [("95.5", "%")]),
        ("达到９５％以上", [("95", "%")]),
        ("招聘1,250名教师", [("1250", "名")]),
        ("提高到百分之九十六点五", [("96.5", "%")]),
        ("新建三所学校", [("3", "所")]),
        ("分别达到60、70和80%", [("60", "%"), ("70", "%"), ("80", "%")]),
        ("占三分之二以上", [("三分之二", "")]),
        ("不低于0.5万元/生", [("0.5", "万元/人")]),
        ("第3所学校", []),
        ("一个中心、一项制度", []),
        ("至少1个中心、至少一项制度", [("1", "个"), ("1", "项")]),
        ("每年不少于一场讲座", [("1", "场")]),
        ("2021年12月31日", []),
        ("“五育并举”和“6+1”模式", []),
        ("“每周不少于两课时”的要求", [("2", "课时")]),
    ],
)
def test_numbers_and_units_as_typed(text: str, figures: list[tuple[str, str]]) -> None:
    assert [(f.low, f.unit) for f in find_figures(fold(text))] == figures


HISTORY = """\
安吉县“十四五”教育事业发展规划

一、规划背景

（一）“十三五”教育发展成就

新建学校12所。学前三年毛入园率达到98%。每所学校配备1名保安。

（二）面临的机遇和挑战

到2025年，适龄人口将达到5万人。

二、夯实发展基础

新建学校3所。

三、优化发展环境

学前三年毛入园率达到99%以上。
"""


def test_sections_that_look_back_or_around_are_passed_over_whole(tmp_path: Path) -> None:
    draft = drafted(tmp_path, HISTORY)
    assert [proposal.reading.limit for proposal in draft.proposals] == [">= 3 所", ">= 99 %"]
    assert [(entry.at, entry.kind) for entry in draft.skipped] == [("一", "context")]


def test_only_the_part_that_looks_back_is_passed_over(tmp_path: Path) -> None:
    draft = drafted(tmp_path, HISTORY.replace("一、规划背景", "一、总体要求"))
    assert [(entry.at, entry.kind) for entry in draft.skipped] == [("一（一）", "history"), ("一（二）", "context")]
