"""Hostile text in every text field of an Assessment comes out inert and legible: no element, no attribute, no control of it."""

import unicodedata

import pytest

from dabiao.reports._safe import clean
from dabiao.reports.html import render, render_matrix
from html_helpers import HOSTILE, parse, poisoned, rich

# Fields no reader is shown: identifiers that serve as keys, and the kinds of things, which choose words and colours.
UNSEEN = {
    *("Verdict.indicator", "Verdict.form", "Verdict.op", "Verdict.force", "Finding.severity", "PackInfo.id"),
    *("PackInfo.level", "PackInfo.issuer", "PackInfo.region", "ConclusionText.pack", "ConclusionText.id"),
    *(
        "Quality.rule",
        "Quality.kind",
        "Quality.items",
        "Quality.source",
        "ConclusionText.rule",
        "ConclusionText.members",
        "ConclusionText.rests_on",
        "ConclusionText.because",
    ),
}
# A title, or an identifier, is cut to its beginning; what explains a verdict stays whole.
CUT = {"Verdict.target", "Verdict.pack", "Verdict.rule", "Verdict.short", "Finding.code", "Given.stage", "Quality.code"}
every_text = pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in HOSTILE.items()])


def shape(page: bytes) -> set[tuple[str, tuple[str, ...]]]:
    """Every element of a page with the names of its attributes."""
    return {(node.tag, tuple(sorted(node.attributes))) for node in parse(page).walk()}


@every_text
def test_no_element_and_no_attribute_comes_of_a_text(text: str) -> None:
    extra = {("details", ("class",)), ("details", ("open",)), ("p", ())}
    assert (
        shape(render(poisoned(rich(), text), [poisoned(rich(), text)._replace(year=2020)])) - shape(render(rich()))
        <= extra
    )


@every_text
def test_each_text_can_be_read_where_it_belongs(text: str) -> None:
    hostile = poisoned(rich(), text)
    told = parse(render(hostile)).text()
    skipped = UNSEEN | (CUT if text == HOSTILE["long"] else set())
    values = {
        ".verdicts.0": hostile.verdicts[0],
        ".findings.0": hostile.findings[0],
        ".conclusions.1": hostile.conclusions[1],
        ".packs.0": hostile.packs[0],
        ".engines": hostile.engines,
        ".quality.0": hostile.quality[0],
    }
    paths = [path for at, value in values.items() for path in shown_texts(value, at, skipped)]
    assert len(paths) > 40
    assert [path for path in paths if f"⟦{path}⟧" not in told] == []
    assert clean(text)[:80] in told


def shown_texts(value: object, path: str, skipped: set[str]) -> list[str]:
    """The paths of the text fields of a value that a reader is shown."""
    if isinstance(value, str):
        return [path] if "⟦" in value else []
    if not isinstance(value, tuple):
        return []
    kind, names = type(value).__name__, getattr(value, "_fields", range(len(value)))
    parts = [(name, part) for name, part in zip(names, value, strict=True) if f"{kind}.{name}" not in skipped]
    return [one for name, part in parts for one in shown_texts(part, f"{path}.{name}", skipped)]


@every_text
@pytest.mark.parametrize("many", [False, True], ids=["one region", "many regions"])
def test_nothing_unseen_is_left_in_the_page(text: str, many: bool) -> None:
    hostile = poisoned(rich(), text)
    page = (render_matrix([hostile]) if many else render(hostile)).decode()
    found = {character for character in page if unicodedata.category(character) in ("Cc", "Cf", "Cs")}
    assert found <= {"\n"}


@every_text
def test_the_matrix_stays_one_script_and_one_data_block(text: str) -> None:
    page = parse(render_matrix([poisoned(rich(), text), poisoned(rich(), text)]))
    assert [sorted(node.attributes) for node in page.find("script")] == [["id", "type"], []]
    assert shape(render_matrix([poisoned(rich(), text)])) - shape(render_matrix([rich()])) <= {
        ("details", ("class",)),
        ("summary", ()),
    }
