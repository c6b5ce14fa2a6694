"""dabiao derive."""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from dabiao.cli._common import add_rule_options, load_rules, print_warnings, write_output
from dabiao.cli.main import OK, command_parser
from dabiao.diagnostics import InputError, error
from dabiao.rules.files import bundled_rules

EXAMPLES = """  dabiao derive 学籍.parquet -o 要素.parquet
  dabiao check 要素.parquet 其他数据.parquet

学籍记录一名学生一学年一行，列名：地区、学校、学籍号、年级、学年、状态（在读、转入、转出、死亡、毕业）。
算法写在 rules/derivations/retention.sql，一看便知每个数怎么数。"""


def parser() -> argparse.ArgumentParser:
    """The options of derive."""
    options = command_parser("derive", EXAMPLES)
    options.add_argument("files", nargs="+", type=Path, metavar="文件", help="学籍记录（Parquet）")
    add_rule_options(options)
    options.add_argument(
        "--engine", choices=("duckdb", "spark"), default="duckdb", help="在哪里算（缺省 duckdb，本机）"
    )
    options.add_argument("--master", metavar="地址", help="--engine spark 的集群地址；不写则用本机")
    options.add_argument("-o", "--output", type=Path, required=True, metavar="文件", help="写到 .parquet 或 .csv 文件")
    return options


def run(argv: Sequence[str]) -> int:
    """Derives figures from records; returns the exit code."""
    options = parser().parse_args(argv)
    if options.output.suffix.lower() not in (".parquet", ".csv"):
        raise InputError([error("CLI041", "输出文件名要以 .parquet 或 .csv 结尾", hint="例如 -o 要素.parquet")])
    rules = load_rules(options)
    from dabiao.inputs.bulk.derive import derive
    from dabiao.inputs.bulk.session import session

    query = (bundled_rules() / "derivations" / "retention.sql").read_text(encoding="utf-8")
    opened = session
    if options.engine == "spark":
        from functools import partial

        from dabiao.inputs.bulk.spark import opened as on_spark

        opened = partial(on_spark, options.master)
    with tempfile.TemporaryDirectory(prefix="dabiao-") as folder, opened("1GB") as (connection, _):
        made = Path(folder) / f"derived{options.output.suffix.lower()}"
        count = derive(connection, options.files, query, rules.rulebook.regions, made)
        write_output(made.read_bytes(), options.output)
    print_warnings(rules.warnings)
    print(f"写出 {count} 个数：{options.output}")
    return OK
