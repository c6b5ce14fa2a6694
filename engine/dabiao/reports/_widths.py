"""How many cells of a screen a text takes: the signs Chinese reports are made of from a short table, all others asked of rich."""

from functools import lru_cache

# first, last, cells: as rich has them (a test holds the two together), so that rich need not be loaded for them; commonest first
RANGES = (
    (0x4E00, 0x9FFF, 2),
    (0xFF01, 0xFF60, 2),
    (0x20, 0x7E, 1),
    (0xA1, 0xAC, 1),
    (0xAE, 0x17F, 1),
    (0x2010, 0x2027, 1),
    (0x2190, 0x22FF, 1),
    (0x2460, 0x25FC, 1),
    (0x3000, 0x3029, 2),
    (0xFFE0, 0xFFE6, 2),
)


@lru_cache(maxsize=4096)
def cells(character: str) -> int:
    """The cells of one character."""
    code = ord(character)
    for first, last, taken in RANGES:
        if first <= code <= last:
            return taken
    from rich.cells import get_character_cell_size

    return get_character_cell_size(character)


def size(text: str) -> int:
    """How many cells a plain text takes: a Chinese character two, a combining one none."""
    return len(text) if text.isascii() else sum_of(text)


@lru_cache(maxsize=8192)
def sum_of(text: str) -> int:
    """As `size`; kept, as a table measures each text several times."""
    return sum(map(cells, text))
