"""The formats an assessment is written in: which one is asked for, what makes it, the options that go with it."""

from __future__ import annotations

import argparse
import importlib

from dabiao.assess.assessment import Assessment
from dabiao.cli._common import as_path, write_output, write_text
from dabiao.diagnostics import InputError, Span, error
from dabiao.record import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# what makes each format of the assessment: loaded only where it is asked for
RENDERERS = {
    "json": "dabiao.reports.json_report",
    "html": "dabiao.reports.html",
    "xlsx": "dabiao.reports.xlsx",
    "docx": "dabiao.reports.docx",
    "markdown": "dabiao.reports.markdown",
    "junit": "dabiao.reports.junit",
    "sarif": "dabiao.reports.sarif",
    "github": "dabiao.reports.github",
}
FORMATS = ("terminal", *RENDERERS)
BY_SUFFIX = {".json": "json", ".html": "html", ".htm": "html", ".xlsx": "xlsx", ".docx": "docx", ".md": "markdown"}
# not text: only for a file
BINARY = ("xlsx", "docx")


def add_format_options(options: argparse.ArgumentParser) -> None:
    """--format, -o, and what single formats take besides: --template, --earlier."""
    options.add_argument(
        "--format", choices=FORMATS, help="报告格式；不写时看 -o 的后缀（.html .xlsx .docx .json .md），否则 terminal"
    )
    options.add_argument("-o", "--output", type=as_path, metavar="文件", help="写到文件；不写则输出到屏幕")
    options.add_argument("--template", type=as_path, metavar="模板.docx", help="Word 报告用单位自己的模板")
    options.add_argument(
        "--earlier",
        type=as_path,
        action="append",
        default=[],
        metavar="评估.json",
        help="网页报告画上以前年份的数（可重复）",
    )


def chosen_format(options: argparse.Namespace) -> str:
    """The format asked for, else the one the file's suffix stands for, else terminal.

    Raises InputError for Word or Excel on the screen, and for an option of another format.
    """
    output: Path | None = options.output
    by_suffix = BY_SUFFIX.get(output.suffix.lower()) if output is not None else None
    chosen: str = options.format or by_suffix or "terminal"
    found = []
    if chosen in BINARY and output is None:
        found.append(error("CLI019", f"{chosen} 报告不能显示在屏幕上", hint=f"写到文件，例如 -o 报告.{chosen}"))
    if options.template is not None and chosen != "docx":
        found.append(error("CLI020", "--template 只用于 Word 报告", hint="写成 -o 报告.docx，或去掉 --template"))
    if options.earlier and chosen != "html":
        found.append(error("CLI020", "--earlier 只用于网页报告", hint="写成 -o 报告.html，或去掉 --earlier"))
    if found:
        raise InputError(found)
    return chosen


def write_report(assessment: Assessment, chosen: str, options: argparse.Namespace) -> None:
    """Writes the assessment in the format chosen. Raises InputError where a template or an earlier assessment can not be read."""
    if chosen == "terminal":
        from dabiao.reports.terminal import render

        write_text(render(assessment, to_file=options.output is not None).decode(), options.output)
    elif options.template is not None:
        from dabiao.reports.docx import render as render_docx

        write_output(render_docx(assessment, _content(options.template)), options.output)
    elif options.earlier:
        from dabiao.cli._assessment_file import load_assessments
        from dabiao.reports.html import render as render_html

        earlier = [before for _, before in load_assessments(options.earlier)]
        write_output(render_html(assessment, earlier), options.output)
    else:
        write_output(importlib.import_module(RENDERERS[chosen]).render(assessment), options.output)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as failure:
        found = error("CLI025", f"模板打不开：{failure.strerror}", Span(str(path)), hint="检查文件名")
        raise InputError([found]) from failure
