"""The report of a region in a real browser: filter, search, sort and open, by mouse and by keyboard; looks at three sizes."""

import itertools
from collections.abc import Callable

import pytest

from browser.conftest import Opened
from browser.looks import CUT, FOCUS_SHOWN, NAMELESS, PALE, TOO_WIDE
from dabiao.assess.assessment import Assessment
from dabiao.reports.html import render
from html_helpers import COUNTY, HOSTILE, checked, poisoned, rich

Show = Callable[..., Opened]
ROW = "details.row"


def dongli() -> Assessment:
    """A year with verdicts of almost every kind."""
    return checked("示例-东丽-2023.csv")


def ids(made: Assessment, *kinds: str) -> set[str]:
    """Rows of verdicts of some kinds."""
    return {f"v{n}" for n, verdict in enumerate(made.verdicts, 1) if verdict.verdict in kinds}


def test_filter_by_verdict_with_the_mouse(show: Show) -> None:
    made, opened = dongli(), show(render(dongli()))
    assert len(opened.visible(ROW)) == len(made.verdicts)
    opened.page.get_by_role("checkbox", name="× 未达标").check()
    assert set(opened.visible(ROW)) == ids(made, "not_met")
    opened.page.get_by_role("checkbox", name="▼ 进度滞后").check()
    assert set(opened.visible(ROW)) == ids(made, "not_met", "behind")
    said = opened.page.locator("#shown").inner_text()
    assert "显示 14 项，共 160 项" in said
    assert "▼ 进度滞后" in said
    opened.page.get_by_role("button", name="清除条件").click()
    opened.until("共 160 项")
    assert len(opened.visible(ROW)) == 160


def test_filter_by_verdict_with_the_keyboard(show: Show) -> None:
    made, opened = dongli(), show(render(dongli()))
    opened.page.get_by_role("checkbox", name="□ 缺数据").focus()
    opened.page.keyboard.press("Space")
    assert set(opened.visible(ROW)) == ids(made, "no_data")


def test_a_tile_picks_its_verdict(show: Show) -> None:
    made, opened = dongli(), show(render(dongli()))
    opened.page.locator("[data-pick=behind]").click()
    opened.until("显示 6 项，共 160 项。条件：▼ 进度滞后")
    assert set(opened.visible(ROW)) == ids(made, "behind")


def test_filters_join(show: Show) -> None:
    made, opened = checked(*COUNTY), show(render(checked(*COUNTY)))
    opened.page.get_by_label("学校").select_option(label="示例第二小学")
    opened.page.get_by_role("checkbox", name="× 未达标").check()
    wanted = {f"v{n}" for n, v in enumerate(made.verdicts, 1) if v.entity == "示例第二小学" and v.verdict == "not_met"}
    assert set(opened.visible(ROW)) == wanted != set()
    opened.page.get_by_label("学段").select_option(label="初中")
    assert opened.visible(ROW) == []
    assert opened.page.get_by_text("没有符合条件的项目").is_visible()


@pytest.mark.parametrize(
    ("typed", "parts"),
    [("入园率", ["入园率"]), ("ｄｏｎｇｌｉ 近视", ["近视"]), ("F40", ["F40"]), ("没有这样的词", [])],
    ids=["name", "full width and two words", "a cell", "nothing"],
)
def test_search_reaches_what_is_not_opened(show: Show, typed: str, parts: list[str]) -> None:
    opened = show(render(dongli()))
    opened.page.get_by_label("搜索").fill(typed)
    found = opened.visible(ROW)
    assert bool(found) is bool(parts)
    for row, part in itertools.product(found, parts):
        assert part in (opened.page.locator(f"#{row}").text_content() or "")


def test_sort_by_gap_and_by_document(show: Show) -> None:
    made, opened = dongli(), show(render(dongli()))
    opened.page.get_by_label("排序").select_option("n")
    assert opened.visible(ROW) == [f"v{n + 1}" for n in range(len(made.verdicts))]
    opened.page.get_by_label("排序").select_option("far")
    first = made.verdicts[int(opened.visible(ROW)[0][1:]) - 1]
    assert first.gap not in (None, "0")
    opened.page.get_by_label("排序").select_option("v")
    assert set(opened.visible(ROW)[:8]) == ids(made, "not_met")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_row_opens_by_keyboard_and_shows_its_focus(show: Show, key: str) -> None:
    opened = show(render(dongli()))
    opened.page.get_by_role("button", name="打印").focus()
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.matches('details.row > summary')")
    assert opened.page.evaluate(FOCUS_SHOWN)
    opened.page.keyboard.press(key)
    first = opened.visible(ROW)[0]
    assert opened.page.locator(f"#{first}").get_attribute("open") is not None
    assert opened.page.locator(f"#{first} .more").get_by_text("依据条款").is_visible()


def test_open_and_close_all_of_those_shown(show: Show) -> None:
    made, opened = dongli(), show(render(dongli()))
    opened.page.get_by_role("checkbox", name="× 未达标").check()
    opened.page.get_by_role("button", name="全部展开").click()
    opened_ids = opened.page.locator(f"{ROW}[open]").evaluate_all("found => found.map(one => one.id)")
    assert set(opened_ids) == ids(made, "not_met")
    opened.page.get_by_role("button", name="全部收起").click()
    assert opened.page.locator(f"{ROW}[open]").count() == 0


def test_a_link_of_the_tree_opens_its_row_even_when_filtered_out(show: Show) -> None:
    opened = show(render(checked(*COUNTY)))
    opened.page.get_by_role("checkbox", name="√ 达标").check()
    link = opened.page.locator(".tree a", has_text="示例第二小学：7 项指标综合评估").first
    row = (link.get_attribute("href") or "")[1:]
    link.click()
    opened.page.locator(f"#{row}[open] > summary:focus").wait_for()
    assert row in opened.visible(ROW)


@pytest.mark.parametrize("width", [390, 768, 1280])
@pytest.mark.parametrize("name", ["county", "dongli", "every field"])
def test_looks_on_a_screen(show: Show, width: int, name: str) -> None:
    made = {"county": lambda: checked(*COUNTY), "dongli": dongli, "every field": rich}[name]()
    opened = show(render(made, [checked("dongli-2020.csv")]), width)
    opened.page.evaluate("document.querySelectorAll('details').forEach((one, n) => { if (n < 60) one.open = true; })")
    for question in (CUT, PALE, NAMELESS):
        assert opened.page.evaluate(question) == []
    assert opened.page.evaluate(TOO_WIDE, False) == []


# what does nothing at one width does nothing at another; what is long has more than one way to be too wide
@pytest.mark.parametrize(
    ("text", "width"),
    [
        *(pytest.param(text, 390, id=name) for name, text in HOSTILE.items()),
        pytest.param(HOSTILE["long"], 1280, id="long-on-a-wide-screen"),
    ],
)
def test_hostile_text_does_nothing_and_breaks_nothing(show: Show, text: str, width: int) -> None:
    opened = show(render(poisoned(rich(), text)), width)
    opened.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    opened.page.locator("body").hover()
    opened.page.get_by_label("搜索").fill("甲")
    assert opened.page.evaluate(TOO_WIDE, False) == []


def test_without_scripts_every_row_still_opens(show: Show) -> None:
    opened = show(render(dongli()), scripts=False)
    opened.page.locator(f"{ROW} > summary").first.click()
    opened.page.locator(f"{ROW} .more").first.wait_for()
    assert opened.page.locator("#tools").is_hidden()


def test_a_county_of_three_hundred_schools_can_still_be_searched(show: Show) -> None:
    """Thousands of rows: hiding them must not take the browser longer than a step of its own (30 s) allows."""
    made = checked(*COUNTY)
    schools = [each for each in made.verdicts if each.entity]
    more = (each._replace(entity=f"{each.entity}{n}", readings=()) for n in range(30) for each in schools)
    opened = show(render(made._replace(verdicts=tuple(more))))
    opened.page.get_by_label("搜索").fill("示例第二小学12")
    opened.page.get_by_role("checkbox", name="√ 达标").check()
    assert 0 < len(opened.visible(ROW)) < 20
