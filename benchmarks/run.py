"""Runs the benchmarks one after another and writes RESULTS.md whole: what each printed, the command beside it, the machine and its load.

Usage: python benchmarks/run.py [--full] [--only 3] [python of the peers' environment]. Without peers the lines about them are left out.
`--only` measures one section anew, each of which is one run with its own load beside it; what is not measured stands as it was. Words about the figures stand in notes.md.
"""

import argparse
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "RESULTS.md"
PEERS = "PEERS"  # stands for the peers' interpreter in a command


class Bench(NamedTuple):
    """A section: its title, its command (script and arguments), whether only a full run has it."""

    title: str
    command: str
    full: bool = False


BENCHES = (
    Bench("1. Start-up", f"startup.py {PEERS} 15"),
    Bench("2. Bulk: 9.4 M figures, 300 targets, against other tools", f"bulk_peers.py {PEERS} 300 3"),
    Bench("2. Bulk: 3,000 targets", "bulk.py 3000 1 1 --no-table"),
    Bench("2. Bulk: 3,000 targets, against other tools", f"bulk_peers.py {PEERS} 3000 1", full=True),
    Bench("3. Schools", f"schools_bulk.py 210000 3 {PEERS}"),
    Bench("3. School tables, one row a school", "schools_wide.py 210000 2000"),
    Bench("4. Growth: 1, 3 and 10 times the rows", "bulk.py 300 3 1 3 10 --no-table"),
    Bench("5. Rulebook", "rulebook.py 5"),
    Bench("6. Reports, whole process", "reports.py 3"),
    Bench("6. The page of 3,000 regions x 60 indicators", f"html_report.py {PEERS} 3"),
    Bench("6. A county of 3,000 schools from a workbook", "schools.py 3000", full=True),
    Bench("7. A cluster: Spark beside DuckDB", "spark.py", full=True),
    Bench("7. A cluster: 巩固率 from pupil records, both engines", "derive.py both 1000000 10000000", full=True),
    Bench("7. Drafts of rules", "draft.py", full=True),
    Bench("8. Where the time goes", "phases.py"),
)


class Budget(NamedTuple):
    """What a figure is to stay under: the section, a pattern whose group is the figure in what was printed, the limit, the unit."""

    what: str
    section: str
    pattern: str
    limit: float
    unit: str


_BULK, _GROWTH, _PAGE = BENCHES[1].title, BENCHES[6].title, BENCHES[9].title
_TIMES = r" +\S+ +(\S+)"  # the ratio beside the wall milliseconds
_TIMES_CPU = r" +\S+ +\S+ +\S+ +(\S+)"
_SCAN, _HAND, _EMPTY = "x the raw scan", "x the hand-written query", "x python -c pass"
BUDGETS = (
    Budget("one county from CSV, warm, wall", BENCHES[0].title, "东丽区 2020: dabiao, warm cache" + _TIMES, 8, _EMPTY),
    Budget("the same, 20 checks, wall", BENCHES[0].title, "20 checks: dabiao, warm cache" + _TIMES, 8, _EMPTY),
    Budget("bulk, 300 targets, counts, wall", _BULK, "dabiao, counts" + _TIMES, 5, _SCAN),
    Budget("the same by processor time", _BULK, "dabiao, counts" + _TIMES_CPU, 5, _SCAN),
    Budget("the same, peak memory", _BULK, "dabiao, counts" + r" +\S+" * 4 + r" +(\d+)", 400, "MB"),
    Budget("10 times the rows, wall", _GROWTH, r" 93\.9 M .* counts .*   +(\S+) +\S+ +\S+", 11, "x the time"),
    Budget("10 times the rows, processor time", _GROWTH, r" 93\.9 M .* counts .*   +\S+ +(\S+) +\S+", 11, "x the time"),
    Budget("10 times the rows, peak memory", _GROWTH, r" 93\.9 M .* counts .*   +\S+ +\S+ +(\S+)", 1.5, "x the memory"),
    Budget("210,000 schools, wall", BENCHES[4].title, "dabiao" + _TIMES, 2, _HAND),
    Budget("210,000 schools, processor time", BENCHES[4].title, "dabiao" + _TIMES_CPU, 2, _HAND),
    Budget("page of 3,000 regions x 60, size", _PAGE, r"budget: (\S+) of", 1e6, "bytes"),
    Budget("page of 3,000 regions x 60, processor time", _PAGE, r"best (\S+) of", 1, "s"),
)


def budgets(sections: Sequence[str]) -> str:
    """The table of budgets: what was asked, what was measured, whether it is kept."""
    lines = ["## Budgets", "", "| what | budget | measured | |", "|---|---|---|---|"]
    for one in BUDGETS:
        text = next((section for section in sections if section.startswith(f"## {one.section}\n")), "")
        found = re.search(one.pattern, text)
        figure = float(found[1].replace(",", "")) if found else None
        kept = "not measured" if figure is None else "kept" if figure <= one.limit else "**missed**"
        lines.append(f"| {one.what} | ≤ {one.limit:,g} {one.unit} | {'-' if found is None else found[1]} | {kept} |")
    return "\n".join(lines) + "\n"


def run(bench: Bench, peers: str | None) -> str:
    """A section of the page."""
    shown = " ".join(word for word in bench.command.split() if peers or word != PEERS)
    if not peers and "bulk_peers" in shown:
        return f"## {bench.title}\n\nNot measured: there is no peers' environment (`make bench` sets it up).\n"
    words = [peers if word == PEERS and peers else word for word in shown.split()]
    load, start = os.getloadavg()[0], time.perf_counter()
    print(f"{bench.title}: {shown}", file=sys.stderr, flush=True)
    done = subprocess.run(
        [sys.executable, str(HERE / words[0]), *words[1:]],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    took = f"{time.perf_counter() - start:.0f} s, load {load:.1f} before and {os.getloadavg()[0]:.1f} after"
    said = "" if not done.returncode else f"\n**The command ended with exit code {done.returncode}.**\n"
    command = f"python benchmarks/{shown.replace(PEERS, '.venv-peers/bin/python')}"
    printed = done.stdout.strip("\n").replace(str(HERE.parent), ".")
    return f"## {bench.title}\n\n`{command}` ({took})\n{said}\n```\n{printed}\n```\n"


def machine(peers: str | None) -> str:
    """The first lines: which machine, which versions, which load."""
    import duckdb

    loads = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    named = ("duckdb", "durable_rules", "rich")
    lines = [
        f"{os.cpu_count()} processors, {platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"dabiao {version('dabiao')}, DuckDB {duckdb.__version__}, "
        + ", ".join(f"{one} {version(one)}" for one in named[1:])
        + ".",
        f"Load averages (1, 5, 15 minutes) before the last run: {loads}; each section names its own.",
    ]
    pinned = [line for line in (HERE / "peers.txt").read_text(encoding="utf-8").splitlines() if "==" in line]
    lines.append("Peers: " + (", ".join(pinned) if peers else "none measured") + ".")
    return "\n".join(lines) + "\n"


def kept(bench: Bench) -> str:
    """A section as the page has it; empty where it has none."""
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    found = re.search(rf"^## {re.escape(bench.title)}\n.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[0].rstrip() + "\n" if found else ""


def main(peers: str | None, *, full: bool, only: str | None) -> None:
    """Runs, and writes the page; with `only` (the beginning of a title) the other sections stay as they are."""
    head = f"# Results\n\nWritten by `make bench`{' (`--full`)' if full else ''}; do not edit. {machine(peers)}"

    def wanted(one: Bench) -> bool:
        return one.title.startswith(only) if only is not None else full or not one.full

    sections = [run(one, peers) if wanted(one) else kept(one) for one in BENCHES]
    notes = (HERE / "notes.md").read_text(encoding="utf-8")
    made = RESULTS.with_suffix(".md.new")
    made.write_text("\n".join([head, budgets(sections), notes, *filter(None, sections)]), encoding="utf-8")
    made.replace(RESULTS)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="all benchmarks, written to RESULTS.md")
    options.add_argument("peers", nargs="?", help="the python of the peers' environment")
    options.add_argument("--full", action="store_true", help="the slow ones as well")
    options.add_argument("--only", help="measure only the sections whose title begins so")
    given = options.parse_args()
    main(given.peers, full=given.full, only=given.only)
