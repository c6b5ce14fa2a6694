"""The documents as tests read them: fenced blocks, tables, links."""

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
_FENCE = re.compile(r"^( *)```(\S*) ?(.*)\n((?:.*\n)*?)\1```$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


class Block(NamedTuple):
    """A fenced block: its language, what follows it on the same line, its text."""

    language: str
    title: str
    text: str


def documents() -> list[Path]:
    """Every Markdown file a reader is sent to."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "reports").glob("*.md")])


def text_of(name: str) -> str:
    """The text of a document by its path from the root."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a document, set in or not."""
    found = []
    for indent, language, title, body in _FENCE.findall(text):
        found.append(Block(language, title, re.sub(rf"^{indent}", "", body, flags=re.MULTILINE)))
    return found


def table(text: str, heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its two head lines."""
    section = re.split(rf"^#+ {re.escape(heading)}$", _FENCE.sub("", text), flags=re.MULTILINE)[1]
    lines = re.search(r"(?:^\|.*\n)+", re.split(r"^#", section, flags=re.MULTILINE)[0], re.MULTILINE)
    assert lines is not None, heading
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[0].splitlines()[2:]]


def links(text: str) -> list[str]:
    """The targets of the links of a document, outside fenced blocks."""
    return _LINK.findall(_FENCE.sub("", text))


def anchors(text: str) -> set[str]:
    """The anchors of a document's headings, as the usual renderers make them."""
    plain = _FENCE.sub("", text)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in _HEADING.findall(plain)}
