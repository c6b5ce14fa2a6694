"""The one normalisation under which quotes are sought: what it overlooks, and what it never does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.rules.clauses._text import fingerprint, fold

PLAIN = "到年义务教育巩固率达以上所学校均合格（）【】《》，。；：“”‘’—－0123456789０５%％.abc督導體級级"
TEXTS = st.text(PLAIN, max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("９５％以上", "95%以上"),
        ("（一）主要成绩", "(一)主要成绩"),
        ("巩固率，毛入学率；", "巩固率,毛入学率;"),
        ("“十四五”时期", '"十四五"时期'),
        ("2021—2025年", "2021-2025年"),
        ("2021–2025年", "2021－2025年"),
        ("教育督導體制", "教育督导体制"),
        ("１９个鄉鎮", "19个乡镇"),
        ("巩固率\n达到  99%\t以上", "巩固率达到99%以上"),
        ("[bookmark: _Toc58935948]一、发展基础", "一、发展基础"),
        ("泉州•鲤城", "泉州·鲤城"),
    ],
)
def test_spellings_of_one_text(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("95%以上", "96%以上"),
        ("9 5", "95"),
        ("100\t>99", "100\t99"),
        ("100 99", "10099"),
        ("达到", "达不到"),
        ("以上", "以下"),
        ("1.5", "15"),
        ("二", "三"),
    ],
)
def test_texts_that_differ_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)
    assert fingerprint(one) != fingerprint(other)


@settings(deadline=None)
@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(deadline=None)
@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.sampled_from(["\n", " ", "　", "\r\n    ", "\t"])), max_size=5))
def test_a_fingerprint_survives_any_re_wrapping(text: str, breaks: list[tuple[int, str]]) -> None:
    wrapped = text
    for at, blank in sorted(breaks, reverse=True):
        if not (wrapped[at - 1 : at].isdigit() and wrapped[at : at + 1].isdigit()):
            wrapped = wrapped[:at] + blank + wrapped[at:]
    assert fingerprint(wrapped) == fingerprint(text)


@settings(deadline=None)
@given(TEXTS.filter(bool), st.integers(0, 59), st.sampled_from("甲7"))
def test_a_fingerprint_changes_with_any_word(text: str, at: int, put: str) -> None:
    at %= len(text)
    changed = text[:at] + put + text[at + 1 :]
    assert (fingerprint(changed) == fingerprint(text)) == (fold(text[at]) == put)
    assert fingerprint(text + put) != fingerprint(text)
