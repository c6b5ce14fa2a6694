"""Reports: the whole process from a table to the file, of one county, of a county with schools, and of the nation's counties.

Usage: python benchmarks/reports.py [runs]. The page alone, beside other tools' pages, is benchmarks/html_report.py.
"""

import os
import sys
import tempfile
from pathlib import Path

from bulk_data import write_figures, write_rules
from timing import Taken, apart, median, run

ROOT = Path(__file__).resolve().parent.parent
INPUTS = ROOT / "inputs"
COUNTY = [str(INPUTS / "dongli-2020.csv")]
SCHOOLS = [str(INPUTS / "示例-优质均衡.csv"), str(INPUTS / "示例-优质均衡-学校.csv")]


def main(runs: int) -> None:
    """Prints a line a report: milliseconds by wall and processor, peak memory, bytes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {**os.environ, "XDG_CACHE_HOME": f"{name}/cache", "COLUMNS": "120"}
        dabiao = [sys.executable, "-m", "dabiao", "check"]
        nation = folder / "nation.parquet"
        apart(write_figures, nation, 2844, 1, 60)
        rules = write_rules(folder / "rules", 60, 60)
        (rules / "regions.yaml").unlink()
        many = [*dabiao, str(nation), "--rules", str(rules), "--pack", "nation", "--engine", "columnar"]
        commands = {
            **{f"one county, {form}": ([*dabiao, *COUNTY], form) for form in ("txt", "json", "html", "xlsx", "docx")},
            **{
                f"county and schools, {form}": ([*dabiao, *SCHOOLS], form)
                for form in ("txt", "json", "html", "xlsx", "docx")
            },
            **{f"2,844 counties x 60, {form}": (many, form) for form in ("txt", "json", "html")},
        }
        run([*dabiao, *COUNTY, "--fail-on", "never"], environment)
        taken: dict[str, list[Taken]] = {kind: [] for kind in commands}
        for _ in range(runs):
            for number, (kind, (command, form)) in enumerate(commands.items()):
                path = folder / f"{number}.{form}"
                taken[kind].append(run([*command, "--fail-on", "never", "-o", str(path)], environment))
        print(f"median of {runs}, whole process{'':<6}{'wall ms':>9}{'cpu ms':>9}{'MB':>6}{'bytes':>13}")
        for number, (kind, (_, form)) in enumerate(commands.items()):
            one = median(taken[kind])
            size = (folder / f"{number}.{form}").stat().st_size
            print(f"{kind:<32}{one.wall * 1e3:>9.0f}{one.cpu * 1e3:>9.0f}{one.megabytes:>6.0f}{size:>13,}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
