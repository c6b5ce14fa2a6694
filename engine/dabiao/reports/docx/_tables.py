"""The tables of the report: counts, conclusions, coefficients of variation, and what is still missing, with its bars."""

from collections.abc import Sequence

from dabiao.assess.assessment import Assessment, Verdict
from dabiao.assess.model import VERDICTS
from dabiao.reports import _prose as prose
from dabiao.reports import _words as words
from dabiao.reports._bars import progress
from dabiao.reports._overview import Counts
from dabiao.reports.docx._chart import png
from dabiao.reports.docx._content import Problem, blank
from dabiao.reports.docx._write import Column, Content, Picture, Writer

# the width between the margins, what a column of counts takes at most, and all of them together
_PAGE, _COUNT, _COUNTS = 156.0, 17.0, 120.0


def counts(writer: Writer, title: str, name: str, found: Counts) -> None:
    """How many verdicts of each kind there are under each name."""
    width = min(_COUNT, _COUNTS / (len(found.kinds) + 1))
    first = _PAGE - width * (len(found.kinds) + 1)
    numbers = [Column(title, width, right=True) for title in (*(VERDICTS[kind] for kind in found.kinds), "合计")]
    rows = [[name, *(str(counter[kind]) for kind in found.kinds), str(counter.total())] for name, counter in found.rows]
    writer.table(title, [Column(name, first), *numbers], rows)


def conclusions(writer: Writer, assessment: Assessment) -> None:
    """Each conclusion with its outcome and clause."""
    rows = [
        [
            conclusion.title,
            conclusion.outcome,
            "" if conclusion.clause is None else f"{conclusion.clause.at}“{conclusion.clause.quote}”",
        ]
        for conclusion in assessment.conclusions
    ]
    writer.table("综合结论", [Column("结论", 60), Column("结果", 20), Column("依据条款", 76)], rows)


def coefficients(writer: Writer, verdicts: Sequence[Verdict]) -> None:
    """校际差异系数 with what they must not pass."""
    columns = [
        Column("指标", 62),
        Column("学段", 14),
        Column("差异系数", 20, right=True),
        Column("要求", 25),
        Column("判定", 17),
        Column("差距", 18, right=True),
    ]
    rows = [
        [
            verdict.indicator_name.removesuffix("校际差异系数"),
            verdict.stage or "",
            verdict.shown or "",
            prose.required(verdict),
            VERDICTS.get(verdict.verdict, verdict.verdict),
            "，".join(prose.closed(text.removesuffix(" 比")) for text in words.gap(verdict)[:1]),
        ]
        for verdict in verdicts
    ]
    writer.table("校际差异系数", columns, rows)


def problems(writer: Writer, found: Sequence[Problem]) -> None:
    """What is not met or lags behind: figure, requirement, gap, lead unit."""
    columns = [
        Column("序号", 10, right=True),
        Column("指标或事项", 40),
        Column("本年数值", 22),
        Column("要求", 30),
        Column("判定", 20),
        Column("还差（超出）", 34),
    ]
    rows: list[list[Content]] = []
    for index, problem in enumerate(found, start=1):
        verdict = problem.verdict
        task = verdict.form in ("attest", "milestone")
        asked = prose.when(verdict) + ("完成" if task else prose.required(verdict))
        rows.append([str(index), problem.name, prose.figure(verdict), asked, VERDICTS[verdict.verdict], problem.gap])
    writer.table("未达标和进度滞后的项目", columns, rows)


def bars(writer: Writer, found: Sequence[Problem]) -> None:
    """How far each has come, as a picture beside its figures; those a share of a way makes no sense for are left out."""
    rows: list[list[Content]] = []
    for problem in found:
        verdict = problem.verdict
        share = progress(verdict)
        if share is not None:
            picture = Picture(png(share, verdict.verdict == "not_met"), f"{problem.name}：{problem.state}")
            rows.append([problem.name, picture, prose.figure(verdict), prose.required(verdict)])
    if rows:
        columns = [Column("指标", 46), Column("进展", 54), Column("本年数值", 26), Column("要求", 30)]
        writer.table("未达标和进度滞后的项目进展图", columns, rows)
        writer.note(
            "注：横条从基数画到要求，没有基数的从零画起；竖线为要求，三角为本年应到之处。要求为零或没有起点的不画。"
        )


def measures(writer: Writer, found: Sequence[Problem]) -> None:
    """A row to fill in for each problem: the lead unit where the document names one, the rest blank."""
    columns = [
        Column("序号", 10, right=True),
        Column("问题", 48),
        Column("整改措施", 32),
        Column("责任单位", 26),
        Column("责任人", 20),
        Column("时限", 20),
    ]
    rows = [
        [
            str(index),
            f"{problem.name}{problem.state}" + (f"，{problem.gap}" if problem.gap else ""),
            blank("措施"),
            problem.lead or blank("单位"),
            blank("姓名"),
            blank("日期"),
        ]
        for index, problem in enumerate(found, start=1)
    ]
    writer.table("整改措施", columns, rows)
