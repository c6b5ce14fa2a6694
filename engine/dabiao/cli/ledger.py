"""dabiao ledger: one action, one module."""

import argparse
import importlib
from collections.abc import Sequence

from dabiao.cli.main import command_parser

ACTIONS = {
    "update": "评估文件…：登记评估结果，列出新发现、加重和已达标的问题",
    "list": "列出问题，可以只看未解决的、逾期的、某校的、某单位的",
    "show": "编号：显示一条问题和它的全部经过",
    "set": "编号：填写责任人、措施、时限、结果等",
    "close": "编号：销号，写明经办人和理由",
    "export": "导出整改台账（Excel）",
    "import": "工作簿：读回填好的台账；别人同时改过的列出来，不覆盖",
    "check": "检查台账文件是否完好，历史记录与现状是否一致",
}
EXAMPLES = """  dabiao check 填报表.xlsx --format json -o 评估-2023.json
  dabiao ledger update 评估-2023.json
  dabiao ledger list --open
  dabiao ledger export -o 整改台账.xlsx
  dabiao ledger import 整改台账.xlsx --by 王老师
  dabiao ledger close 661de091 --by 王老师 --reason 已招聘到岗

每个动作的选项：dabiao ledger 动作 --help"""


def parser() -> argparse.ArgumentParser:
    """The options of ledger itself; each action builds its own."""
    options = command_parser("ledger", EXAMPLES)
    what = "；".join(f"{name} {text}" for name, text in ACTIONS.items())
    options.add_argument("action", choices=tuple(ACTIONS), metavar="动作", help=what)
    return options


def run(argv: Sequence[str]) -> int:
    """Runs one action on a ledger; returns the exit code."""
    options = parser().parse_args(argv[:1])
    module = importlib.import_module(f"dabiao.cli.ledger_{options.action}")
    return int(module.run(argv[1:]))
