"""Numbers as people type them: half and full width digits, grouping commas, Chinese numerals."""

import re
import unicodedata
from fractions import Fraction

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SMALL = {"十": 10, "百": 100, "千": 1000}

_PLAIN = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_DOTLESS = re.compile(r"[+-]?\.\d+")
_SCALED = re.compile(r"([+-]?[\d.,]+)(百万|千万|百|千|万|亿)")
_SCALES = {"百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}

MAX_INTEGER_DIGITS = 18
MAX_DECIMAL_DIGITS = 12


class NumberError(ValueError):
    """The text is not one number; the message says in Chinese what was found and what is expected."""


def normalise(text: str) -> str:
    """NFKC (full width to half width), no white space, one minus sign.

    >>> normalise("９９．５ ％")
    '99.5%'
    """
    folded = unicodedata.normalize("NFKC", text)
    return re.sub(r"\s+", "", folded).replace("−", "-").replace("–", "-").replace("﹣", "-")


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
    if _PLAIN.fullmatch(clean) or _DOTLESS.fullmatch(clean):
        digits = clean.replace(",", "")
        whole, _, decimals = digits.lstrip("+-").partition(".")
        if len(whole.lstrip("0")) > MAX_INTEGER_DIGITS or len(decimals) > MAX_DECIMAL_DIGITS:
            raise NumberError(
                f"“{text.strip()[:40]}”位数过多：整数部分最多 {MAX_INTEGER_DIGITS} 位，小数部分最多 {MAX_DECIMAL_DIGITS} 位"
            )
        return Fraction(digits)
    if all(c in _DIGITS or c in _SMALL or c in "万亿点负負" for c in clean):
        return _chinese(clean)
    raise NumberError(f"“{text.strip()[:40]}”不是一个数")


def _chinese(text: str) -> Fraction:
    if text[0] in "负負":
        return -_chinese(text[1:]) if len(text) > 1 else _refuse(text)
    whole, point, decimals = text.partition("点")
    if point:
        if not decimals or any(c not in _DIGITS for c in decimals):
            return _refuse(text)
        tail = Fraction(int("".join(str(_DIGITS[c]) for c in decimals)), 10 ** len(decimals))
        return _chinese_integer(whole) + tail
    return Fraction(_chinese_integer(whole))


def _chinese_integer(text: str) -> int:
    """A Chinese integer below 10^16; every digit but the last must carry its place."""
    if not text:
        _refuse(text)
    for mark, scale in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = text.partition(mark)
        if found:
            rest = _chinese_integer(tail.lstrip("零〇")) if tail.strip("零〇") else 0
            if rest >= scale or not head:
                _refuse(text)
            return _chinese_integer(head) * scale + rest
    total, digit, last_scale, need_scale = 0, -1, 10**4, False
    for c in text:
        if c in _SMALL:
            scale = _SMALL[c]
            if scale >= last_scale or (digit < 0 and (c != "十" or total)):
                _refuse(text)
            total += (digit if digit > 0 else 1) * scale
            digit, last_scale, need_scale = -1, scale, False
        elif c in "零〇":
            if digit > 0:
                _refuse(text)
            digit = 0 if text in ("零", "〇") else -1
        elif need_scale:
            _refuse(text)
        else:
            digit, need_scale = _DIGITS[c], True
    return total + max(digit, 0)


def _refuse(text: str) -> Fraction:
    raise NumberError(f"“{text[:40]}”不是一个完整的中文数字（例如九十九、一百二十）")
