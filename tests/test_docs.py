"""What the documents tell a reader to do works: their commands run, their links lead somewhere, their excerpts are real."""

from pathlib import Path

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
