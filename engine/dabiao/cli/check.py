"""dabiao check."""

import argparse
import os
import sys
from collections.abc import Sequence

from dabiao.assess.assessment import Assessment
from dabiao.assess.run import AUTO, COLUMNAR, ENGINES, SPARK, assess
from dabiao.cli._common import (
    ProgressLine,
    add_data_options,
    add_rule_options,
    as_path,
    choose_region,
    choose_year,
    load_data,
    load_rules,
    load_waiver_option,
    lowest_regions,
    print_warnings,
)
from dabiao.cli._formats import add_format_options, chosen_format, write_report
from dabiao.cli.main import OK, OWED, USAGE, command_parser
from dabiao.inputs.read import ARROW

EXAMPLES = """  dabiao check inputs/dongli-2020.csv
  dabiao check 填报表.xlsx --region 东丽区 --year 2023
  dabiao check 填报表.xlsx -o 报告.docx
  dabiao check 填报表.xlsx --format json -o 评估.json
  dabiao check 填报表.xlsx --pack dongli-plan-2021 --fail-on strive
  dabiao check 全省.parquet -o 判定表.parquet

退出码：0 没有到期未达标的目标  1 有到期未达标的目标  2 用法、规则或数据有误  3 引擎或程序故障"""


def parser() -> argparse.ArgumentParser:
    """The options of check."""
    options = command_parser("check", EXAMPLES)
    add_data_options(options)
    add_rule_options(options)
    options.add_argument("--waivers", type=as_path, metavar="文件", help="豁免清单（YAML）")
    options.add_argument(
        "--engine",
        choices=(*ENGINES, SPARK),
        default=AUTO,
        help="判定引擎；auto 用两个引擎各判一遍并核对（缺省），数据里有多个地区时用 columnar 并抽查；"
        "spark 用集群扫描 Parquet 数据（须另装 dabiao[spark] 和 Java）",
    )
    options.add_argument(
        "--master", metavar="地址", help="--engine spark 的集群地址，例如 spark://主机:7077；不写则用本机"
    )
    options.add_argument("--seed", type=int, metavar="整数", help="多个地区时抽查用的种子；不写则由规则和文件定")
    add_format_options(options)
    options.add_argument(
        "--fail-on",
        choices=("must", "strive", "never"),
        default="must",
        help="哪些目标到期未达标时退出码为 1：must 硬性要求（缺省），strive 连同力争，never 都不",
    )
    return options


# text this large (the schools of a dozen counties) is scanned, not read cell by cell
_LARGE = 1_000_000


def is_scanned(files: Sequence[str]) -> bool:
    """Whether files are for the scan: Parquet, Arrow, or text of some size."""
    suffixes = [os.path.splitext(file)[1].lower() for file in files]
    return any(
        suffix in (".parquet", *ARROW) or (suffix == ".csv" and os.path.isfile(file) and os.path.getsize(file) > _LARGE)
        for file, suffix in zip(files, suffixes, strict=True)
    )


def run(argv: Sequence[str]) -> int:
    """Checks statistics; returns the exit code."""
    options = parser().parse_args(argv)
    wanted = chosen_format(options)
    rules = load_rules(options)
    for_many = options.region is None and options.engine in (AUTO, COLUMNAR)
    if options.engine == SPARK:
        from dabiao.cli.check_many import run_many

        return run_many(options, wanted, rules) or OK  # never None on Spark
    to_table = options.output is not None and options.output.suffix.lower() == ".parquet"
    if for_many and (to_table or is_scanned(options.files)):
        from dabiao.cli.check_many import run_many

        if (code := run_many(options, wanted, rules)) is not None:
            return code
    dataset = load_data(options, rules.rulebook)
    if for_many and len(lowest_regions(dataset)) > 1:
        from dabiao.cli.check_many import run_many

        return run_many(options, wanted, rules, dataset) or OK  # never None where figures were given
    region = choose_region(options, rules.rulebook, dataset)
    year, waivers = choose_year(options, dataset, region), load_waiver_option(options.waivers)
    with ProgressLine(sys.stderr) as line:
        assessment = assess(
            rules.rulebook, dataset, region, year, options.engine, rules.only, waivers, progress=line.judged
        )
    print_warnings(rules.warnings)
    write_report(assessment, wanted, options)
    return exit_code(assessment, options.fail_on)


def exit_code(assessment: Assessment, fail_on: str) -> int:
    """1 where something owed is not met, 2 where a document yielded no verdict at all, else 0."""
    if assessment.incomplete:
        return USAGE
    owed = {"must": ("must",), "strive": ("must", "strive"), "never": ()}[fail_on]
    return OWED if any(v.verdict == "not_met" and v.force in owed for v in assessment.verdicts) else OK
