"""Rewrites the README's excerpt from what the report gives now: python tests/update_readme.py. Read the difference before committing."""

import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"
CUT = "……"
# from the first line that begins with the one, up to the next that begins with the other
STRETCHES = (
    ("天津市东丽区（", "二、"),
    ("三、逐项判定", "┄"),
    ("▲ 进度正常  普惠性幼儿园覆盖率", "┄"),
    ("四、缺数据", "  "),
    ("  公办园在园幼儿占比", " 【"),
)
_EXCERPT = re.compile(r"(?<=```text excerpt\n).*?(?=\n```$)", re.DOTALL | re.MULTILINE)


def report() -> str:
    """The report the README shows, at 100 columns."""
    environment = {
        **os.environ,
        "COLUMNS": "100",
        "PYTHONPATH": str(README.parent / "engine"),
        "PYTHONIOENCODING": "utf-8",
    }
    command = [sys.executable, "-m", "dabiao", "check", "inputs/dongli-2020.csv"]
    done = subprocess.run(
        command, cwd=README.parent, env=environment, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout


def excerpt(text: str) -> str:
    """The telling stretches of a report, …… where something is cut."""
    lines = [line for line in text.splitlines() if line.strip("═") or not line]
    parts, at = [], 0
    for start, end in STRETCHES:
        first = next(n for n in range(at, len(lines)) if lines[n].startswith(start))
        at = next(n for n in range(first + 1, len(lines)) if lines[n].startswith(end))
        parts.append("\n".join(lines[first:at]).strip("\n"))
    return f"\n{CUT}\n".join(parts) + f"\n{CUT}"


def shown() -> str:
    """The excerpt the README holds."""
    found = _EXCERPT.search(README.read_text(encoding="utf-8"))
    assert found is not None
    return found[0]


if __name__ == "__main__":
    fresh = excerpt(report())
    README.write_text(_EXCERPT.sub(lambda _: fresh, README.read_text(encoding="utf-8")), encoding="utf-8")
