"""dabiao rules list | show | lint | export."""

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from dabiao.cli._common import Loaded, add_rule_options, load_rules, print_warnings, write_output
from dabiao.cli.main import OK, USAGE, command_parser
from dabiao.diagnostics import RuleError, error

EXAMPLES = """  dabiao rules list
  dabiao rules list --indicators
  dabiao rules show dongli-plan-2021/inclusive-coverage-text
  dabiao rules lint --rules 我的规则
  dabiao rules export --json -o 目标.json"""

ACTIONS = {
    "list": "列出规则包；加 --indicators 列出指标",
    "show": "显示一个规则包或一项目标",
    "lint": "检查全部规则，一次列出所有问题",
    "export": "导出全部目标（JSON）",
}


def parser() -> argparse.ArgumentParser:
    """The options of rules."""
    options = command_parser("rules", EXAMPLES)
    options.add_argument(
        "action", choices=tuple(ACTIONS), metavar="动作", help="；".join(f"{k} {v}" for k, v in ACTIONS.items())
    )
    options.add_argument("name", nargs="?", metavar="名称", help="show 的对象：规则包编号、目标编号，或 规则包/目标")
    add_rule_options(options)
    options.add_argument("--indicators", action="store_true", help="list 时列出指标")
    options.add_argument("--json", action="store_true", help="export 的格式（目前只有 JSON）")
    options.add_argument("-o", "--output", type=Path, metavar="文件", help="写到文件；不写则输出到屏幕")
    return options


def run(argv: Sequence[str]) -> int:
    """Runs one action on the rules; returns the exit code."""
    options = parser().parse_args(argv)
    if options.action == "lint":
        return _lint(options)
    loaded = load_rules(options)
    print_warnings(loaded.warnings)
    actions: dict[str, Callable[[argparse.Namespace, Loaded], str]] = {"list": _list, "show": _show, "export": _export}
    write_output(actions[options.action](options, loaded).encode(), options.output)
    return OK


def _lint(options: argparse.Namespace) -> int:
    from dabiao.reports.findings import render
    from dabiao.rules.build import build_rulebook
    from dabiao.rules.load import bundled_rules, find_files

    packs = [Path(name) for name in options.pack if name.endswith((".yaml", ".yml"))]
    rulebook, found = build_rulebook(find_files([bundled_rules(), *options.rules], packs))
    counted = (
        f"检查了 {len(rulebook.packs)} 个规则包、{len(rulebook.targets())} 项目标、{len(rulebook.indicators)} 个指标"
    )
    write_output(render(found, counted).encode(), options.output)
    return USAGE if any(d.is_error for d in found) else OK


def _list(options: argparse.Namespace, loaded: Loaded) -> str:
    from dabiao.reports.rules_text import indicator_lines, pack_lines

    lines = indicator_lines(loaded.rulebook) if options.indicators else pack_lines(loaded.rulebook, loaded.only)
    return "\n".join(lines) + "\n"


def _show(options: argparse.Namespace, loaded: Loaded) -> str:
    from dabiao.reports.rules_text import target_lines

    if options.name is None:
        raise RuleError(
            [error("CLI007", "show 后面要写规则包或目标的编号", hint="例如 dabiao rules show dongli-plan-2021")]
        )
    chosen = [t for t in loaded.rulebook.targets() if options.name in (t.ref, t.id, t.pack)]
    if not chosen:
        raise RuleError([error("CLI008", f"没有规则包或目标“{options.name}”", hint="用 dabiao rules list 查看编号")])
    return "\n\n".join("\n".join(target_lines(loaded.rulebook, target)) for target in chosen) + "\n"


def _export(_options: argparse.Namespace, loaded: Loaded) -> str:
    from dabiao.rules.export import export_targets

    return json.dumps(export_targets(loaded.rulebook, loaded.only), ensure_ascii=False, indent=1) + "\n"
