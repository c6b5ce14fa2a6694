"""A document as blocks: headings, paragraphs, table rows and boxes, each with its section path."""

import re
from typing import NamedTuple

from dabiao.rules.clauses._text import fold

_NUMERAL = "一二三四五六七八九十"
_LEVEL_1 = re.compile(rf"([{_NUMERAL}]+)、")
_LEVEL_2 = re.compile(rf"\(([{_NUMERAL}]+)\)")
_LEVEL_3 = re.compile(r"(\d{1,2})[.．、](?!\d)")
_CONTENTS_LINE = re.compile(rf"^\s*(?:[{_NUMERAL}]+、|[（(]\s*[{_NUMERAL}]+\s*[）)]|前\s*言).*?[\s.…·\t]\d{{1,3}}\s*$")
_CONTENTS_DOTS = re.compile(r"\.{3,}\d{1,3}\s*$")
_SENTENCE_END = re.compile(r"[。！？；：:”）)]\s*$")
_RUN_IN = 45
_WRAPPED = 30

HEADING, PARAGRAPH, ROW, BOX, CONTENTS = "heading", "paragraph", "row", "box", "contents"


class Block(NamedTuple):
    """A stretch of a document: its kind, section path (一级, 二级, 三级; "" where none), the table or box it stands in,
    its number among its kind in that place, its text, its first line, and its text normalised for comparison."""

    kind: str
    path: tuple[str, str, str]
    part: str
    number: int
    text: str
    line: int
    folded: str


class Document(NamedTuple):
    """All blocks of a document in order, and its heading titles by path."""

    blocks: tuple[Block, ...]
    titles: dict[tuple[str, str, str], str]


def read_text(text: str) -> Document:
    """Recognises the blocks of a plain-text document.

    Lines with a leading tab are table cells, blank lines part the rows; a line "(" opens a box and ")" closes it; a long line
    without final punctuation runs on after a blank line (a page break).
    """
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.lines = re.sub(r"\[bookmark:[^\]]*\]", "", text).replace("\r\n", "\n").split("\n")
        self.blocks: list[Block] = []
        self.titles: dict[tuple[str, str, str], str] = {}
        self.path = ("", "", "")
        self.counts: dict[tuple[tuple[str, str, str], str], int] = {}
        self.tables = 0

    def read(self) -> Document:
        at = 0
        while at < len(self.lines):
            line = self.lines[at]
            if not line.strip():
                at += 1
            elif line.strip() in ("(", "（"):
                at = self._box(at)
            elif line.startswith("\t") or self._caption(at):
                at = self._table(at)
            elif _CONTENTS_LINE.match(line) or _CONTENTS_DOTS.search(line):
                self._add(CONTENTS, "", line, at)
                at += 1
            else:
                at = self._line(at)
        return Document(tuple(self.blocks), self.titles)

    def _add(self, kind: str, part: str, text: str, line: int) -> None:
        key = (self.path, kind + part)
        self.counts[key] = self.counts.get(key, 0) + 1
        self.blocks.append(Block(kind, self.path, part, self.counts[key], text.strip(), line + 1, fold(text)))

    def _caption(self, at: int) -> bool:
        return (
            self.lines[at].lstrip().startswith("表")
            and len(self.lines[at]) < 60
            and self.lines[at + 1 : at + 2] != []
            and (self.lines[at + 1].startswith("\t"))
        )

    def _box(self, at: int) -> int:
        end = at + 1
        while end < len(self.lines) and self.lines[end].strip() not in (")", "）"):
            end += 1
        inside = [(n, self.lines[n].strip()) for n in range(at + 1, end) if self.lines[n].strip()]
        title = ""
        while inside and not re.search(r"[。；，]", inside[0][1]):
            title += inside.pop(0)[1]
        self._add(HEADING, title or "专栏", title, at)
        text, start = "", at
        for number, piece in inside:
            start = number if not text else start
            text += piece
            if piece.endswith(("。", "；")):
                self._add(BOX, title or "专栏", text, start)
                text = ""
        if text:
            self._add(BOX, title or "专栏", text, start)
        return end + 1

    def _table(self, at: int) -> int:
        self.tables += 1
        part = f"表{self.tables}"
        row: list[str] = []
        start = at
        while at < len(self.lines):
            line = self.lines[at]
            if not line.strip() and not line.startswith("\t"):
                if row:
                    self._add(ROW, part, "\t".join(row), start)
                row = []
                following = next(
                    (n for n in range(at, len(self.lines)) if self.lines[n].strip() or self.lines[n].startswith("\t")),
                    None,
                )
                if following is None or not self.lines[following].startswith("\t"):
                    return at + 1
                start = following
                at = following
                continue
            row.append(line.strip())
            at += 1
        if row:
            self._add(ROW, part, "\t".join(row), start)
        return at

    def _line(self, at: int) -> int:
        text, end = self._joined(at)
        folded = fold(text)
        for level, pattern in enumerate((_LEVEL_1, _LEVEL_2, _LEVEL_3)):
            if not (match := pattern.match(folded)):
                continue
            if level == 0 and len(folded) > _RUN_IN and "。" in folded:
                continue
            above = self.path[:level]
            path = (*above, match[1], "", "")[:3]
            self.path = (path[0], path[1], path[2])
            run_in = len(folded) > _RUN_IN or "。" in folded
            self.titles[self.path] = folded[match.end() :].split("。")[0]
            self._add(PARAGRAPH if run_in else HEADING, "", text, at)
            return end
        self._add(PARAGRAPH, "", text, at)
        return end

    def _joined(self, at: int) -> tuple[str, int]:
        text, end = self.lines[at].strip(), at + 1
        while len(text) > _WRAPPED and not _SENTENCE_END.search(text):
            following = end
            while following < len(self.lines) and self.lines[following] == "":
                following += 1
            if following == end or following >= len(self.lines) or self._starts_block(self.lines[following]):
                break
            text += self.lines[following].strip()
            end = following + 1
        return text, end

    def _starts_block(self, line: str) -> bool:
        folded = fold(line)
        starts = any(p.match(folded) for p in (_LEVEL_1, _LEVEL_2, _LEVEL_3))
        return starts or line.startswith("\t") or line.strip() in ("(", "（", "") or folded.startswith("--")
