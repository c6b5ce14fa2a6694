"""The bulk work by other tools beside the engine's, on one file of figures: a line a tool, ratios to the raw DuckDB scan.

polars and numpy must give the engine's verdicts, one for one; the others compare less (peers/bulk_check.py) and see only a share of the
counties: their figures are what was measured divided by that share. Usage: python benchmarks/bulk_peers.py PEERS_PYTHON [targets] [runs]
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path

from bulk import Measured, measure
from bulk_data import write_figures, write_rules
from timing import apart, run

SCRIPT = Path(__file__).with_name("peers") / "bulk_check.py"
SHARES = {
    "polars": 1.0, "polars_table": 1.0, "numpy": 1.0, "zen_engine": 0.02, "pointblank": 0.05, "pandera": 0.05, "durable_rules": 0.002,
}  # fmt: skip
EXACT = ("polars", "polars_table", "numpy")


def by_peer(python: str, tool: str, figures: Path, targets: int) -> Measured:
    """What a peer's process measured, for all the counties."""
    share = SHARES[tool] * min(1.0, 300 / targets) if tool not in EXACT else 1.0
    command = [python, "-W", "ignore", str(SCRIPT), tool, str(figures), str(targets), str(share)]
    found: Measured = json.loads(run(command).printed.splitlines()[-1])
    return {**found, "wall": found["wall"] / share, "cpu": found["cpu"] / share, "share": share}


def main(python: str, targets: int, runs: int) -> None:
    """Prints the table; fails where an exact peer's verdicts are not the engine's."""
    with tempfile.TemporaryDirectory() as name:
        figures = Path(name) / "figures.parquet"
        rules, rows = write_rules(Path(name) / "rules", targets), apart(write_figures, figures)
        taken: dict[str, list[Measured]] = {}
        exact = [tool for tool in EXACT if targets <= 300 or tool != "polars_table"]
        for _ in range(runs):
            for kind in ("scan", "counts", *(["table"] if targets <= 300 else [])):
                taken.setdefault(kind, []).append(measure(kind, figures, rules))
            for tool in exact:
                taken.setdefault(tool, []).append(by_peer(python, tool, figures, targets))
        for tool in SHARES:
            if tool not in EXACT:
                taken[tool] = [by_peer(python, tool, figures, targets)]
    expected = taken["counts"][0]["verdicts"]
    for tool in exact:
        assert taken[tool][0]["verdicts"] == expected, (tool, taken[tool][0]["verdicts"], expected)
    print(f"{rows / 1e6:.1f} M figures x {targets} targets; verdicts of {', '.join(exact)} = the engine's: {expected}")
    print(f"median of {runs} (shares: of 1){'':<10}{'wall ms':>10}{'x scan':>9}{'cpu ms':>10}{'x scan':>9}{'MB':>6}")
    names = {"scan": "raw DuckDB scan", "counts": "dabiao, counts", "table": "dabiao, verdict table", "polars": "polars, counts", "polars_table": "polars, verdict table", "numpy": "numpy, in memory"}  # fmt: skip
    base = {key: statistics.median(one[key] for one in taken["scan"]) for key in ("wall", "cpu")}
    for kind, each in taken.items():
        wall, cpu = (statistics.median(one[key] for one in each) for key in ("wall", "cpu"))
        share = each[0].get("share", 1)
        said = f"  from {share:.4%} of the counties" if share < 1 else ""
        print(
            f"{names.get(kind, kind):<35}{wall * 1e3:>10,.0f}{wall / base['wall']:>9.1f}{cpu * 1e3:>10,.0f}"
            f"{cpu / base['cpu']:>9.1f}{max(one['megabytes'] for one in each):>6}{said}"
        )


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[2:]]
    main(sys.argv[1], given[0] if given else 300, given[1] if len(given) > 1 else 3)
