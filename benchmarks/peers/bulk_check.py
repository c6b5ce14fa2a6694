"""The bulk work by another tool: python bulk_check.py TOOL FIGURES TARGETS SHARE. Prints one JSON line.

The figures and rules are those of ../bulk_data.py. polars and numpy give the engine's five verdicts, counted per county and year; the
others one comparison a verdict (the floor of the target in every year), which is less work. SHARE (0..1] is the part of the counties
looked at; reading and reshaping the figures is not counted for them, only for polars.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import polars as pl

FIRST, LAST, BASE, INDICATORS = 2015, 2025, 20, 300
VERDICTS = ("met", "not_met", "on_track", "behind", "pending")


def limit_of(target: int) -> int:
    """The floor of a target, in per cent (bulk_data.write_rules)."""
    return 40 + (target * 7919) % 60


class Clock:
    """Seconds on the wall and of processors since it was made."""

    def __init__(self) -> None:
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def told(self, **more: Any) -> dict[str, Any]:
        """The seconds gone, with whatever else there is to tell."""
        return {"wall": time.perf_counter() - self.wall, "cpu": time.process_time() - self.cpu, **more}


def rules(targets: int) -> pl.DataFrame:
    """A row a target: its indicator, its floor in hundredths, its kind (every year, with a baseline, neither)."""
    rows = [(f"t{n}", column(n), limit_of(n) * 100, n % 3) for n in range(targets)]
    return pl.DataFrame(rows, schema=["target", "indicator", "floor", "kind"], orient="row")


def polars(figures: str, targets: int, _share: float) -> dict[str, Any]:
    """One lazy query from Parquet: joined with the rules, judged exactly in whole hundredths, counted per county."""
    clock = Clock()
    value, floor, year, kind = _columns()
    reached = value >= floor
    due = (kind == 0) | (year == LAST)
    path = value * 11 >= BASE * 1100 + (floor - BASE * 100) * (year - FIRST + 1)
    counted = [
        reached.sum().alias("met"),
        (~reached & due).sum().alias("not_met"),
        (~reached & ~due & (kind == 1) & path).sum().alias("on_track"),
        (~reached & ~due & (kind == 1) & ~path).sum().alias("behind"),
        (~reached & ~due & (kind == 2)).sum().alias("pending"),
    ]
    made = _joined(figures, targets).group_by("region", "year").agg(counted).collect(engine="streaming")
    return clock.told(verdicts={name: int(made[name].sum()) for name in VERDICTS})


def polars_table(figures: str, targets: int, _share: float) -> dict[str, Any]:
    """The verdicts themselves, a row each, to Parquet."""
    clock = Clock()
    value, floor, year, kind = _columns()
    path = value * 11 >= BASE * 1100 + (floor - BASE * 100) * (year - FIRST + 1)
    verdict = (
        pl.when(value >= floor).then(pl.lit("met"))
        .when((kind == 0) | (year == LAST)).then(pl.lit("not_met"))
        .when(kind == 2).then(pl.lit("pending"))
        .when(path).then(pl.lit("on_track")).otherwise(pl.lit("behind")).alias("verdict")
    )  # fmt: skip
    _joined(figures, targets).select("region", "year", "target", verdict).sink_parquet(f"{figures}.verdicts")
    told = clock.told()
    made = pl.scan_parquet(f"{figures}.verdicts").group_by("verdict").len().collect()
    return {**told, "verdicts": dict(made.iter_rows())}


def _columns() -> tuple[pl.Expr, pl.Expr, pl.Expr, pl.Expr]:
    return pl.col("value"), pl.col("floor"), pl.col("year"), pl.col("kind")


def _joined(figures: str, targets: int) -> pl.LazyFrame:
    read = pl.scan_parquet(figures).with_columns((pl.col("value") * 100).cast(pl.Int64), pl.col("year").cast(pl.Int64))
    return read.join(rules(targets).lazy(), on="indicator")


def numpy(figures: str, targets: int, _share: float) -> dict[str, Any]:
    """Whole numbers in memory, already read and coded; only the judging and counting is timed."""
    import numpy as np

    frame = pl.read_parquet(figures).select(
        pl.col("region").cast(pl.Categorical).to_physical().cast(pl.Int64),
        pl.col("year").cast(pl.Int64) - FIRST + 1,
        pl.col("indicator").str.slice(2).cast(pl.Int64),
        (pl.col("value") * 100).cast(pl.Int64),
    )
    region, year, indicator, value = (frame[name].to_numpy() for name in ("region", "year", "indicator", "value"))
    del frame
    groups = (int(region.max()) + 1) * 11
    clock = Clock()
    total = np.zeros((groups, 5), dtype=np.int64)
    step = 1 << 20  # pieces that stay near the processor
    for start in range(0, len(value), step):
        r, y, i, v = (part[start : start + step] for part in (region, year, indicator, value))
        for first in range(0, targets, INDICATORS):
            numbers = np.arange(first, first + INDICATORS)
            floor = (40 + (numbers * 7919) % 60)[i] * 100
            kind = (numbers % 3)[i]
            verdict = np.where(
                v >= floor,
                0,
                np.where(
                    (kind == 0) | (y == 11),
                    1,
                    np.where(kind == 2, 4, np.where(v * 11 >= BASE * 1100 + (floor - BASE * 100) * y, 2, 3)),
                ),
            )
            total += np.bincount((r * 11 + y - 1) * 5 + verdict, minlength=groups * 5).reshape(groups, 5)
    return clock.told(verdicts=dict(zip(VERDICTS, (int(n) for n in total.sum(axis=0)), strict=True)))


def wide(figures: str, share: float) -> pl.DataFrame:
    """A row a county and year, a column an indicator: what validators of tables take."""
    frame = pl.read_parquet(figures).with_columns(pl.col("value").cast(pl.Float64))
    codes = frame["region"].unique().sort()
    kept = codes.head(max(1, round(len(codes) * share)))
    return frame.filter(pl.col("region").is_in(kept.implode())).pivot(
        on="indicator", index=["region", "year"], values="value"
    )


def column(target: int) -> str:
    """The indicator of a target."""
    return f"指标{target % INDICATORS:03}"


def pandera(figures: str, targets: int, share: float) -> dict[str, Any]:
    """A schema of one check a target, lazily, so that every failure is found."""
    import pandera.pandas as pa

    frame = wide(figures, share).to_pandas()
    checks: dict[str, list[Any]] = {}
    for n in range(targets):
        checks.setdefault(column(n), []).append(pa.Check.ge(limit_of(n)))
    clock = Clock()
    schema = pa.DataFrameSchema({name: pa.Column(float, given) for name, given in checks.items()})
    failed = 0
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as found:
        failed = len(found.failure_cases)
    return clock.told(verdicts={"compared": len(frame) * targets, "below": failed})


def pointblank(figures: str, targets: int, share: float) -> dict[str, Any]:
    """A plan of one step a target."""
    import pointblank as pb

    frame = wide(figures, share)
    clock = Clock()
    plan = pb.Validate(frame)
    for n in range(targets):
        plan = plan.col_vals_ge(column(n), limit_of(n))
    failed = sum(plan.interrogate().n_failed().values())
    return clock.told(verdicts={"compared": len(frame) * targets, "below": failed})


def zen_engine(figures: str, targets: int, share: float) -> dict[str, Any]:
    """A decision of one expression a target, evaluated once for every county and year."""
    import zen

    rows = wide(figures, share).rename({f"指标{n:03}": f"x{n}" for n in range(INDICATORS)}).to_dicts()
    said = [{"id": f"e{n}", "key": f"r{n}", "value": f"x{n % INDICATORS} >= {limit_of(n)}"} for n in range(targets)]
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "content": {}},
        {"id": "rules", "type": "expressionNode", "name": "rules", "content": {"expressions": said}},
        {"id": "out", "type": "outputNode", "name": "out", "content": {}},
    ]
    ends = (("in", "rules"), ("rules", "out"))
    edges = [{"id": f"{a}-{b}", "sourceId": a, "targetId": b, "type": "edge"} for a, b in ends]
    clock = Clock()
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    failed = 0
    for row in rows:
        failed += sum(not held for held in decision.evaluate(row)["result"].values())
    return clock.told(verdicts={"compared": len(rows) * targets, "below": failed})


def durable_rules(figures: str, targets: int, share: float) -> dict[str, Any]:
    """Two rules a target in rulesets of twenty targets (it hangs on more); a fact a figure and target."""
    from durable.engine import Ruleset

    rows = wide(figures, share).to_dicts()
    below: list[int] = []
    clock = Clock()
    for first in range(0, targets, 20):
        numbers = range(first, min(first + 20, targets))
        made: dict[str, Any] = {}
        for n in numbers:
            for name, sign, act in (("met", "$gte", _pass), ("not", "$lt", lambda closure: below.append(1))):
                asked = {"$and": [{"k": n}, {sign: {"v": limit_of(n) * 100}}]}
                made[f"{name}{n}"] = {"all": [{"m": asked}], "run": act}
        ruleset = Ruleset(f"t{first}", None, made)
        number = 0
        for row in rows:
            for n in numbers:
                number += 1
                fact = {"id": number, "sid": "0", "k": n, "v": round(row[column(n)] * 100)}
                ruleset.do_actions(ruleset.assert_fact(fact), lambda failure, state: None)
        ruleset.delete_state("0")
    return clock.told(verdicts={"compared": len(rows) * targets, "below": len(below)})


def _pass(_closure: Any) -> None:
    """A figure that reaches its floor."""


def main(tool: str, figures: str, targets: str, share: str) -> None:
    """Runs one tool once."""
    tools: dict[str, Callable[[str, int, float], dict[str, Any]]] = {
        one.__name__: one for one in (polars, polars_table, numpy, pandera, pointblank, zen_engine, durable_rules)
    }
    told = tools[tool](figures, int(targets), float(share))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print("\n" + json.dumps({**told, "megabytes": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:5])
