"""School tables of many counties, one row a school: the national standards and rules of data quality over all of them, whole process.

The rows are those of inputs/示例-优质均衡-学校.csv again and again, under names and counties of their own: 75 columns, about 72 figures a
school. `read` is the same number of columns through the reader of single tables, of few schools (what a scan of the table spares).
Usage: python benchmarks/schools_wide.py [schools] [schools read row by row]
"""

import csv
import sys
import tempfile
from pathlib import Path

from timing import apart, run

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "inputs" / "示例-优质均衡-学校.csv"
SCHOOLS, COUNTIES = 210_000, 2_844
READ = (
    "import sys; from dabiao.cli._common import load_rules; from dabiao.cli.check import parser; from dabiao.assess.columnar import judge_many; "
    "from dabiao.inputs.read import read_files; from dabiao.inputs.vocabulary import vocabulary_of; "
    "book = load_rules(parser().parse_args(['-'])).rulebook; judge_many(book, read_files(sys.argv[1:], vocabulary_of(book)), failing=True)"
)


def write_schools(path: Path, schools: int) -> None:
    """The table: schools of one county stand together, 74 in each."""
    with SAMPLE.open(encoding="utf-8-sig", newline="") as file:
        sample = list(csv.DictReader(file))
    counties = max(2, schools * COUNTIES // SCHOOLS)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, sample[0].keys())
        writer.writeheader()
        for n in range(schools):
            county = n * counties // schools
            own = {
                "区县代码": str(110101 + county // 90 * 100 + county % 90),
                "学校名称": f"{sample[n % len(sample)]['学校名称'].removeprefix('示例')}{n:06d}",
            }
            writer.writerow(sample[n % len(sample)] | own)


def main(schools: int, few: int) -> None:
    """Prints a line for each: seconds, processor seconds, peak memory, and milliseconds a school."""
    print(f"{'':<44}{'wall s':>8}{'cpu s':>8}{'MB':>7}{'ms a school':>13}")
    with tempfile.TemporaryDirectory() as name:
        for count, label, words in (
            (few, "read row by row, judged", ["-c", READ]),
            (few, "dabiao check", ["-m", "dabiao", "check", "--fail-on", "never"]),
            (schools, "dabiao check", ["-m", "dabiao", "check", "--fail-on", "never"]),
        ):
            path = Path(name) / f"学校-{count}.parquet"
            apart(write_parquet, path, count)
            done = run([sys.executable, *words, str(path)])
            print(
                f"{f'{count:,} schools, {label}':<44}{done.wall:>8.1f}{done.cpu:>8.1f}{done.megabytes:>7.0f}{done.wall / count * 1e3:>13.2f}",
                flush=True,
            )


def write_parquet(path: Path, schools: int) -> None:
    """The table as Parquet: text of any size is scanned only above 5 MB."""
    import duckdb

    text = path.with_suffix(".csv")
    write_schools(text, schools)
    with duckdb.connect() as connection:
        connection.execute(f"COPY (FROM read_csv('{text}', header=true)) TO '{path}' (FORMAT parquet)")
    text.unlink()


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    main(given[0] if given else SCHOOLS, given[1] if len(given) > 1 else 2_000)
