"""docs/数据表.md: every spelling it shows is read as it says, or refused with the code it says."""

from fractions import Fraction
from pathlib import Path

import pytest

from dabiao.inputs.model import Dataset, Observation
from dabiao.inputs.read import read_files
from dabiao.inputs.vocabulary import Vocabulary, vocabulary_of
from dabiao.quantity import exact_decimal
from dabiao.rules.load import load_rulebook
from dabiao.rules.model import Rulebook
from docs_helpers import blocks, table, text_of

PAGE = text_of("docs/数据表.md")
HEADER = ("地区", "年份", "指标", "学段", "数值", "单位", "状态", "完成日期", "佐证材料")
GOOD = {"地区": "120110", "年份": "2023", "指标": "在校生数", "数值": "1"}
MILESTONE = "通过国家学前教育普及普惠区督导评估验收"


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook(cached=False)[0]


@pytest.fixture(scope="module")
def vocabulary(rulebook: Rulebook) -> Vocabulary:
    return vocabulary_of(rulebook)


def read(folder: Path, vocabulary: Vocabulary, **cells: str) -> Dataset:
    """The dataset of one row."""
    row = {**GOOD, **cells}
    quoted = ",".join(f'"{row.get(name, "")}"' for name in HEADER)
    (folder / "x.csv").write_text(f"{','.join(HEADER)}\n{quoted}\n", encoding="utf-8")
    return read_files([folder / "x.csv"], vocabulary)


def only(dataset: Dataset) -> Observation:
    """The one observation of a dataset that has nothing wrong with it."""
    assert dataset.diagnostics == ()
    (observation,) = dataset.observations
    return observation


def in_words(observation: Observation, rulebook: Rulebook) -> str:
    """A figure as the page writes what was read: 98 % 以上."""
    assert observation.bound is not None
    assert observation.value is not None
    number = exact_decimal(observation.value)
    figure = f"{number} {rulebook.indicators[observation.indicator or ''].unit.name}"
    low, high, low_open, high_open = observation.bound
    sides: dict[tuple[Fraction | None, Fraction | None, bool, bool], str] = {
        (low, low, False, False): figure,
        (low, None, False, False): f"{figure} 以上",
        (low, None, True, False): f"超过 {figure}",
        (None, high, False, False): f"{figure} 以下",
        (None, high, False, True): f"不足 {figure}",
    }
    return sides[low, high, low_open, high_open]


@pytest.mark.parametrize(("indicator", "value", "unit", "meaning"), table(PAGE, "数值"))
def test_a_figure_is_read_as_shown(
    tmp_path: Path, vocabulary: Vocabulary, rulebook: Rulebook, indicator: str, value: str, unit: str, meaning: str
) -> None:
    stage = "小学" if indicator == "生均教学仪器设备值" else ""
    observation = only(read(tmp_path, vocabulary, 指标=indicator, 数值=value, 单位=unit, 学段=stage))
    assert in_words(observation, rulebook) == meaning


@pytest.mark.parametrize(("indicator", "value", "unit", "code", "reason"), table(PAGE, "读不出的写法"))
def test_a_figure_is_refused_with_the_code_shown(
    tmp_path: Path, vocabulary: Vocabulary, indicator: str, value: str, unit: str, code: str, reason: str
) -> None:
    dataset = read(tmp_path, vocabulary, 指标=indicator, 数值=value, 单位=unit)
    assert [d.code for d in dataset.diagnostics] == [code], reason
    assert dataset.observations == ()


@pytest.mark.parametrize(("spelling", "period"), table(PAGE, "年份"))
def test_a_year_is_read_as_shown(tmp_path: Path, vocabulary: Vocabulary, spelling: str, period: str) -> None:
    assert str(only(read(tmp_path, vocabulary, 年份=spelling)).period) == period


@pytest.mark.parametrize(("spelling", "code"), table(PAGE, "地区"))
def test_a_region_is_read_as_shown(tmp_path: Path, vocabulary: Vocabulary, spelling: str, code: str) -> None:
    assert only(read(tmp_path, vocabulary, 地区=spelling)).region == code


STAGES = [(name, stage) for stage, others in table(PAGE, "学段") for name in filter(None, [stage, *others.split("、")])]
STATUSES = [(name, row[0]) for row in table(PAGE, "状态") for name in [row[0], *row[1].split("、")]]
DONE = [(word, meaning) for meaning, words in table(PAGE, "完成事项") for word in words.split("、")]


@pytest.mark.parametrize(("spelling", "stage"), STAGES)
def test_a_stage_is_read_as_shown(tmp_path: Path, vocabulary: Vocabulary, spelling: str, stage: str) -> None:
    assert only(read(tmp_path, vocabulary, 学段=spelling)).stage == stage


@pytest.mark.parametrize(("spelling", "status"), STATUSES)
def test_a_status_is_read_as_shown(tmp_path: Path, vocabulary: Vocabulary, spelling: str, status: str) -> None:
    meanings = {"实际": "actual", "预计": "estimate", "计划": "plan"}
    typed = "" if spelling == "（留空）" else spelling
    assert only(read(tmp_path, vocabulary, 状态=typed)).status == meanings[status]


@pytest.mark.parametrize(("word", "meaning"), DONE)
def test_a_milestone_is_read_as_shown(tmp_path: Path, vocabulary: Vocabulary, word: str, meaning: str) -> None:
    observation = only(read(tmp_path, vocabulary, 指标=MILESTONE, 数值=word))
    assert observation.done is (meaning != "未完成")
    assert observation.done_on == ("2023-11-20" if meaning == "已完成，这一天" else None)


def test_the_tables_shown_can_be_read(tmp_path: Path, vocabulary: Vocabulary) -> None:
    for page in ("docs/数据表.md", "README.zh-CN.md"):
        for block in (b for b in blocks(text_of(page)) if b.language == "csv"):
            (tmp_path / block.title).write_text(block.text, encoding="utf-8")
            dataset = read_files([tmp_path / block.title], vocabulary)
            assert dataset.diagnostics == ()
            assert len(dataset.observations) == len(block.text.splitlines()) - 1
