"""The cells a character takes are those rich gives it, whether they come from the short table or not."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from dabiao.reports._widths import RANGES, cells, size


def test_every_character_of_the_table_is_as_wide_as_rich_says() -> None:
    differing = [
        hex(code)
        for first, last, taken in RANGES
        for code in range(first, last + 1)
        if get_character_cell_size(chr(code)) != taken
    ]
    assert not differing


def test_every_character_of_the_first_plane() -> None:
    """All that the table knows lies in it; of any other rich itself is asked."""
    assert max(last for _, last, _ in RANGES) < 0x10000
    assert not [hex(code) for code in range(0x10000) if cells(chr(code)) != get_character_cell_size(chr(code))]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Mn", "Me", "Mc", "Sk"), max_codepoint=0x9FFF)))
def test_a_text_takes_what_its_characters_take(text: str) -> None:
    assert size(text) == sum(map(get_character_cell_size, text))
    assert size(f"甲{text}") - size(text) == cell_len("甲") == 2
