"""Rewrites the golden files from what the reports give now: python tests/update_golden.py. Read the difference before committing."""

from pathlib import Path

from dabiao.reports.terminal import render
from report_sample import SAMPLE

GOLDEN = Path(__file__).parent / "golden"
WIDTHS = (80, 120, 200)


def terminal(width: int) -> Path:
    """The golden file of the terminal report at a width."""
    return GOLDEN / f"terminal-{width}.txt"


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for cells in WIDTHS:
        terminal(cells).write_bytes(render(SAMPLE, to_file=True, width=cells))
