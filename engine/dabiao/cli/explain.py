"""dabiao explain."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from dabiao.assess.explain import explain
from dabiao.assess.run import AUTO, ENGINES
from dabiao.cli._common import add_data_options, add_rule_options, prepare, write_text
from dabiao.cli.main import OK, command_parser
from dabiao.reports.explanation import render

EXAMPLES = """  dabiao explain inclusive-coverage-text inputs/dongli-2020.csv
  dabiao explain 普惠性幼儿园覆盖率 inputs/dongli-2020.csv
  dabiao explain dongli-plan-2021/retention-table 填报表.xlsx --year 2023"""


def parser() -> argparse.ArgumentParser:
    """The options of explain."""
    options = command_parser("explain", EXAMPLES)
    options.add_argument("target", metavar="目标", help="规则包/目标编号、目标编号、指标编号或指标名称")
    add_data_options(options)
    add_rule_options(options)
    options.add_argument("--entity", metavar="学校", help="只说明这一所学校的判定")
    options.add_argument("--waivers", type=Path, metavar="文件", help="豁免清单（YAML）")
    options.add_argument("--engine", choices=ENGINES, default=AUTO, help="判定引擎（缺省 auto）")
    options.add_argument("-o", "--output", type=Path, metavar="文件", help="写到文件；不写则输出到屏幕")
    return options


def run(argv: Sequence[str]) -> int:
    """Explains one target; returns the exit code."""
    options = parser().parse_args(argv)
    rules, dataset, region, year, waivers = prepare(options)
    found = explain(rules.rulebook, dataset, region, year, options.target, options.engine, waivers, options.entity)
    write_text("\n".join(render(explanation) for explanation in found), options.output)
    return OK
