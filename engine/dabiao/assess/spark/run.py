"""judge_many with its rows on Spark; what SQL can not decide exactly is judged on the driver by the reference engine, as ever."""

from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path

from dabiao.assess.columnar.model import Judged
from dabiao.assess.columnar.run import Tick, judge_many
from dabiao.diagnostics import InputError, Span, error
from dabiao.inputs.bulk.session import MEMORY
from dabiao.inputs.tidy import Defaults
from dabiao.rules.model import Rulebook, Waiver

NAME = "spark"


def judge_on_spark(
    rulebook: Rulebook,
    sources: Sequence[Path],
    years: Sequence[int] | None = None,
    *,
    master: str | None = None,
    regions: Sequence[str] | None = None,
    only: Collection[str] | None = None,
    waivers: Sequence[Waiver] = (),
    defaults: Defaults = Defaults(),  # noqa: B008
    table: Path | None = None,
    rows: bool = False,
    failing: bool = False,
    sample: int = 0,
    seed: int | None = None,
    memory: str = MEMORY,
    tick: Tick | None = None,
) -> Judged:
    """As columnar.judge_many, over Parquet files (or folders of them) that every worker of `master` can read.

    Raises InputError: ENG911, ENG912 without Spark, ENG913 for what is not a tidy table in Parquet, ENG914 where Spark fails.
    """
    others = [path for path in sources if path.suffix.lower() != ".parquet"]
    if others:
        hint = "把数据存成 Parquet（一行一个数，数值列用 DECIMAL、整数或文字），或换用 --engine columnar"
        raise InputError(
            [error("ENG913", "spark 引擎只读 Parquet 数据表", Span(path.as_posix()), hint=hint) for path in others]
        )
    missing = [path for path in sources if not path.exists()]
    if missing:
        raise InputError([error("INP400", "文件打不开", Span(path.as_posix()), hint="检查文件名") for path in missing])
    from dabiao.inputs.bulk.spark import opened

    judged = judge_many(
        rulebook, sources, years, regions=regions, only=only, waivers=waivers, defaults=defaults, table=table, rows=rows, failing=failing,
        sample=sample, seed=seed, memory=memory, tick=tick, opened=partial(opened, master), scanned_only=True,
    )  # fmt: skip
    return judged._replace(engine=NAME)
