"""Excel: an assessment as the tables a 督导室 hands in, and those it works with."""

from dabiao.assess.assessment import Assessment


def render(assessment: Assessment) -> bytes:
    """The workbook (.xlsx): 汇总, 明细, 自评表, 学校×指标, 学校×其他指标, 差异系数, 差异系数-各校, 问题清单, 待补数据和佐证, 整改台账.

    Every figure is a number cell with the full value, shown at the indicator's decimals (GB/T 8170: display rounds, nothing else);
    one with more digits than a double keeps is text. The same assessment gives the same bytes.
    """
    from dabiao.reports.xlsx._book import Book
    from dabiao.reports.xlsx._detail import detail
    from dabiao.reports.xlsx._problem_lists import open_list, problem_list, rectification
    from dabiao.reports.xlsx._schools import other_schools, schools
    from dabiao.reports.xlsx._self_evaluation import self_evaluation
    from dabiao.reports.xlsx._summary import summary
    from dabiao.reports.xlsx._variation import shares, variation

    book = Book(f"{assessment.region_name}{assessment.year}年教育目标达标检查")
    for sheet in (
        summary,
        detail,
        self_evaluation,
        schools,
        other_schools,
        variation,
        shares,
        problem_list,
        open_list,
        rectification,
    ):
        sheet(book, assessment)
    return book.content()
