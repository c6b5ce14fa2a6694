"""HTML for 3,000 regions × 60 indicators: bytes and seconds, beside pointblank's and Great Expectations' on the same checks.

Usage: python benchmarks/html_report.py [python of the peers' environment] [runs]; without the first only our own is measured.
`make bench` sets up the peers

The runs take turns; medians of processor seconds, which other work on the machine does not lengthen. “report” is the writing of the page from verdicts (or validation results) already in memory, after a
first one of two rows that warms templates and imports; the peers run once a process, so theirs has no such first one.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from html_data import INDICATORS, REGIONS, figure, floor

from dabiao.assess.assessment import Assessment, ClauseText, Engines, Verdict
from dabiao.reports.html import render_matrix

PEERS = ("pointblank", "great_expectations")
LIMIT_BYTES, LIMIT_SECONDS = 1_000_000, 1.0


def regions(count: int) -> list[Assessment]:
    """Assessments of the figures: met, not met, no data."""
    bare = dict.fromkeys(Verdict._fields)
    common: dict[str, Any] = {
        **bare,
        "pack": "demo",
        "year": 2024,
        "form": "value",
        "op": ">=",
        "unit": "%",
        "force": "must",
        "due": True,
        "flags": (),
        "every": True,
        "binding": True,
        "lead": (),
        "origin": (),
        "readings": (),
        "rule": "",
        "note": "",
        "clause": ClauseText("示例规划", None, "一", "原文"),
    }
    kinds = []
    for n in range(INDICATORS):
        own: dict[str, Any] = {
            "target": f"t{n}",
            "indicator": f"i{n}",
            "indicator_name": f"示例指标{n + 1}",
            "limit": str(floor(n)),
        }
        kinds.append(Verdict(**{**common, **own, "requirement": f"≥ {floor(n)} %", "verdict": "no_data"}))
    made = []
    for region in range(count):
        verdicts = []
        for n, kind in enumerate(kinds):
            value = figure(region, n)
            if value is None:
                verdicts.append(kind)
                continue
            text, gap = str(value), max(floor(n) - value, 0)
            state = "not_met" if gap else "met"
            verdicts.append(kind._replace(value=text, shown=text, gap=str(gap), verdict=state))
        name = f"示例省示例市示例{region + 1}县"
        engines = Engines(("reference",), None, "")
        code = f"{110000 + region}"
        made.append(Assessment(code, name, 2024, engines, (), "", (), {}, tuple(verdicts), (), (), ()))
    return made


def ours(made: list[Assessment]) -> dict[str, float]:
    """Seconds and bytes of our page."""
    start = time.process_time()
    page = render_matrix(made)
    taken = time.process_time() - start
    failed = sum(verdict.verdict in ("not_met", "no_data") for one in made for verdict in one.verdicts)
    return {"checks": 0.0, "report": taken, "bytes": len(page), "failed": failed, "outside": page.count(b"https://")}


def theirs(python: str, peer: str, folder: str) -> dict[str, float]:
    """What a peer's process measured."""
    script = Path(__file__).with_name("html_peers.py")
    done = subprocess.run(
        [python, str(script), peer, f"{folder}/{peer}.html"], capture_output=True, text=True, check=True
    )
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def main(python: str | None, runs: int) -> None:
    """Prints a line a tool; fails where our own page is over its budget."""
    made = regions(REGIONS)
    render_matrix(made[:2])
    found: dict[str, list[dict[str, float]]] = {"dabiao": []}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(runs):
            found["dabiao"].append(ours(made))
            for peer in PEERS if python else ():
                found.setdefault(peer, []).append(theirs(python or "", peer, folder))
    print(f"{'':<20}{'bytes':>12}{'report s':>10}{'checks s':>10}{'failed':>9}{'links out':>11}")
    for name, measured in found.items():
        medians = {key: statistics.median(one[key] for one in measured) for key in measured[0]}
        checks = f"{medians['checks']:.2f}" if medians["checks"] else "-"
        print(
            f"{name:<20}{medians['bytes']:>12,.0f}{medians['report']:>10.2f}{checks:>10}"
            f"{medians['failed']:>9.0f}{medians['outside']:>11.0f}"
        )
    best = min(one["report"] for one in found["dabiao"])
    size = found["dabiao"][0]["bytes"]
    print(f"budget: {size:,.0f} of {LIMIT_BYTES:,} bytes, best {best:.2f} of {LIMIT_SECONDS:.2f} s")
    if size >= LIMIT_BYTES or best >= LIMIT_SECONDS:
        sys.exit("over budget")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None, int(sys.argv[2]) if len(sys.argv) > 2 else 5)
