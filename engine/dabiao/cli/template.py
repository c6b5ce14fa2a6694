"""dabiao template."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from dabiao.assess.template import make_template
from dabiao.cli._common import add_rule_options, load_rules, print_warnings, resolve_region, write_output
from dabiao.cli.main import OK, command_parser
from dabiao.diagnostics import InputError, Span, error
from dabiao.inputs.model import Dataset
from dabiao.inputs.read import read_files
from dabiao.inputs.template.model import Template
from dabiao.inputs.tidy import Defaults
from dabiao.inputs.vocabulary import vocabulary_of
from dabiao.period import FIRST_YEAR, LAST_YEAR
from dabiao.rules.model import Rulebook

EXAMPLES = """  dabiao template 东丽区 --year 2023 -o 填报表.xlsx
  dabiao template 109901 --year 2025 --from 2024年学校.xlsx 2024年数据.csv -o 填报表.xlsx
  dabiao template 东丽区 --year 2023 --pack dongli-plan-2021 -o 规划填报表.xlsx

填好后：dabiao check 填报表.xlsx
已有同名的文件时不覆盖，以免丢掉填好的数。"""


def parser() -> argparse.ArgumentParser:
    """The options of template."""
    options = command_parser("template", EXAMPLES)
    options.add_argument("region", metavar="地区", help="六位区划代码或名称")
    options.add_argument("--year", type=int, required=True, metavar="年份", help="填报哪一年的数")
    options.add_argument(
        "--from",
        dest="earlier",
        nargs="+",
        action="extend",
        default=[],
        type=Path,
        metavar="文件",
        help="以前的数据：带出上年数值、学校名单和不变的情况；本年的数不带",
    )
    add_rule_options(options)
    options.add_argument(
        "-o", "--output", type=Path, default=Path("填报表.xlsx"), metavar="文件", help="写到文件（缺省 填报表.xlsx）"
    )
    return options


def run(argv: Sequence[str]) -> int:
    """Writes a workbook to fill; returns the exit code."""
    options = parser().parse_args(argv)
    rules = load_rules(options)
    region = resolve_region(options.region, rules.rulebook) or ""
    _check(options)
    dataset = _earlier(options, rules.rulebook, region)
    template = make_template(rules.rulebook, dataset, region, options.year, rules.only, _command(options))
    if template is None:
        hint = "检查地区、年份和 --pack；用 dabiao rules list 查看各规则包的期限"
        raise InputError([error("CLI022", f"{options.year} 年没有约束 {options.region} 的目标", hint=hint)])
    from dabiao.inputs.template.write import write_template

    write_output(write_template(template), options.output)
    print_warnings(rules.warnings)
    print(_summary(template, options.output))
    return OK


def _check(options: argparse.Namespace) -> None:
    """Raises InputError for a year out of range, an output that is no workbook, or one that is there already."""
    found = []
    output: Path = options.output
    if not FIRST_YEAR <= options.year <= LAST_YEAR:
        found.append(error("CLI021", f"年份 {options.year} 不在 {FIRST_YEAR}—{LAST_YEAR} 之间", hint="写成 2025"))
    if output.suffix.lower() != ".xlsx":
        found.append(error("CLI023", "填报表是 Excel 工作簿", Span(str(output)), hint="文件名用 .xlsx 结尾"))
    elif output.exists():
        hint = "换一个文件名，或先把原来的移走；填好的数不会被覆盖"
        found.append(error("CLI024", "已经有这个文件", Span(str(output)), hint=hint))
    if found:
        raise InputError(found)


def _earlier(options: argparse.Namespace, rulebook: Rulebook, region: str) -> Dataset:
    """The figures of earlier years; what states no region or year is of the region, and of the year before."""
    if not options.earlier:
        return Dataset((), (), ())
    dataset = read_files(options.earlier, vocabulary_of(rulebook), Defaults(region, options.year - 1))
    if any(d.is_error for d in dataset.diagnostics):
        raise InputError(dataset.diagnostics)
    print_warnings(dataset.diagnostics)
    return dataset


def _command(options: argparse.Namespace) -> str:
    """How the filled workbook is checked: by the rules it was made from."""
    words = ["dabiao check", options.output.name]
    words += [f"--rules {_as_typed(str(folder))}" for folder in options.rules]
    words += [f"--pack {_as_typed(pack)}" for pack in options.pack]
    return " ".join(words)


def _as_typed(path: str) -> str:
    """A path from here as it was typed; of one from the root the name only: the workbook goes to other machines."""
    return Path(path).name if Path(path).is_absolute() else path


def _summary(template: Template, output: Path) -> str:
    asked = sum(len(block.lines) for block in template.blocks if not block.optional)
    optional = sum(len(block.lines) for block in template.blocks if block.optional)
    sheets = "".join(f"，{roster.sheet}（已列 {len(roster.rows)} 所）" for roster in template.rosters)
    return f"已写好 {output}：指标 {asked} 行，选填 {optional} 行，事项 {len(template.tasks)} 行{sheets}"


__all__ = ["parser", "run"]
