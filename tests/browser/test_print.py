"""Print to PDF on A4, by the browser that a reader prints with: nothing is wider than the page, nothing said is lost."""

import io
import re
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from browser.conftest import Opened
from browser.looks import CUT, TOO_WIDE
from dabiao.reports.html import render, render_matrix
from html_helpers import COUNTY, checked, many, rich

Show = Callable[..., Opened]
A4_PX = (794, 1123)
MANY = 80


def printed(opened: Opened) -> list[str]:
    """The text of each page of the PDF, without blanks; the pages must be A4."""
    content = opened.page.pdf(prefer_css_page_size=True)
    pages = PdfReader(io.BytesIO(content)).pages
    sizes = {tuple(sorted((round(float(page.mediabox.width)), round(float(page.mediabox.height))))) for page in pages}
    assert sizes == {(595, 842)}
    return ["".join(page.extract_text().split()) for page in pages]


def holds(text: str, part: str) -> bool:
    """Whether a text is in that of a PDF, which names some characters by the radicals that look the same."""
    return re.search("".join(f"(?:{re.escape(c)}|[\u2e80-\u2fdf])" for c in part if not c.isspace()), text) is not None


def check_width(opened: Opened, width: int, height: int) -> None:
    """Lays the page out as for print, in the width between the margins, and looks for what sticks out or is cut."""
    opened.page.emulate_media(media="print")
    opened.page.set_viewport_size({"width": width, "height": height})
    assert opened.page.evaluate(TOO_WIDE, True) == []
    assert opened.page.evaluate(CUT) == []
    opened.page.emulate_media(media="null")


@pytest.mark.parametrize("name", ["county", "every field"])
def test_a_region_with_rows_open_fits_on_a4(show: Show, name: str) -> None:
    made = {
        "county": lambda: checked(*COUNTY),
        "every field": rich,
    }[name]()
    opened = show(render(made, [checked("dongli-2020.csv")]))
    rows = opened.visible("details.row")[:30]
    opened.page.evaluate(
        f"document.querySelectorAll('details').forEach((one, n) => {{ if (n < {MANY}) one.open = true; }})"
    )
    check_width(opened, A4_PX[0] - 106, A4_PX[1])
    opened.page.evaluate(
        "rows => document.querySelectorAll('details.row').forEach((one) => { one.open = rows.includes(one.id); })", rows
    )
    text = "".join(printed(opened))
    assert [each.target for each in made.verdicts if not holds(text, each.indicator_name[:60])] == []
    for each in (made.verdicts[int(row[1:]) - 1] for row in rows):
        parts = (each.clause.quote, each.value or "", *(reading.label for reading in each.readings))
        assert [part for part in parts if not holds(text, part)] == [], each.target


def test_only_what_is_shown_is_printed_and_the_filter_is_said(show: Show) -> None:
    opened = show(render(checked("示例-东丽-2023.csv")))
    opened.page.get_by_role("checkbox", name="× 未达标").check()
    text = "".join(printed(opened))
    assert holds(text, "显示 8 项，共 160 项。条件：× 未达标")
    assert holds(text, "儿童青少年总体近视率")
    assert not holds(text, "清除条件")
    assert not holds(text, "高中阶段毛入学率")


def test_the_matrix_fits_on_a4_with_its_numbers_on_every_page(show: Show) -> None:
    opened = show(render_matrix(many(60, 60)))
    check_width(opened, A4_PX[1] - 92, A4_PX[0])
    pages = printed(opened)
    grid = [text for text in pages if re.search("[√×▼□]{40}", text)]
    assert len(grid) > 1
    assert all("1234567891011121314" in text for text in grid)
