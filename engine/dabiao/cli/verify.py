"""dabiao verify."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from dabiao.assess.quality import verify
from dabiao.cli._common import load_data, print_warnings, resolve_region, write_output, write_text
from dabiao.cli.main import OK, OWED, command_parser
from dabiao.diagnostics import InputError, Span, error
from dabiao.reports.verify_report import render, render_json
from dabiao.rules.load import load_rulebook

FORMATS = ("terminal", "json")
EXAMPLES = """  dabiao verify 填报表.xlsx
  dabiao verify inputs/示例-优质均衡.csv inputs/示例-优质均衡-学校.csv
  dabiao verify 全市.parquet --region 桓台县 -o 核查.json
  dabiao verify 填报表.xlsx --rules 我的规则

退出码：0 没有错误（可能有存疑和提醒）  1 有错误  2 用法、规则或数据有误"""


def parser() -> argparse.ArgumentParser:
    """The options of verify."""
    options = command_parser("verify", EXAMPLES)
    options.add_argument("files", nargs="+", type=Path, metavar="文件", help="统计数据：.csv、.xlsx 或 .parquet")
    options.add_argument("--region", metavar="地区", help="只核查这个地区（六位区划代码或名称）；不写时全部核查")
    options.add_argument("--year", type=int, metavar="年份", help="核查到这一年；不写时到数据里最近的一年")
    options.add_argument(
        "--rules",
        action="append",
        default=[],
        type=Path,
        metavar="文件夹",
        help="另加规则文件夹（可重复）；其中 quality/ 是核查规则",
    )
    options.add_argument("--format", choices=FORMATS, help="报告格式；不写时看 -o 的后缀（.json），否则 terminal")
    options.add_argument("-o", "--output", type=Path, metavar="文件", help="写到文件；不写则输出到屏幕")
    return options


def run(argv: Sequence[str]) -> int:
    """Verifies statistics before any target is asked about; returns the exit code."""
    options = parser().parse_args(argv)
    rulebook, warnings = load_rulebook(options.rules)
    dataset = load_data(options, rulebook)
    asked = resolve_region(options.region, rulebook)
    regions = dataset.regions() if asked is None else (asked,)
    if asked is not None and asked not in dataset.regions():
        spans = [Span(file.path) for file in dataset.files]
        raise InputError([error("CLI005", f"数据里没有地区 {asked} 的数", *spans, hint="检查“地区”列，或 --region")])
    made = verify(rulebook, dataset, regions, options.year)
    print_warnings(warnings)
    by_suffix = options.output is not None and options.output.suffix.lower() == ".json"
    if (options.format or ("json" if by_suffix else "terminal")) == "json":
        write_output(render_json(made), options.output)
    else:
        write_text(render(made, to_file=options.output is not None), options.output)
    return OWED if made.count("error") else OK
