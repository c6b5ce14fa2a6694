"""What the documents tell a reader to do works: their commands run, their links lead somewhere, their excerpts are real."""

import shlex
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pypdf
import pytest

from docs_helpers import ROOT, anchors, documents, links, table, text_of
from guide_desk import GUIDES, follow, run
from update_readme import excerpt, report, shown

LINKS = [(page.relative_to(ROOT).as_posix(), link) for page in documents() for link in links(page.read_text("utf-8"))]


@pytest.mark.parametrize("guide", GUIDES)
def test_the_commands_of_a_guide_work(guide: str, tmp_path: Path) -> None:
    assert len(follow(guide, tmp_path)) >= 4


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


@pytest.mark.skipif(shutil.which("chromium") is None, reason="没有 chromium，打印 PDF 的命令没有试")
def test_the_command_that_prints_works(tmp_path: Path) -> None:
    line = next(line for line in text_of("docs/手册.md").splitlines() if line.startswith("chromium "))
    shutil.copy(ROOT / "reports" / "东丽区-2020.html", tmp_path / "报告.html")
    subprocess.run(shlex.split(line), cwd=tmp_path, check=True, capture_output=True, timeout=110)
    pages = pypdf.PdfReader(tmp_path / "报告.pdf").pages
    first = "".join(unicodedata.normalize("NFKC", pages[0].extract_text()).split())  # the file spells 目 as a radical
    assert "教育目标达标检查" in first
    assert "file:" not in first
    assert len(pages) > 3


def test_the_excerpt_of_the_report_is_real() -> None:
    """Where it is not: python tests/update_readme.py."""
    assert shown() == excerpt(report())


def test_the_packs_are_as_the_readme_says() -> None:
    listed = run(["rules", "list"], ROOT).stdout.splitlines()
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
