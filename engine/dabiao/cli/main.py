"""The entry point: finds the command, turns errors into diagnostics and exit codes."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence

from dabiao import __version__
from dabiao.diagnostics import DabiaoError, EngineFault, error
from dabiao.record import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, ClassVar, NoReturn

OK, OWED, USAGE, FAULT = 0, 1, 2, 3
# what a shell makes of Ctrl-C
INTERRUPTED = 130
_CHINESE_ENCODINGS = ("utf8", "gb18030", "gbk", "gb2312", "cp936")

COMMANDS = {
    "check": "对照规划和标准检查统计数据，逐项给出判定和依据条款",
    "verify": "判定以前核查数据：各数之间、与上年、与各校之和是否对得上，单位有没有错",
    "explain": "说明一项目标：条款、算式、数据出处、逐步计算、历年情况",
    "template": "生成填报表：只列这个地区这一年要填的数，填好后用 check 检查",
    "derive": "从学籍记录算出巩固率的各项要素，供 check 使用",
    "diff": "比较两次评估：新的未达标、数值修订、规则变化、结论变化",
    "ledger": "整改台账：登记评估发现的问题，跟踪整改，销号",
    "rules": "查看、检查和导出规则库（list show lint export）",
}


def _help_width() -> int:
    try:
        return max(40, int(os.environ.get("COLUMNS") or os.get_terminal_size().columns) - 2)
    except (OSError, ValueError):
        return 98


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help with Chinese headings."""

    _HEADINGS: ClassVar = {"positional arguments": "参数", "options": "选项"}

    def __init__(self, prog: str) -> None:
        # a width of our own: argparse would import shutil for it, at every start
        super().__init__(prog, width=_help_width())

    def start_section(self, heading: str | None) -> None:
        super().start_section(self._HEADINGS.get(heading or "", heading))

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """argparse with Chinese messages."""

    def error(self, message: str) -> NoReturn:
        words = (
            ("the following arguments are required: ", "缺少参数："),
            ("unrecognized arguments: ", "不认识的参数："),
            ("invalid choice:", "不能是："),
            ("expected one argument", "后面要写一个值"),
            ("expected at least one argument", "后面至少要写一个值"),
            ("invalid int value:", "应为整数："),
            ("choose from", "可选"),
            ("argument ", "参数 "),
        )
        for english, chinese in words:
            message = message.replace(english, chinese)
        self.exit(USAGE, f"错误 CLI001 {message}\n用法见：{self.prog} --help\n")


def build_parser() -> argparse.ArgumentParser:
    """The parser of the program itself; each command builds its own when it is asked for."""
    lines = "\n".join(f"  {name:<9}{text}" for name, text in COMMANDS.items())
    parser = _Parser(
        prog="dabiao",
        description="达标：教育规划和督导评估指标的检查工具。",
        epilog=f"命令：\n{lines}\n\n示例：\n  dabiao check 填报表.xlsx\n  dabiao check --help",
        formatter_class=_Formatter,
        add_help=False,
        usage="dabiao 命令 [选项] …",
    )
    parser.add_argument("-h", "--help", action="help", help="显示本说明")
    parser.add_argument("--version", action="version", version=f"dabiao {__version__}", help="显示版本")
    parser.add_argument("command", nargs="?", choices=tuple(COMMANDS), metavar="命令", help="要做的事")
    return parser


def command_parser(name: str, epilog: str) -> argparse.ArgumentParser:
    """An empty parser for a command, with its examples."""
    parser = _Parser(
        prog=f"dabiao {name}",
        description=COMMANDS[name.split()[0]] + "。",
        epilog="示例：\n" + epilog,
        formatter_class=_Formatter,
        add_help=False,
    )
    parser.add_argument("-h", "--help", action="help", help="显示本说明")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns 0 nothing owed failed, 1 something owed is not met, 2 usage or input error, 3 a fault of an engine or of the program, 130 interrupted."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    # the words argparse has are replaced by Chinese ones: gettext is not to translate them first, nor to look for catalogues at every start
    argparse._ = str  # type: ignore[attr-defined]
    _plain_streams()
    try:
        return _told(arguments)
    except Exception:
        # a fault of our own would end the process with 1, which is a verdict
        import traceback

        traceback.print_exc()
        found = error("ENG999", "程序出错，没有得出结果", hint="不要采信已经输出的内容；把上面的文字连同命令一起报告")
        print(found, file=sys.stderr)
        return FAULT


def _told(arguments: Sequence[str]) -> int:
    """Runs one command; what is wrong with its input is told."""
    try:
        return _run(arguments)
    except EngineFault as fault:
        print(fault, file=sys.stderr)
        return FAULT
    except DabiaoError as failure:
        print(failure, file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("已中断", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        return OK
    except OSError as failure:
        if failure.filename is not None:
            raise
        _forget_output()
        print(
            error("CLI006", f"不能写到标准输出：{failure.strerror}", hint="磁盘可能已满，换一个能写的地方"),
            file=sys.stderr,
        )
        return USAGE


def _forget_output() -> None:
    """What standard output has not taken is not offered to it again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: Sequence[str]) -> int:
    if arguments and arguments[0] in COMMANDS:
        code = int(importlib.import_module(f"dabiao.cli.{arguments[0]}").run(arguments[1:]))
        sys.stdout.flush()  # what can not be written is said, not found out at the very end
        return code
    parser = build_parser()
    parser.parse_args(arguments)
    parser.print_help()
    return USAGE if not arguments else OK


def _plain_streams() -> None:
    """Chinese output everywhere: a console that can show Chinese keeps its encoding, any other gets UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            chinese = stream.encoding.lower().replace("-", "") in _CHINESE_ENCODINGS
            stream.reconfigure(encoding=None if chinese else "utf-8", errors="replace")
