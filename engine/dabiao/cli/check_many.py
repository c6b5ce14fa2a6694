"""dabiao check of many regions: one run of the columnar engine over all of them."""

import argparse
import sys
import zlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from dabiao.assess.columnar import Judged, judge_many
from dabiao.assess.run import SPARK
from dabiao.cli._common import (
    Loaded,
    ProgressLine,
    load_waiver_option,
    print_warnings,
    resolve_region,
    write_output,
    write_text,
)
from dabiao.cli.main import OK, OWED, USAGE
from dabiao.diagnostics import InputError, error
from dabiao.inputs.model import Dataset
from dabiao.inputs.tidy import Defaults

# so many regions are judged again by the reference engine, unless columnar was asked for alone
SAMPLE = 3


def run_many(options: argparse.Namespace, wanted: str, rules: Loaded, dataset: Dataset | None = None) -> int | None:
    """Judges all regions of the files (or of what was read of them), reported as `wanted`; the exit code, or None where there is only one region."""
    if wanted not in ("terminal", "json", "html"):
        hint = "多个地区用 terminal、json、html，或 -o 判定表.parquet；一个地区加 --region"
        raise InputError([error("CLI031", f"多个地区的报告没有 {wanted} 格式", hint=hint)])
    table = options.output if options.output is not None and options.output.suffix.lower() == ".parquet" else None
    files = [Path(file) for file in options.files]
    seed = options.seed if options.seed is not None else _seed(rules, files)
    region = resolve_region(options.region, rules.rulebook)
    with ProgressLine(sys.stderr) as line:
        judged = _judge(options)(
            rules.rulebook,
            files if dataset is None else dataset,
            None if options.year is None else [options.year],
            regions=None if region is None else [region],
            only=rules.only,
            waivers=load_waiver_option(options.waivers),
            defaults=Defaults(region, options.year),
            table=table,
            rows=wanted == "html",
            failing=True,
            sample=SAMPLE if options.engine == "auto" else 0,
            seed=seed,
            tick=line.judged,
        )
    if len(judged.regions) < 2 and dataset is None and table is None and options.engine != SPARK:
        return None
    print_warnings(rules.warnings)
    if wanted == "json":
        from dabiao.reports.many_json import render as render_json

        write_output(render_json(judged, rules.rulebook), None if table else options.output)
    elif wanted == "html":
        from dabiao.reports.many_html import render as render_html

        write_output(render_html(judged, rules.rulebook), None if table else options.output)
    else:
        from dabiao.reports.many import render

        write_text(render(judged, rules.rulebook), None if table else options.output)
    return exit_code(judged, options.fail_on)


def _judge(options: argparse.Namespace) -> Callable[..., Judged]:
    """What judges: DuckDB here, or Spark where --engine spark says so."""
    if options.engine != SPARK:
        return judge_many
    from dabiao.assess.spark import judge_on_spark

    return partial(judge_on_spark, master=options.master)


def _seed(rules: Loaded, files: Sequence[Path]) -> int:
    """The same for the same rules and files, so that a report is the same twice."""
    told = [rules.rulebook.sha256, *(f"{file.name} {file.stat().st_size}" for file in files if file.is_file())]
    return zlib.crc32("\n".join(told).encode())


def exit_code(judged: Judged, fail_on: str) -> int:
    """1 where a region owes something it has not met, 2 where a document yielded no verdict, else 0."""
    if judged.incomplete:
        return USAGE
    owed = {"must": ("must",), "strive": ("must", "strive"), "never": ()}[fail_on]
    return OWED if judged.counts.owes(owed) else OK
