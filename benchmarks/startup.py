"""Start-up: one county from CSV, whole process: an empty Python, dabiao with a warm and a cold rulebook cache, each peer on the same file.

Two tables: the same twenty floors on the same twenty figures by every tool (the packs that ship stay loaded, one more is added), and
a real county (东丽区 2020) against its real plan. Runs take turns (A B C, A B C, …), medians are printed.
Usage: python benchmarks/startup.py [python of the peers' environment] [runs]
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from timing import Taken, median, run

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "benchmarks" / "peers"
sys.path.insert(0, str(PEERS))

from floors import FLOORS, MISSED, REGION, write_csv  # noqa: E402 - the peers' folder is no package: its scripts run alone

TOOLS = ("plain", "zen_engine", "durable_rules", "pointblank", "pandera", "soda_core", "great_expectations")


def write_pack(folder: Path) -> None:
    """A pack of the twenty floors for the one county."""
    (folder / "indicators").mkdir()
    lines = [
        f"  - {{id: startup-{n}, name: {name}, unit: '%', direction: higher, bounds: [0, 150], decimals: 1}}"
        for n, name in enumerate(FLOORS)
    ]
    (folder / "indicators" / "startup.yaml").write_text("indicators:\n" + "\n".join(lines) + "\n", encoding="utf-8")
    said = [
        f"  - {{id: t{n}, indicator: startup-{n}, value: '>= {floor} %', every: year, force: must, "
        "clause: {at: 一 第1段, quote: 原文}}\n"
        for n, floor in enumerate(FLOORS.values())
    ]
    head = f'pack: startup\nsource: {{title: 示例规划, number: null, issuer: null, issued: null, region: "{REGION}", level: district, '
    (folder / "pack.yaml").write_text(head + "period: [2021, 2025]}\ntargets:\n" + "".join(said), encoding="utf-8")


def main(peers: str | None, runs: int) -> None:
    """Prints a line a command: median milliseconds, ratios to an empty Python by wall and by processor, peak memory."""
    with tempfile.TemporaryDirectory() as name:
        cache, pack, table = Path(name) / "cache", Path(name) / "rules", Path(name) / "county.csv"
        pack.mkdir()
        write_pack(pack)
        write_csv(str(table))
        dabiao = [str(Path(sys.executable).with_name("dabiao")), "check"]
        twenty = [*dabiao, str(table), "--rules", str(pack), "--pack", "startup", "--fail-on", "never"]
        real = [*dabiao, str(ROOT / "inputs" / "dongli-2020.csv")]
        # what is held against each other runs one after the other; what leaves the processor with other things in its caches, last
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "东丽区 2020: dabiao, warm cache": real,
            "东丽区 2020: reference alone": [*real, "--engine", "reference"],
            "东丽区 2020: json": [*real, "--format", "json"],
            "20 checks: dabiao, warm cache": twenty,
            "20 checks: dabiao, reference alone": [*twenty, "--engine", "reference"],
        }
        if peers:
            commands |= {f"20 checks: {tool}": [peers, "-W", "ignore", str(PEERS / f"{tool}_check.py"), str(table)] for tool in TOOLS}  # fmt: skip
        commands |= {"20 checks: dabiao, cold cache": twenty, "东丽区 2020: dabiao, cold cache": real}
        environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "COLUMNS": "120"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        shown = run(twenty, environment)
        assert f"未达标 {MISSED}" in shown.printed, shown.printed[:600]
        run(real, environment)
        taken: dict[str, list[Taken]] = {kind: [] for kind in commands}
        for _ in range(runs):
            for kind, command in commands.items():
                if "cold" in kind:
                    shutil.rmtree(cache)
                taken[kind].append(run(command, environment))
                if "cold" in kind:
                    run(twenty, environment)
                    run(real, environment)
    base = median(taken["python -c pass"])
    print(f"median of {runs}{'':<31}{'wall ms':>8}{'x':>7}{'cpu ms':>9}{'x':>7}{'MB':>6}")
    for kind, each in taken.items():
        one = median(each)
        wide = sum(ord(letter) > 0x2E80 for letter in kind)
        print(
            f"{kind:<{40 - wide}}{one.wall * 1e3:>8.0f}{one.wall / base.wall:>7.1f}"
            f"{one.cpu * 1e3:>9.0f}{one.cpu / base.cpu:>7.1f}{one.megabytes:>6.0f}"
        )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None, int(sys.argv[2]) if len(sys.argv) > 2 else 9)
