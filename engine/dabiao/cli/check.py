"""dabiao check."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

from dabiao.assess.assessment import Assessment
from dabiao.assess.run import AUTO, ENGINES, assess
from dabiao.cli._common import (
    ProgressLine,
    add_data_options,
    add_rule_options,
    prepare,
    print_warnings,
    write_output,
    write_text,
)
from dabiao.cli.main import OK, OWED, USAGE, command_parser
from dabiao.diagnostics import InputError, Span, error

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
EXAMPLES = """  dabiao check inputs/dongli-2020.csv
  dabiao check 填报表.xlsx --region 东丽区 --year 2023
  dabiao check 填报表.xlsx -o 报告.docx
  dabiao check 填报表.xlsx --format json -o 评估.json
  dabiao check 填报表.xlsx --pack dongli-plan-2021 --fail-on strive

退出码：0 没有到期未达标的目标  1 有到期未达标的目标  2 用法、规则或数据有误  3 引擎故障"""


def parser() -> argparse.ArgumentParser:
    """The options of check."""
    options = command_parser("check", EXAMPLES)
    add_data_options(options)
    add_rule_options(options)
    options.add_argument("--waivers", type=Path, metavar="文件", help="豁免清单（YAML）")
    options.add_argument(
        "--engine", choices=ENGINES, default=AUTO, help="判定引擎；auto 用两个引擎各判一遍并核对（缺省）"
    )
    options.add_argument(
        "--format", choices=FORMATS, help="报告格式；不写时看 -o 的后缀（.html .xlsx .docx .json .md），否则 terminal"
    )
    options.add_argument("-o", "--output", type=Path, metavar="文件", help="写到文件；不写则输出到屏幕")
    options.add_argument("--template", type=Path, metavar="模板.docx", help="Word 报告用单位自己的模板")
    options.add_argument(
        "--fail-on",
        choices=("must", "strive", "never"),
        default="must",
        help="哪些目标到期未达标时退出码为 1：must 硬性要求（缺省），strive 连同力争，never 都不",
    )
    return options


def run(argv: Sequence[str]) -> int:
    """Checks statistics; returns the exit code."""
    options = parser().parse_args(argv)
    wanted = chosen_format(options.format, options.output)
    if options.template is not None and wanted != "docx":
        raise InputError([error("CLI020", "--template 只用于 Word 报告", hint="写成 -o 报告.docx，或去掉 --template")])
    rules, dataset, region, year, waivers = prepare(options)
    with ProgressLine(sys.stderr) as line:
        assessment = assess(
            rules.rulebook, dataset, region, year, options.engine, rules.only, waivers, progress=line.judged
        )
    print_warnings(rules.warnings)
    if wanted == "terminal":
        from dabiao.reports.terminal import render

        write_text(render(assessment, to_file=options.output is not None).decode(), options.output)
    elif options.template is not None:
        from dabiao.reports.docx import render as render_docx

        write_output(render_docx(assessment, _content(options.template)), options.output)
    else:
        write_output(importlib.import_module(RENDERERS[wanted]).render(assessment), options.output)
    return exit_code(assessment, options.fail_on)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as failure:
        found = error("CLI025", f"模板打不开：{failure.strerror}", Span(str(path)), hint="检查文件名")
        raise InputError([found]) from failure


def chosen_format(asked: str | None, output: Path | None) -> str:
    """The format asked for, else the one the file's suffix stands for, else terminal. Raises InputError for Word or Excel on screen."""
    chosen = asked or (BY_SUFFIX.get(output.suffix.lower()) if output is not None else None) or "terminal"
    if chosen in BINARY and output is None:
        message = f"{chosen} 报告不能显示在屏幕上"
        raise InputError([error("CLI019", message, hint=f"写到文件，例如 -o 报告.{chosen}")])
    return chosen


def exit_code(assessment: Assessment, fail_on: str) -> int:
    """1 where something owed is not met, 2 where a document yielded no verdict at all, else 0."""
    if assessment.incomplete:
        return USAGE
    owed = {"must": ("must",), "strive": ("must", "strive"), "never": ()}[fail_on]
    return OWED if any(v.verdict == "not_met" and v.force in owed for v in assessment.verdicts) else OK
