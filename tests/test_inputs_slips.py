"""Slips that would change a verdict without a word: a school year, a blank inside a number, a rate typed as a share of one."""

from pathlib import Path

import pytest

from dabiao.inputs.model import Dataset
from dabiao.inputs.read import read_files
from dabiao.inputs.vocabulary import vocabulary_of
from dabiao.rules.load import load_rulebook


def read(tmp_path: Path, year: str, value: str) -> Dataset:
    path = tmp_path / "数据.csv"
    path.write_text(f"地区,年份,指标,数值\n120110,{year},普惠性幼儿园覆盖率,{value}\n", encoding="utf-8")
    return read_files([path], vocabulary_of(load_rulebook()[0]))


@pytest.mark.parametrize("year", ["2022-2023学年", "2022—2023学年度", "2022/23学年"])
def test_a_school_year_is_refused_not_summed(tmp_path: Path, year: str) -> None:
    found = read(tmp_path, year, "90")
    assert [d.code for d in found.diagnostics if d.is_error][:1] == ["INP419"]
    assert not found.observations


@pytest.mark.parametrize("value", ["98 5", "9 8.5", "98.5 6%"])
def test_a_blank_inside_a_number_is_refused(tmp_path: Path, value: str) -> None:
    found = read(tmp_path, "2023", value)
    assert [d.code for d in found.diagnostics] == ["INP424"]


@pytest.mark.parametrize(("value", "codes"), [("0.985", ["INP430"]), ("0.985%", []), ("98.5", []), ("0", [])])
def test_a_rate_below_one_asks_to_look_again(tmp_path: Path, value: str, codes: list[str]) -> None:
    found = read(tmp_path, "2023", value)
    assert [d.code for d in found.diagnostics] == codes
    assert len(found.observations) == 1
