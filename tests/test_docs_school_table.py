"""docs/学校表.md: what it says of headers, types and its example is so, with the catalogue that ships."""

from fractions import Fraction
from pathlib import Path

import pytest

from dabiao.inputs.model import Dataset
from dabiao.inputs.read import read_files
from dabiao.inputs.tidy import Defaults
from dabiao.inputs.vocabulary import Vocabulary, vocabulary_of
from dabiao.rules.load import load_rulebook
from docs_helpers import blocks, table, text_of
from inputs_helpers import csv_text

PAGE = text_of("docs/学校表.md")
TYPES = [
    (name, absent)
    for kind, others, absent in table(PAGE, "学校类型")
    for name in filter(None, [kind, *others.split("、")])
]
KEYS = [
    (spelling.strip(), row[0])
    for row in table(PAGE, "识别信息")
    for part in row[1].partition("；")[::2]
    for spelling in part.partition("（")[0].split("、")
    if spelling and not spelling.startswith("没有")
]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return vocabulary_of(load_rulebook(cached=False)[0])


def read(folder: Path, vocabulary: Vocabulary, rows: list[list[str]]) -> Dataset:
    (folder / "x.csv").write_text(csv_text(rows), encoding="utf-8")
    return read_files([folder / "x.csv"], vocabulary, Defaults("350502", 2023))


def figures(dataset: Dataset, vocabulary: Vocabulary) -> dict[str, Fraction | None]:
    return {vocabulary.indicators[o.indicator or ""].name: o.value for o in dataset.observations}


def test_the_example(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (block,) = (block for block in blocks(PAGE) if block.language == "csv")
    (tmp_path / block.title).write_text(block.text, encoding="utf-8")
    dataset = read_files([tmp_path / block.title], vocabulary)
    assert dataset.diagnostics == ()
    made = {(o.entity, vocabulary.indicators[o.indicator or ""].name): o.value for o in dataset.observations}
    assert made["示例一小", "小学在校生数"] == 980
    assert made["示例一小", "教学仪器设备值"] == 2156000
    assert made["示例中学", "小学在校生数"] == 0
    assert made["示例中学", "民办"] == 1
    assert made["示例实验学校", "学校在校生总数"] == 1500
    assert [(one.label, one.value) for one in dataset.sums] == [("合计", Fraction(3120))]


@pytest.mark.parametrize(("header", "item"), table(PAGE, "表头"))
def test_a_header_is_read_as_shown(tmp_path: Path, vocabulary: Vocabulary, header: str, item: str) -> None:
    dataset = read(tmp_path, vocabulary, [["学校名称", "毕业生数", header], ["示例校", "1", "1"]])
    assert set(figures(dataset, vocabulary)) == {"毕业生数", item}


@pytest.mark.parametrize(("kind", "absent"), TYPES)
def test_a_type_has_the_stages_shown(tmp_path: Path, vocabulary: Vocabulary, kind: str, absent: str) -> None:
    header = ["学校名称", "学校类型", "毕业生数", "小学在校生数", "初中在校生数", "高中在校生数"]
    dataset = read(tmp_path, vocabulary, [header, ["示例校", kind, "1", "", "", ""]])
    assert dataset.diagnostics == ()
    zeros = {name for name in figures(dataset, vocabulary) if name.endswith("在校生数")}
    assert zeros == {f"{stage}在校生数" for stage in filter(None, absent.split("、"))}


@pytest.mark.parametrize(("spelling", "key"), KEYS)
def test_a_column_of_identity_is_known_under_its_other_names(
    tmp_path: Path, vocabulary: Vocabulary, spelling: str, key: str
) -> None:
    words = {
        "学校名称": "示例校", "学校代码": "11", "区县": "350505", "年份": "2022", "学校类型": "小学", "办学性质": "公办",
        "城乡类型": "城区", "建校年份": "1998",
    }  # fmt: skip
    names = [] if key == "学校名称" else ["学校名称"]
    rows = [[*names, "毕业生数", "班级总数", spelling], [*["示例校" for _ in names], "1", "2", words[key]]]
    dataset = read(tmp_path, vocabulary, rows)
    assert dataset.diagnostics == ()
    assert {o.entity for o in dataset.observations} == {"示例校"}
