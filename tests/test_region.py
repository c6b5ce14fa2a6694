"""Regions: found by code, name or other spelling; never guessed between two."""

import pytest

from dabiao.region import NATION, Region, RegionTable, ancestors, is_code

TABLE = RegionTable(
    [
        Region("000000", "全国"),
        Region("220000", "吉林省"),
        Region("220200", "吉林市", ("吉林",)),
        Region("350000", "福建省", ("福建",)),
        Region("350100", "福州市"),
        Region("350102", "鼓楼区", ("福州鼓楼",)),
        Region("350500", "泉州市"),
        Region("350502", "鲤城区", ("泉州市鲤城区", "鲤城")),
        Region("320106", "鼓楼区", ("南京鼓楼",)),
        Region("320000", "江苏省"),
        Region("320100", "南京市"),
    ]
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("350502", "350502"),
        ("３５０５０２", "350502"),
        (" 350502 ", "350502"),
        ("鲤城区", "350502"),
        ("鲤城 区", "350502"),
        ("鲤城", "350502"),
        ("福建省泉州市鲤城区", "350502"),
        ("泉州市鲤城区", "350502"),
        ("福建省泉州市", "350500"),
        ("福建省福州市鼓楼区", "350102"),
        ("江苏省南京市鼓楼区", "320106"),
        ("南京鼓楼", "320106"),
        ("全国", "000000"),
        ("110105", "110105"),
    ],
)
def test_resolves(text: str, code: str) -> None:
    assert TABLE.resolve(text) == code


@pytest.mark.parametrize("text", ["", "鼓楼区", "东丽区", "35050", "3505020", "鲤城区教育局", "35050a"])
def test_unknown_or_ambiguous_is_none_never_a_guess(text: str) -> None:
    assert TABLE.resolve(text) is None


def test_three_regions_of_one_name_stay_ambiguous() -> None:
    table = RegionTable([Region(f"35010{n}", "鼓楼区") for n in (2, 3, 4)])
    assert table.resolve("鼓楼区") is None


def test_names_for_people() -> None:
    assert TABLE.name("350502") == "鲤城区"
    assert TABLE.full_name("350502") == "福建省泉州市鲤城区"
    assert TABLE.full_name("350500") == "福建省泉州市"
    assert TABLE.name("999999") == TABLE.full_name("999999") == "999999"


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("350502", ("350502", "350500", "350000", NATION)),
        ("350500", ("350500", "350000", NATION)),
        ("350000", ("350000", NATION)),
        (NATION, (NATION,)),
    ],
)
def test_a_region_is_bound_by_itself_and_all_above(code: str, chain: tuple[str, ...]) -> None:
    assert ancestors(code) == chain
    for above in chain[1:]:
        assert set(ancestors(above)) < set(chain)


@pytest.mark.parametrize("text", ["", "12345", "1234567", "12345a", "１２３４５６", " 123456", "123456\n"])
def test_only_six_plain_digits_have_the_shape_of_a_code(text: str) -> None:
    assert not is_code(text)
    assert is_code("123456")
