"""Laws of drafting: the number typed is the number proposed, where it stands; nothing typed can make a draft that does not load."""

import re
import tempfile
from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.rules.clauses._text import fold
from dabiao.rules.clauses.account import FOUND, account_of, numbers_in
from dabiao.rules.clauses.document import read_text
from dabiao.rules.draft import draft_pack
from dabiao.rules.draft.sentences import folded
from draft_helpers import catalogue, one, read, read_back

NUMBERS = st.one_of(
    st.integers(1, 99).map(str),
    st.integers(100, 9999).map(lambda n: f"{n / 100:.2f}"),
    st.just("99.50"),
    st.just("0.60"),
)
RATES = ("普惠性幼儿园覆盖率", "义务教育巩固率", "全县公办园在园幼儿占比", "学校食堂达标率")
WORDS = (
    ("达到", "以上", ">="),
    ("不低于", "", ">="),
    ("超过", "", ">"),
    ("控制在", "以内", "<="),
    ("低于", "", "<"),
    ("保持在", "左右", "~"),
)
WHEN = ("", "到2025年，", "力争到2024年，", "“十四五”末，")


@settings(max_examples=60, deadline=None)
@given(NUMBERS, st.sampled_from(RATES), st.sampled_from(WORDS), st.sampled_from(WHEN))
def test_a_level_keeps_its_number_and_its_word(number: str, rate: str, word: tuple[str, str, str], when: str) -> None:
    before, after, op = word
    reading = one(f"{when}{rate}{before}{number}%{after}。")
    assert reading.limit == f"{op} {number} %"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 9999), min_size=1, max_size=5), st.sampled_from(("新建", "培育", "打造")))
def test_each_of_a_list_is_one_amount(counts: list[int], verb: str) -> None:
    things = ("示范幼儿园", "特色小学", "品牌初中", "实验基地校", "科创学校")
    listed = "、".join(f"{thing}{count}所" for thing, count in zip(things, counts, strict=False))
    assert [r.limit for r in read(f"{verb}{listed}。")] == [f">= {count} 所" for count in counts]


PHRASES = st.sampled_from(
    (
        "到2025年", "每年", "各学校", "每所学校", "力争", "不低于", "达到", "以上", "左右", "新建", "12所", "3.5万人", "98%", "一次",
        "三所", "0.5个百分点", "下降", "小学、初中", "分别", "“双师型”", "《办法》", "1:15", "百分之六十", "（一）", "一、", "1.", "，",
        "。", "；", "：", "\n", "\n\n", "\t", "和", "全覆盖", "只增不减", "高于全省平均水平", "公务员平均工资", "的学校必须配备", "教师",
        "生均经费", "元", "指标", "2020年", "2025年", "预期性", "[1]", "#", "- ", "\"", "{", "}", "%", "'", "&", "*", "①", "㎡",
    )
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.lists(PHRASES, max_size=60).map("".join))
def test_whatever_is_typed_the_draft_loads_and_quotes_the_document(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        draft = draft_pack(text, catalogue(Path(folder) / "rules"))
        pack, _, found = read_back(Path(folder), draft)
    assert not found, [str(d) for d in found]
    account = account_of(pack, read_text(text), draft.source.fingerprint)
    assert [(q.quote, q.at, q.status) for q in account.quotes if q.target and q.status != FOUND] == []


@settings(max_examples=60, deadline=None)
@given(st.lists(PHRASES, max_size=40).map("".join))
def test_no_number_is_made_up(text: str) -> None:
    """Every number of a reading stands in the text, but for those the words imply (100 % of 全覆盖, twice of 每半年)."""
    typed = numbers_in(text) | {Fraction(0)}
    for reading in read(text):
        if reading.form in ("value", "total", "plan", "change", "growth") and not reading.implied:
            made = {
                abs(Fraction(n)) for n in re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<![\d.])1:15", "", reading.limit))
            }
            assert made <= typed


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="１2九%％ \n\t，。、“”《》（）①ab学校—-", max_size=40))
def test_folding_knows_where_every_character_came_from(raw: str) -> None:
    text = folded(raw)
    assert text.text == fold(raw)
    for start in range(len(text.text)):
        piece = text.verbatim(start, min(start + 5, len(text.text)))
        assert fold(piece).strip("|") == text.text[start : start + 5].strip("|")
