"""Rewrites the golden files from what the reports give now: python tests/update_golden.py. Read the difference before committing."""

import re
from pathlib import Path

from dabiao.reports.html import render as render_html
from dabiao.reports.html import render_matrix
from dabiao.reports.terminal import render
from report_sample import SAMPLE

GOLDEN = Path(__file__).parent / "golden"
WIDTHS = (80, 120, 200)


def terminal(width: int) -> Path:
    """The golden file of the terminal report at a width."""
    return GOLDEN / f"terminal-{width}.txt"


def body(page: bytes) -> str:
    """What a page says and how it is built, without its style and script, and the policy that names them by their hashes."""
    text = re.sub(r"<style>.*?</style>|<script>.*?</script>|<meta http-equiv.*?>", "", page.decode(), flags=re.DOTALL)
    return "\n".join(line for line in text.splitlines() if line.strip()) + "\n"


def pages() -> dict[Path, str]:
    """The golden files of the HTML reports, with what they give now."""
    return {
        GOLDEN / "region.html": body(render_html(SAMPLE)),
        GOLDEN / "regions.html": body(
            render_matrix([SAMPLE, SAMPLE._replace(region="110102", region_name="某市乙区")])
        ),
    }


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for cells in WIDTHS:
        terminal(cells).write_bytes(render(SAMPLE, to_file=True, width=cells))
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
