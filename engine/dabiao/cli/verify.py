"""dabiao verify."""

import argparse
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from dabiao.assess.quality import verify
from dabiao.cli._amount import parse_amount
from dabiao.cli._common import (
    add_rule_options,
    choose_region,
    choose_year,
    load_data,
    load_rules,
    load_waiver_option,
    print_warnings,
    resolve_region,
    write_output,
    write_text,
)
from dabiao.cli.main import OK, OWED, command_parser
from dabiao.diagnostics import InputError, Span, error
from dabiao.inputs.model import Dataset
from dabiao.reports.verify_report import render, render_json
from dabiao.rules.model import Rulebook

FORMATS = ("terminal", "json")
EXAMPLES = """  dabiao verify 填报表.xlsx
  dabiao verify inputs/示例-优质均衡.csv inputs/示例-优质均衡-学校.csv
  dabiao verify 全市.parquet --region 桓台县 -o 核查.json
  dabiao verify 填报表.xlsx --rules 我的规则
  dabiao verify 填报表.xlsx --stability 0.5%

退出码：0 没有错误（可能有存疑和提醒）  1 有错误  2 用法、规则或数据有误"""


def parser() -> argparse.ArgumentParser:
    """The options of verify."""
    options = command_parser("verify", EXAMPLES)
    options.add_argument(
        "files", nargs="+", type=Path, metavar="文件", help="统计数据：.csv、.xlsx、.parquet 或 .arrow"
    )
    options.add_argument("--region", metavar="地区", help="只核查这个地区（六位区划代码或名称）；不写时全部核查")
    options.add_argument("--year", type=int, metavar="年份", help="核查到这一年；不写时到数据里最近的一年")
    add_rule_options(options)
    options.add_argument("--waivers", type=Path, metavar="文件", help="豁免清单（YAML）；只用于 --stability")
    options.add_argument(
        "--stability", metavar="百分比", help="再看各数有这么大的出入时哪些判定会变、结论系于哪所学校，例如 0.5%%"
    )
    options.add_argument("--format", choices=FORMATS, help="报告格式；不写时看 -o 的后缀（.json），否则 terminal")
    options.add_argument("-o", "--output", type=Path, metavar="文件", help="写到文件；不写则输出到屏幕")
    return options


def run(argv: Sequence[str]) -> int:
    """Verifies statistics before any target is asked about; returns the exit code."""
    options_of = parser()
    options = options_of.parse_args(argv)
    as_json = _is_json(options)
    if options.stability and as_json:
        options_of.error("--stability 不能与 JSON 格式同用")
    amount = parse_amount(options.stability) if options.stability else None
    rulebook, warnings, only = load_rules(options)
    dataset = load_data(options, rulebook)
    asked = resolve_region(options.region, rulebook)
    regions = dataset.regions() if asked is None else (asked,)
    if asked is not None and asked not in dataset.regions():
        spans = [Span(file.path) for file in dataset.files]
        raise InputError([error("CLI005", f"数据里没有地区 {asked} 的数", *spans, hint="检查“地区”列，或 --region")])
    made = verify(rulebook, dataset, regions, options.year)
    print_warnings(warnings)
    if as_json:
        write_output(render_json(made), options.output)
    else:
        text = render(made, to_file=options.output is not None)
        if amount is not None:
            text += "\n" + _stability(options, rulebook, dataset, amount, only)
        write_text(text, options.output)
    return OWED if made.count("error") else OK


def _is_json(options: argparse.Namespace) -> bool:
    by_suffix = options.output is not None and options.output.suffix.lower() == ".json"
    return bool((options.format or ("json" if by_suffix else "terminal")) == "json")


def _stability(
    options: argparse.Namespace, rulebook: Rulebook, dataset: Dataset, amount: Fraction, only: tuple[str, ...] | None
) -> str:
    """How firm the verdicts of one region stand, as text."""
    from dabiao.assess.stability import stability
    from dabiao.reports.stability_report import render as render_stability

    region = choose_region(options, rulebook, dataset)
    year = choose_year(options, dataset, region)
    waivers = load_waiver_option(options.waivers)
    return render_stability(stability(rulebook, dataset, region, year, amount, only, waivers))
