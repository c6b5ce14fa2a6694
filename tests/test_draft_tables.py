"""Tables of indicators: heads, units, groups, natures, split cells, several years; other tables are prose."""

from fractions import Fraction
from pathlib import Path

import pytest

from draft_helpers import drafted, read_back

HEAD = ["指标", "2020年", "2025年", "属性"]
TITLE = "安吉县“十四五”教育事业发展规划\n\n一、目标\n\n"


def table(*rows: list[str], title: str = TITLE) -> str:
    """A document with a table, as text documents carry it: a tab before each cell, a blank line behind each row."""
    return title + "".join("".join(f"\t{cell}\n" for cell in row) + "\n" for row in rows)


def rows_read(folder: Path, text: str) -> list[tuple[str | None, str | None, str, object]]:
    """(indicator, stage, limit, baseline) of each proposal."""
    draft = drafted(folder, text)
    pack, _, found = read_back(folder, draft)
    assert not found, [str(d) for d in found]
    assert len(pack.targets) == len(draft.proposals)
    return [(p.indicator, p.stage, p.reading.limit, p.reading.baseline) for p in draft.proposals]


def test_a_row_gives_limit_baseline_year_and_nature(tmp_path: Path) -> None:
    text = table(
        HEAD, ["学前三年毛入园率（%）", "93.5", "98", "预期性"], ["义务教育巩固率（%）", "99.8", "＞99.5", "约束性"]
    )
    pack, _, _ = read_back(tmp_path, drafted(tmp_path, text))
    first, second = pack.targets
    assert (first.indicator, first.by, first.nature, first.baseline) == (
        "preschool-enrolment",
        "2025-12-31",
        "预期性",
        (2020, Fraction(187, 2)),
    )
    assert (second.indicator, second.form.limit.op, second.nature) == ("retention", ">", "约束性")  # type: ignore[union-attr]
    assert first.clause.quote == "学前三年毛入园率（%）93.5 98"


@pytest.mark.parametrize(
    ("label", "base", "cell", "limit"),
    [
        ("毕业率（%）", "95", "98", ">= 98 %"),
        ("毕业率（%）", "95", "98以上", ">= 98 %"),
        ("毕业率", "95%", "98%", ">= 98 %"),
        ("毕业率（%）", "95", "≥98", ">= 98 %"),
        ("毕业率（%）", "95", "98左右", "~ 98 %"),
        ("示范园（所）", "4", "8—10", "8..10 所"),
        ("总体近视率（%）", "52.1", "46.5", "<= 46.5 %"),
        ("在园幼儿人数（万人）", "1.6", "1.4", "1.4 万人"),
        ("生均图书（册）", "25", "30", ">= 30 册/人"),
        ("城乡师资学历之比（%）", "1.05", "1.02", "<= 1.02 倍"),
    ],
)  # fmt: skip
def test_a_bare_number_takes_the_better_direction(tmp_path: Path, label: str, base: str, cell: str, limit: str) -> None:
    assert [row[2] for row in rows_read(tmp_path, table(HEAD, [label, base, cell, "预期性"]))] == [limit]


def test_a_target_below_its_base_is_asked_about(tmp_path: Path) -> None:
    draft = drafted(tmp_path, table(HEAD, ["实验开出率（%）", "100", "99", "预期性"]))
    assert draft.proposals[0].reading.limit == ">= 99 %"
    assert draft.proposals[0].reading.todo


def test_a_cell_with_several_stages_is_split_with_its_bases(tmp_path: Path) -> None:
    cell = ["生均教学仪器设备值（万元）", "小学：0.21\n初中：0.30", "小学：0.25\n初中：0.35", "预期性"]
    assert rows_read(tmp_path, table(HEAD, cell)) == [
        ("equipment", "小学", ">= 0.25 万元/人", (2020, "0.21")),
        ("equipment", "初中", ">= 0.35 万元/人", (2020, "0.30")),
    ]


def test_a_label_with_lines_below_it_is_read_line_by_line(tmp_path: Path) -> None:
    row = ["4.标准班额比例（%）\n其中：小学\n初中", "\n61.2\n70.5", "\n85以上\n90以上", "预期性"]
    assert [(r[1], r[2], r[3]) for r in rows_read(tmp_path, table(HEAD, row))] == [
        ("小学", ">= 85 %", (2020, "61.2")),
        ("初中", ">= 90 %", (2020, "70.5")),
    ]


def test_groups_and_zhong_rows_lend_name_stage_and_unit(tmp_path: Path) -> None:
    text = table(
        HEAD,
        ["义务教育", "", "", ""],
        ["巩固率（%）", "99.7", "99.9", "约束性"],
        ["在校生（万人）", "3.1", "3.3", "预期性"],
        ["其中：寄宿生", "0.6", "0.7", "预期性"],
    )
    rows = rows_read(tmp_path, text)
    assert rows[0][:3] == ("retention", None, ">= 99.9 %")
    assert rows[1][1:3] == ("义务教育", "3.3 万人")
    assert rows[2][2] in (">= 0.7 万人", "0.7 万人")


def test_unit_and_lead_columns_and_two_target_years(tmp_path: Path) -> None:
    head = ["序号", "指标名称", "单位", "2020年", "2023年", "2025年", "责任单位"]
    text = table(head, ["1", "省级示范园", "所", "5", "8", "12", "县教育局、县财政局"])
    draft = drafted(tmp_path, text)
    assert [(p.reading.limit, p.reading.when.by) for p in draft.proposals] == [(">= 8 所", 2023), (">= 12 所", 2025)]
    assert draft.proposals[0].reading.lead == ("县教育局", "县财政局")


def test_a_table_without_a_target_column_is_prose(tmp_path: Path) -> None:
    text = table(
        ["序号", "名称", "主要内容"],
        [
            "1",
            "扩容工程",
            "到2025年，新建幼儿园6所，改扩建小学4所，普遍改善办学条件，实现目标。（县教育局、县发改局负责）",
        ],
    )
    draft = drafted(tmp_path, text)
    assert [(p.reading.form, p.reading.limit) for p in draft.proposals] == [("total", ">= 6 所"), ("total", ">= 4 所")]
    assert draft.proposals[0].at.startswith("一表1 ")


def test_words_in_target_cells_are_left_alone(tmp_path: Path) -> None:
    assert rows_read(tmp_path, table(HEAD, ["教育满意度", "较高", "明显提高", "预期性"])) == []
    assert rows_read(tmp_path, table(["年份", "2020年"], ["毕业率（%）", "95"])) == []
