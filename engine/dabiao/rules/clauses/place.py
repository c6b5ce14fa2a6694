"""Places as authors write them (二（四）发展目标 第2段), and the blocks they mean."""

import re
from typing import NamedTuple

from dabiao.rules.clauses._text import fold
from dabiao.rules.clauses.document import BOX, CONTENTS, HEADING, PARAGRAPH, ROW, Block, Document

_PLACE = re.compile(
    r"(?:(?P<one>[一二三四五六七八九十]+)、?(?![级类]))?(?:\((?P<two>[一二三四五六七八九十]+)\))?(?:第?(?P<three>\d{1,2})(?!\d*段)(?:[.、]|条)?)?(?P<rest>.*)"
)
_PARAGRAPH = re.compile(r"第(\d+)段")
_TABLE = re.compile(r"表(\d*)")


class Place(NamedTuple):
    """A parsed place: section path, box title words, table number, paragraph number, other words."""

    path: tuple[str, str, str]
    preface: bool
    box: str | None
    table: str | None
    paragraph: int | None
    words: str


def parse_place(text: str) -> Place:
    """Reads a place.

    >>> parse_place("二（四）发展目标 第2段")
    Place(path=('二', '四', ''), preface=False, box=None, table=None, paragraph=2, words='发展目标')
    """
    folded = fold(text)
    preface = folded.startswith("前言")
    match = _PLACE.fullmatch(folded.removeprefix("前言"))
    rest = match["rest"] if match else folded
    path = ("", "", "") if match is None or preface else (match["one"] or "", match["two"] or "", match["three"] or "")
    found = _PARAGRAPH.search(rest)
    paragraph = int(found[1]) if found else None
    rest = _PARAGRAPH.sub("", rest)
    box = table = None
    if "专栏" in rest:
        rest, _, box = rest.partition("专栏")
        box = box.strip('"')
        return Place(path, preface, box, None, paragraph, rest)
    if found := _TABLE.search(rest):
        table, rest = found[1], rest[found.end() :]
    return Place(path, preface, box, table, paragraph, rest.strip('"|'))


def blocks_at(document: Document, place: Place) -> list[Block]:
    """The blocks a place means; empty where there is no such place."""
    return [block for block in document.blocks if _matches(document, block, place)]


def _matches(document: Document, block: Block, place: Place) -> bool:
    if block.kind == CONTENTS or not _path_matches(block, place):
        return False
    if place.box is not None:
        inside = block.kind in (BOX, HEADING) and bool(block.part) and place.box in fold(block.part)
        return inside and (place.paragraph is None or (block.kind == BOX and block.number == place.paragraph))
    if place.table is not None:
        row = block.kind == ROW and block.part in (f"表{place.table}", block.part if not place.table else "")
        return row and place.words.removesuffix("行") in block.folded
    if place.paragraph is not None and (block.kind != PARAGRAPH or block.number != place.paragraph):
        return False
    return not place.words or place.words in document.titles.get(block.path, "") or place.words in block.folded


def _path_matches(block: Block, place: Place) -> bool:
    if place.preface:
        return block.path == ("", "", "")
    if place.paragraph is not None and place.box is None:
        return block.path == place.path
    return all(wanted in ("", have) for wanted, have in zip(place.path, block.path, strict=True))
