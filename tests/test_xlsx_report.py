"""The Excel report: its sheets, the official columns, what is filled in and what is left blank, and how it prints."""

from collections import Counter

import pytest

from dabiao.assess.model import VERDICTS
from dabiao.reports import xlsx
from office_helpers import COUNTY, DONGLI, SAMPLE_YEAR, book, opened, rows, sample, sheet_of, workbook_bytes
from report_sample import SAMPLE, assessment, figure

SHEETS = [
    "汇总", "明细", "自评表", "学校×指标", "学校×其他指标", "差异系数", "差异系数-各校", "问题清单", "待补数据和佐证", "整改台账",
]  # fmt: skip
SELF_EVALUATION = ["项目", "一级指标", "二级指标", "认定标准", "自评说明", "自评结论", "佐证材料", "备注"]
LEDGER = [
    "序号",
    "学校",
    "问题",
    "依据指标",
    "依据条款",
    "责任单位",
    "责任人",
    "整改措施",
    "整改时限",
    "整改结果",
    "销号",
]


@pytest.mark.parametrize("name", [DONGLI, SAMPLE_YEAR, COUNTY])
def test_every_verdict_is_in_the_details(name: str) -> None:
    verdicts = sample(name).verdicts
    found = rows(sheet_of(book(name), "明细"))
    assert [(row["指标或事项"], row["学校"], row["目标编号"]) for row in found] == [
        (v.indicator_name, v.entity, v.target) for v in verdicts
    ]
    assert [row["判定"].split(" ")[1] for row in found] == [VERDICTS[v.verdict] for v in verdicts]


def test_the_sheets_and_official_columns() -> None:
    assert book(COUNTY).sheetnames == SHEETS
    assert [cell.value for cell in sheet_of(book(COUNTY), "自评表")[2]] == SELF_EVALUATION
    assert [cell.value for cell in sheet_of(book(COUNTY), "整改台账")[2]] == LEDGER


@pytest.mark.parametrize("name", SHEETS)
def test_sheets_print_on_landscape_pages_as_wide_as_they_are(name: str) -> None:
    sheet = sheet_of(book(COUNTY), name)
    wide = name.startswith("学校")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8 if wide else 9)
    fit, foot = sheet.sheet_properties.pageSetUpPr, sheet.oddFooter
    assert fit is not None
    assert (fit.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert foot is not None
    assert "&P" in (foot.center.text or "")
    assert name == "汇总" or sheet.print_title_rows


def test_the_details_have_filters_a_frozen_head_bars_and_clauses_as_comments() -> None:
    sheet, verdicts = sheet_of(book(COUNTY), "明细"), sample(COUNTY).verdicts
    assert sheet.auto_filter.ref == f"A1:AO{len(verdicts) + 1}"
    assert sheet.freeze_panes == "E2"
    assert [rule.type for rules in sheet.conditional_formatting for rule in rules.rules] == ["dataBar"]
    column = [cell.value for cell in sheet[1]].index("依据条款") + 1
    for row, verdict in enumerate(verdicts, start=2):
        comment = sheet.cell(row, column).comment
        assert comment is not None
        assert verdict.clause.quote.replace("“", "‘").replace("”", "’") in comment.text


def test_the_self_evaluation_concludes_as_the_verdicts_do() -> None:
    found = rows(sheet_of(book(COUNTY), "自评表"), 2)
    concluded = {row["二级指标"]: row["自评结论"] for row in found if row["二级指标"]}
    assert concluded["交流轮岗教师占符合交流条件教师的比例"] == "不合格"
    assert concluded["骨干教师占交流轮岗教师的比例"] == "合格"
    assert concluded["7 项指标综合评估（小学）"] == "不合格"
    # one school is below its line, which the group target may forgive: no conclusion of its own
    assert concluded["生均教学及辅助用房面积（初中）"] is None
    assert concluded["生均教学及辅助用房面积（小学）"] == "合格"
    outcomes = {c.title: c.outcome for c in sample(COUNTY).conclusions}
    assert {title: concluded[title] for title in outcomes} == outcomes


def test_the_self_evaluation_leaves_open_what_the_verdicts_leave_open() -> None:
    found = rows(sheet_of(book(SAMPLE_YEAR), "自评表"), 2)
    concluded = Counter(row["自评结论"] for row in found if row["二级指标"])
    counts = sample(SAMPLE_YEAR).counts
    assert concluded == {
        "不合格": counts["not_met"],
        "合格": counts["met"],
        None: counts["not_applicable"],
        "待定": sum(counts.values()) - counts["not_met"] - counts["met"] - counts["not_applicable"],
    }


def test_the_self_evaluation_asks_for_evidence_it_does_not_have() -> None:
    found = {row["二级指标"]: row for row in rows(sheet_of(book(SAMPLE_YEAR), "自评表"), 2)}
    assert found["开足开好中小学思政课程"]["佐证材料"] == "〔待填：佐证材料名称〕"
    assert found["数字校园建设覆盖率"]["佐证材料"] == "示例统计表"


def test_where_no_evidence_was_reported_the_cells_of_the_data_stand_for_it() -> None:
    found = {row["二级指标"]: row for row in rows(sheet_of(book(COUNTY), "自评表"), 2)}
    assert found["每百名学生拥有县级以上骨干教师数（小学）"]["佐证材料"].startswith(
        "数据：inputs/示例-优质均衡-学校.csv"
    )


def test_schools_stand_in_the_four_columns_of_the_field() -> None:
    sheet = sheet_of(book(COUNTY), "学校×指标")
    assert [sheet.cell(3, column).value for column in range(4, 8)] == ["基本值", "达标值", "实际值", "是否达标"]
    assert "每百名学生拥有高于规定学历教师数" in str(sheet.cell(2, 4).value)
    assert "D2:G2" in [str(merged) for merged in sheet.merged_cells.ranges]
    found = {(row[1].value, row[2].value): row for row in sheet.iter_rows(min_row=4, max_row=14)}
    assert len(found) == 11
    second = found["示例第二小学", "小学"]
    # 骨干教师数: the line of 85 %, the line, the figure, the verdict; then how many are reached
    assert [cell.value for cell in second[7:11]] == [0.85, 1, 0.333333, "未达标"]
    assert [cell.value for cell in second[31:33]] == [6, "未达标"]
    # the floors of 教督〔2017〕6号 as the field's form prints them
    floors = {stage: [row[3 + 4 * at].value for at in range(7)] for (_, stage), row in found.items()}
    assert floors["小学"] == [3.57, 0.85, 0.765, 3.825, 6.375, 1700, 1.955]
    assert floors["初中"] == [4.505, 0.85, 0.765, 4.93, 8.67, 2125, 2.04]


def test_other_indicators_of_schools_have_no_floor() -> None:
    sheet = sheet_of(book(COUNTY), "学校×其他指标")
    assert [sheet.cell(3, column).value for column in range(4, 7)] == ["达标值", "实际值", "是否达标"]
    names = {str(sheet.cell(2, column).value) for column in range(4, sheet.max_column + 1)}
    assert "教师培训经费占公用经费预算比例（%）" in names


def test_coefficients_show_mean_deviation_and_shares() -> None:
    found = rows(sheet_of(book(COUNTY), "差异系数"), 2)
    row = next(r for r in found if r["指标"] == "每百名学生拥有县级以上骨干教师数" and r["学段"] == "小学")
    # 7 schools, X̄ = ΣX/ΣP, S weighted by students, CV = S/X̄
    assert (row["学校数"], row["平均值 X̄"], row["标准差 S"]) == (7, 1.323155, 0.713403)
    assert (row["差异系数"], row["不高于"], row["超出"], row["判定"]) == (0.539168, 0.5, 0.039168, "未达标")
    shares = [
        r
        for r in rows(sheet_of(book(COUNTY), "差异系数-各校"))
        if r["指标"] == row["指标"] and r["学段"] == row["学段"]
    ]
    assert {r["学校"]: r["占差异的（%）"] for r in shares}["示例实验小学"] == 61.223046
    assert round(sum(r["占差异的（%）"] for r in shares), 4) == 100


def test_coefficients_are_shown_at_the_forms_decimals() -> None:
    sheet = sheet_of(book(COUNTY), "差异系数")
    titles = [cell.value for cell in sheet[2]]
    row = sheet[3]
    assert row[titles.index("差异系数")].number_format == "0.000"
    assert row[titles.index("平均值 X̄")].number_format == "0.00"


def test_problems_are_what_is_not_met_or_behind_and_the_ledger_leaves_the_rest_to_people() -> None:
    made, counts = book(SAMPLE_YEAR), sample(SAMPLE_YEAR).counts
    listed = rows(sheet_of(made, "问题清单"), 2)
    assert Counter(row["判定"] for row in listed) == {"× 未达标": counts["not_met"], "▼ 进度滞后": counts["behind"]}
    ledger = rows(sheet_of(made, "整改台账"), 2)
    assert [row["依据指标"] for row in ledger] == [row["依据指标"] for row in listed]
    assert {row[column] for row in ledger for column in LEDGER[6:]} == {None}
    opened_items = rows(sheet_of(made, "待补数据和佐证"), 2)
    assert len(opened_items) == counts["no_data"] + counts["unverified"]


def test_lead_units_are_named_where_the_document_names_them() -> None:
    found = rows(sheet_of(opened(xlsx.render(SAMPLE)), "问题清单"), 2)
    leads = {row["依据指标"]: row["责任单位"] for row in found}
    assert (leads["普惠性幼儿园覆盖率"], leads["平均班额"]) == ("学前教育科、计划财务科", None)


def test_the_summary_says_what_was_found_and_what_is_incomplete() -> None:
    sheet = sheet_of(opened(xlsx.render(SAMPLE)), "汇总")
    texts = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
    for expected in ("共检查 13 项", "学前教育科", "县域义务教育优质均衡", "提示 DAT203", "demo-plan-2016", "临界："):
        assert expected in texts


def test_nothing_is_cut_in_rows_of_merged_cells() -> None:
    title = "一个很长的章节标题" * 12
    found = assessment(figure("甲", "met", "96", "95", clause=SAMPLE.verdicts[0].clause._replace(at=f"{title} 第1段")))
    sheet = sheet_of(opened(xlsx.render(found)), "自评表")
    # twelve characters a column of 一级指标, fifteen points a line
    assert (sheet.row_dimensions[3].height or 0) >= 15 * 2 * len(title) / 12


def test_the_same_assessment_gives_the_same_bytes() -> None:
    assert xlsx.render(sample(COUNTY)) == workbook_bytes(COUNTY)


def test_an_assessment_without_anything_makes_a_workbook() -> None:
    made = opened(xlsx.render(assessment(incomplete=("*",))))
    assert made.sheetnames == SHEETS
    assert sheet_of(made, "问题清单")["A3"].value == "没有未达标和进度滞后的项目。"
