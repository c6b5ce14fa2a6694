"""dabiao rules: list show lint test conflicts clauses export draft diff."""

import argparse
import importlib
from collections.abc import Sequence
from pathlib import Path

from dabiao.cli._common import add_rule_options
from dabiao.cli.main import command_parser

EXAMPLES = """  dabiao rules list
  dabiao rules list --indicators
  dabiao rules show dongli-plan-2021/inclusive-coverage-text
  dabiao rules lint --rules 我的规则
  dabiao rules test --pack dongli-plan-2021
  dabiao rules conflicts --region 350502
  dabiao rules clauses dongli-plan-2021 原文.txt
  dabiao rules clauses dongli-plan-2021 原文.txt --format html -o 核对.html
  dabiao rules export --json -o 目标.json"""

ACTIONS = {
    "list": "列出规则包；加 --indicators 列出指标",
    "show": "显示一个规则包或一项目标",
    "lint": "检查全部规则，一次列出所有问题",
    "test": "运行规则包自带的样例、边界值和变异测试",
    "conflicts": "找出条款之间的矛盾、重复和不一致",
    "clauses": "规则包 原文：逐条核对引文、数字和全文覆盖",
    "export": "导出全部目标（JSON）",
}


def parser() -> argparse.ArgumentParser:
    """The options of rules."""
    options = command_parser("rules", EXAMPLES)
    what = "；".join(f"{name} {text}" for name, text in ACTIONS.items())
    options.add_argument("action", choices=tuple(ACTIONS), metavar="动作", help=what)
    options.add_argument("names", nargs="*", metavar="名称", help="show：规则包或目标；clauses：规则包和原文文件")
    add_rule_options(options)
    options.add_argument("--region", metavar="地区", help="conflicts：只看约束这个地区的条款")
    options.add_argument("--year", type=int, metavar="年份", help="conflicts：只看这一年有效的文件")
    options.add_argument("--indicators", action="store_true", help="list：列出指标")
    options.add_argument(
        "--seal", action="store_true", help="clauses：核对通过后，把各条规则所依据句子的指纹写回规则包"
    )
    options.add_argument("--json", action="store_true", help="同 --format json")
    options.add_argument(
        "--format",
        choices=("text", "json", "html", "sarif", "github"),
        default="text",
        help="输出格式（缺省 text；html 只用于 clauses）",
    )
    options.add_argument("-o", "--output", type=Path, metavar="文件", help="写到文件；不写则输出到屏幕")
    return options


def run(argv: Sequence[str]) -> int:
    """Runs one action on the rules; returns the exit code."""
    options = parser().parse_args(argv)
    if options.json:
        options.format = "json"
    module = importlib.import_module(f"dabiao.cli.rules_{options.action}")
    return int(module.run(options))
