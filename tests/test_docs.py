"""What the documents tell a reader to do works: their commands run, their links lead somewhere, their excerpts are real."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from docs_helpers import ROOT, anchors, blocks, documents, links, table, text_of
from update_readme import excerpt, report, shown

GUIDES = ("README.md", "README.zh-CN.md")
LINKS = [(page.relative_to(ROOT).as_posix(), link) for page in documents() for link in links(page.read_text("utf-8"))]


def commands(guide: str) -> list[str]:
    """The lines of a guide's fenced blocks that begin with dabiao."""
    lines = [line for block in blocks(text_of(guide)) for line in block.text.splitlines()]
    return [line for line in lines if line.startswith("dabiao ")]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the guides assume: the inputs, and the tables the guides themselves show."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "inputs", folder / "inputs")
    for guide in GUIDES:
        for block in blocks(text_of(guide)):
            if block.language == "csv":
                (folder / block.title).write_text(block.text, encoding="utf-8")
    return folder


def run(arguments: list[str], folder: Path, columns: int = 100) -> subprocess.CompletedProcess[str]:
    """dabiao as a user runs it."""
    environment = {
        **os.environ,
        "COLUMNS": str(columns),
        "PYTHONPATH": str(ROOT / "engine"),
        "PYTHONIOENCODING": "utf-8",
    }
    command = [sys.executable, "-m", "dabiao", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=120)


@pytest.mark.parametrize(("guide", "command"), [(guide, line) for guide in GUIDES for line in commands(guide)])
def test_the_commands_of_a_guide_work(desk: Path, guide: str, command: str) -> None:
    done = run(shlex.split(command)[1:], desk)
    assert done.returncode in (0, 1), done.stderr
    assert done.stdout or "-o" in command


def test_the_guides_show_commands_at_all() -> None:
    assert all(len(commands(guide)) >= 4 for guide in GUIDES)


@pytest.mark.parametrize(("page", "link"), LINKS, ids=[f"{page}:{link}" for page, link in LINKS])
def test_a_link_leads_somewhere(page: str, link: str) -> None:
    if link.startswith(("http://", "https://")):
        return
    name, _, anchor = link.partition("#")
    target = (ROOT / page).parent / name if name else ROOT / page
    assert target.exists()
    assert target.resolve().is_relative_to(ROOT)
    if anchor:
        assert anchor in anchors(target.read_text("utf-8"))


def test_the_excerpt_of_the_report_is_real() -> None:
    """Where it is not: python tests/update_readme.py."""
    assert shown() == excerpt(report())


def test_the_packs_are_as_the_readme_says(desk: Path) -> None:
    listed = run(["rules", "list"], desk).stdout.splitlines()
    shown = [
        f"{pack.strip('`')}  {region}  {years}  {count} 项目标  {title}"
        for pack, title, region, years, count in table(text_of("README.md"), "The packs")
    ]
    assert shown == listed


def test_the_chinese_guide_counts_the_same_targets() -> None:
    english = sorted((row[2], row[4]) for row in table(text_of("README.md"), "The packs"))
    chinese = sorted(
        (row[0], row[3].removesuffix(" 项")) for row in table(text_of("README.zh-CN.md"), "一、它能做什么")
    )
    assert chinese == english
