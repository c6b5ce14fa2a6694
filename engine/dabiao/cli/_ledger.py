"""What the ledger's actions share: the file, the day, the person, who writes."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from dabiao.cli.main import command_parser
from dabiao.diagnostics import InputError, error
from dabiao.period import parse_date

DEFAULT = Path("台账.db")


def action_parser(action: str, says: str, examples: Sequence[str]) -> argparse.ArgumentParser:
    """An action's parser, with --ledger and --today."""
    options = command_parser(f"ledger {action}", "\n".join(f"  dabiao ledger {example}" for example in examples))
    options.description = says
    options.add_argument(
        "--ledger", type=Path, default=DEFAULT, metavar="文件", help=f"台账文件（缺省：当前文件夹的 {DEFAULT}）"
    )
    options.add_argument(
        "--today", type=day, metavar="日期", help="今天的日期，如 2024-06-30；记入历史，并据以判断是否逾期"
    )
    return options


def add_writer(options: argparse.ArgumentParser) -> None:
    """--by."""
    options.add_argument("--by", required=True, metavar="姓名", help="经办人，记入历史")


def day(text: str) -> str:
    """A day as ISO text, for argparse."""
    try:
        return parse_date(text)
    except ValueError as failure:
        raise argparse.ArgumentTypeError(str(failure)) from failure


def required(text: str, option: str) -> str:
    """The text of an option that may not be blank, tidy. Raises InputError (LED810, LED811)."""
    if not (value := optional(text, option)):
        raise InputError([error("LED810", f"{option} 后面是空的", hint="写明后再做一遍")])
    return value


def optional(text: str, option: str) -> str:
    """The text of an option, tidy. Raises InputError (LED811)."""
    from dabiao.ledger.text import MAX_LENGTH, tidy

    if len(value := tidy(text)) > MAX_LENGTH:
        message = f"{option} 后面有 {len(value)} 字，最多 {MAX_LENGTH} 字"
        raise InputError([error("LED811", message, hint="写要点，全文作为佐证材料另存")])
    return value
