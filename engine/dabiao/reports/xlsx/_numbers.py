"""Decimal texts as numbers of a workbook: real numbers where a double keeps them, else text."""

from dabiao.reports._prose import plainest

# Any decimal of so many significant digits survives the way into a double and back, and Excel shows no more.
_DIGITS = 15


def exact_number(text: str) -> float | None:
    """The number a cell can hold whose shortest decimal text is the given one; None where it has more digits than that.

    >>> exact_number("94.117647"), exact_number("9007199254740993")
    (94.117647, None)
    """
    digits = text.lstrip("-").replace(".", "").strip("0")
    return float(text) if len(digits) <= _DIGITS else None


def places_of(text: str | None) -> int:
    """How many decimals a number text has.

    >>> places_of("0.539"), places_of("11"), places_of("98.00以上")
    (3, 0, 2)
    """
    return 0 if text is None else sum(character.isdigit() for character in text.partition(".")[2])


def number_format(places: int) -> str:
    """The format that shows a number at so many decimals: the full value stays in the cell.

    >>> number_format(0), number_format(3)
    ('0', '0.000')
    """
    return "0" + ("." + "0" * places if places else "")


def is_plain(shown: str | None) -> bool:
    """Whether what is shown is a number alone, not 98以上."""
    return shown is not None and plainest(shown, None).lstrip("-").replace(".", "", 1).isdigit()
