"""Text from inputs made harmless for a report: no escape sequences, control characters, bidi controls or lone surrogates."""

import re
import unicodedata
from functools import cache

# A whole ANSI sequence: CSI; a string command (OSC, DCS, SOS, PM, APC) that is terminated; else just the introducer, so that an
# unterminated one can not hide the text after it.
_SEQUENCE = r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x90\x98\x9d\x9e\x9f])[^\x1b\x07\x9c]*(?:\x1b\\|\x07|\x9c)|\x1b[ -/]*[0-~]?"

_WIDE_BLANK = "\u3000"


@cache
def _sequence() -> re.Pattern[str]:
    return re.compile(_SEQUENCE, re.DOTALL)


def clean(text: str) -> str:
    """The text on one line, with nothing in it that a reader can not see or that commands the reader's screen.

    Line breaks and tabs become blanks; escape sequences, controls, bidi and other invisible format characters go; a lone
    surrogate (a file name that is not UTF-8) and a noncharacter become the replacement character.

    >>> clean("普惠\\x1b[31m率\\n\\u202e68"), clean("a\\tb")
    ('普惠率 68', 'a b')
    """
    if text.isprintable() or text.replace(_WIDE_BLANK, "").isprintable():
        return text
    return "".join(_visible(character) for character in _sequence().sub("", text))


def _visible(character: str) -> str:
    if character.isprintable() or character == _WIDE_BLANK:
        return character
    if character.isspace():
        return " "
    if ord(character) & 0xFFFE == 0xFFFE or "\ufdd0" <= character <= "\ufdef":
        return "\ufffd"  # no character at all, and never one: XML refuses it
    category = unicodedata.category(character)
    return "" if category in ("Cc", "Cf") else "\ufffd" if category == "Cs" else character
