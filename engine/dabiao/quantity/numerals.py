"""Numbers as people type them: half and full width digits, grouping commas, Chinese numerals."""

import re
import unicodedata
from fractions import Fraction

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SMALL = {"十": 10, "百": 100, "千": 1000}

# compiled where they are first needed: most tables hold plain numbers
_GROUPED = r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?"
_DOTLESS = r"[+-]?\.[0-9]+"
# superscripts, subscripts and circled digits: NFKC would turn the footnote mark of 98.5① into one more digit
_MARKS = "([¹²³⁰⁴-⁹₀-₉①-⓿❶-➓㉈-㉏㉑-㉟㊱-㊿]+)"

MAX_INTEGER_DIGITS = 18
MAX_DECIMAL_DIGITS = 12
_MAX_NUMERALS = 40


class NumberError(ValueError):
    """The text is not one number; the message says in Chinese what was found and what is expected."""


def normalise(text: str) -> str:
    """NFKC (full width to half width), no white space, one minus sign; footnote marks (①, ²) stay what they are.

    >>> normalise("９９．５ ％"), normalise("98.5①")
    ('99.5%', '98.5①')
    """
    if text.isascii():
        return "".join(text.split())
    folded = text if unicodedata.is_normalized("NFKC", text) else _folded(text)
    return "".join(folded.split()).replace("−", "-").replace("–", "-").replace("﹣", "-")


def _folded(text: str) -> str:
    pieces = re.split(_MARKS, text)
    return "".join(part if number % 2 else unicodedata.normalize("NFKC", part) for number, part in enumerate(pieces))


def is_plain(clean: str) -> bool:
    """Whether a normalised text is digits with at most one point between them.

    >>> is_plain("98.5"), is_plain("98"), is_plain(".5"), is_plain("98.5%"), is_plain("")
    (True, True, False, False, False)
    """
    whole, point, decimals = clean.partition(".")
    return clean.isascii() and whole.isdigit() and (decimals.isdigit() or not point)


def parse_number(text: str) -> Fraction:
    """The exact value of a number as typed.

    Takes digits (half or full width, with or without grouping commas) or a Chinese numeral. Raises NumberError for anything
    else: exponents, NaN, two decimal points, digits strung together as 九九, and figures longer than a column can hold.

    >>> parse_number("７，８２２．３８")
    Fraction(391119, 50)
    >>> parse_number("九十九"), parse_number("一百二十"), parse_number("三点五")
    (Fraction(99, 1), Fraction(120, 1), Fraction(7, 2))
    """
    clean = normalise(text)
    if not clean:
        raise NumberError("空白，应为一个数")
    if is_plain(clean) or re.fullmatch(_GROUPED, clean) or re.fullmatch(_DOTLESS, clean):
        digits = clean.replace(",", "")
        whole, _, decimals = digits.lstrip("+-").partition(".")
        _measure(text, len(whole.lstrip("0")), len(decimals))
        return Fraction(digits)
    if all(c in _DIGITS or c in _SMALL or c in "万亿点负負" for c in clean):
        return _chinese(clean)
    raise NumberError(f"“{text.strip()[:40]}”不是一个数")


def _measure(text: str, integer_digits: int, decimal_digits: int) -> None:
    if integer_digits > MAX_INTEGER_DIGITS or decimal_digits > MAX_DECIMAL_DIGITS:
        raise NumberError(
            f"“{text.strip()[:40]}”位数过多：整数部分最多 {MAX_INTEGER_DIGITS} 位，小数部分最多 {MAX_DECIMAL_DIGITS} 位"
        )


class _Incomplete(Exception):
    """A part of a Chinese numeral is no numeral."""


def _chinese(text: str) -> Fraction:
    unsigned = text[1:] if text[:1] in "负負" else text
    whole, point, decimals = unsigned.partition("点")
    try:
        if len(text) > _MAX_NUMERALS or (point and not decimals) or any(c not in _DIGITS for c in decimals):
            raise _Incomplete
        _measure(text, 0, len(decimals))
        value = _chinese_integer(whole) + Fraction("0." + "".join(str(_DIGITS[c]) for c in decimals or "零"))
    except _Incomplete:
        raise NumberError(f"“{text[:40]}”不是一个完整的中文数字（例如九十九、一百二十）") from None
    return value if unsigned == text else -value


def _chinese_integer(text: str) -> int:
    """A Chinese integer below 10^16. Every digit must carry its place: 一百二 is said for 120, so it is refused."""
    for mark, scale in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = text.partition(mark)
        if found:
            return _chinese_integer(head) * scale + _chinese_tail(tail, scale)
    return 0 if text in ("零", "〇") else _below_ten_thousand(text)


def _chinese_tail(text: str, scale: int) -> int:
    """What follows 万 or 亿: nothing, or an integer below it; a lone digit only after 零."""
    if not text:
        return 0
    if text in _DIGITS or (value := _chinese_integer(text.lstrip("零〇"))) >= scale:
        raise _Incomplete
    return value


def _below_ten_thousand(text: str) -> int:
    total, digit, last, skipped = 0, 0, 10**4, False
    for c in text:
        if c in _SMALL:
            if _SMALL[c] >= last or (not digit and (c != "十" or total)):
                raise _Incomplete
            last = _SMALL[c]
            total += (digit or 1) * last
            digit, skipped = 0, False
        elif c in "零〇":
            if digit or skipped or not total:
                raise _Incomplete
            skipped = True
        elif digit or c not in _DIGITS:
            raise _Incomplete
        else:
            digit = _DIGITS[c]
    complete = digit > 0 if skipped else not digit or last in (10, 10**4)
    if not (text and complete):
        raise _Incomplete
    return total + digit
