"""The matrix of many regions in a real browser: sort, filter, pages, arrow keys; cards on a telephone."""

from collections.abc import Callable

import pytest

from browser.conftest import Opened
from browser.looks import FOCUS_SHOWN, NAMELESS, PALE, TOO_WIDE
from dabiao.assess.model import VERDICTS
from dabiao.reports.html import render_matrix
from html_helpers import HOSTILE, many, poisoned, rich

Show = Callable[..., Opened]
NAMES = "table.grid tbody th"


def names(opened: Opened) -> list[str]:
    """The regions of the page shown."""
    return [text.split()[0] for text in opened.page.locator(NAMES).all_inner_texts()]


def test_cells_are_the_verdicts(show: Show) -> None:
    made = many(30, 8)
    opened = show(render_matrix(made))
    told = opened.page.locator("table.grid td.v").evaluate_all("found => found.map(one => one.ariaLabel)")
    assert [label.split()[1] for label in told] == [VERDICTS[v.verdict] for one in made for v in one.verdicts]


def test_sort_by_a_column_with_the_mouse(show: Show) -> None:
    made = many(30, 8)
    opened = show(render_matrix(made))
    opened.page.get_by_role("button", name="示例指标3", exact=True).click()
    order = list(VERDICTS)
    wanted = sorted(made, key=lambda one: (order.index(one.verdicts[2].verdict), -int(one.verdicts[2].gap or 0)))
    assert [one.verdicts[2].verdict for one in wanted] == [
        next(r for r in made if r.region_name == name).verdicts[2].verdict for name in names(opened)
    ]
    assert names(opened)[0] == wanted[0].region_name
    head = opened.page.locator("th[aria-sort]")
    assert head.count() == 1
    assert "示例指标3" in head.inner_text()
    assert opened.page.evaluate("document.activeElement.textContent") == "示例指标3"


def test_sort_by_name_and_by_how_many_are_missed(show: Show) -> None:
    made = many(30, 8)
    missed = {one.region_name: sum(v.verdict == "not_met" for v in one.verdicts) for one in made}
    opened = show(render_matrix(made))
    opened.page.get_by_label("排序", exact=True).select_option("bad")
    found = [missed[name] for name in names(opened)]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) > 1


@pytest.mark.parametrize(("typed", "count"), [("110007", 1), ("示例2县", 1), ("11000", 10), ("没有", 0)])
def test_find_a_region(show: Show, typed: str, count: int) -> None:
    opened = show(render_matrix(many(30, 8)))
    opened.page.get_by_label("找地区").fill(typed)
    assert len(names(opened)) == count
    assert f"符合条件 {count} 个地区" in opened.page.locator("#shown").inner_text()


def test_find_an_indicator_and_a_verdict(show: Show) -> None:
    made = many(30, 8)
    opened = show(render_matrix(made))
    opened.page.get_by_label("找指标").fill("指标4")
    opened.page.get_by_label("只看有这种判定的地区").select_option(label="□ 缺数据")
    assert names(opened) == [one.region_name for one in made if one.verdicts[3].verdict == "no_data"]
    assert opened.page.locator("table.grid thead th").count() == 4


def test_pages(show: Show) -> None:
    opened = show(render_matrix(many(120, 4)))
    assert names(opened)[0] == "示例省示例市示例1县"
    opened.page.get_by_role("button", name="下一页").last.click()
    assert names(opened)[0] == "示例省示例市示例51县"
    opened.page.get_by_role("button", name="下一页").first.press("Enter")
    assert len(names(opened)) == 20
    assert opened.page.get_by_role("button", name="下一页").first.is_disabled()
    opened.page.get_by_label("每页").select_option("500")
    assert len(names(opened)) == 120


def test_arrow_keys_walk_the_cells_and_each_is_told(show: Show) -> None:
    made = many(30, 8)
    opened = show(render_matrix(made))
    opened.page.locator("table.grid td.v").first.focus()
    assert opened.page.evaluate(FOCUS_SHOWN)
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowDown"):
        opened.page.keyboard.press(key)
    each = made[3].verdicts[2]
    told = opened.page.locator("#told").inner_text()
    assert made[3].region_name in told
    assert VERDICTS[each.verdict] in told
    assert f"数值 {each.shown} %" in told
    assert each.requirement in told
    assert opened.page.locator("table.grid td[tabindex='0']").count() == 1
    opened.page.keyboard.press("End")
    assert opened.page.evaluate("document.activeElement.dataset.c") == "7"


def test_a_click_tells_a_cell(show: Show) -> None:
    made = many(30, 8)
    opened = show(render_matrix(made))
    opened.page.locator("table.grid td.v").nth(8 * 5 + 1).click()
    assert made[5].region_name in opened.page.locator("#told").inner_text()


def test_the_worst_of_one_indicator(show: Show) -> None:
    made = many(30, 8)
    opened = show(render_matrix(made))
    opened.page.get_by_label("指标", exact=True).select_option(index=3)
    told = opened.page.locator("#gaps tr").all_inner_texts()
    owed = [one.verdicts[2] for one in made if one.verdicts[2].verdict in ("not_met", "behind")]
    assert len(told) == min(len(owed), 20)
    gaps = [int(text.split("\t")[-1]) for text in told]
    assert gaps == sorted((int(v.gap or 0) for v in owed), reverse=True)[:20]
    opened.page.get_by_label("指标", exact=True).select_option(value="")
    assert opened.page.locator("#gaps tr").count() == 20


def test_cards_on_a_telephone(show: Show) -> None:
    made = many(30, 8)
    opened = show(render_matrix(made), 390)
    cards = opened.page.locator(".cards > li")
    assert cards.count() == 20
    first = cards.first.inner_text()
    missed = [v for v in made[0].verdicts if v.verdict in ("not_met", "behind")]
    assert made[0].region_name in first
    assert all(f"{VERDICTS[v.verdict]}　{v.indicator_name}：{v.shown} %，差 {v.gap}" in first for v in missed)


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_looks_on_a_screen(show: Show, width: int) -> None:
    opened = show(render_matrix(many(60, 60)), width)
    assert opened.page.evaluate(PALE) == []
    assert opened.page.evaluate(NAMELESS) == []
    assert opened.page.evaluate(TOO_WIDE, False) == []


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in HOSTILE.items()])
def test_hostile_text_does_nothing(show: Show, text: str) -> None:
    opened = show(render_matrix([poisoned(rich(), text), poisoned(rich(), text)]))
    opened.page.get_by_label("找地区").fill("x")
    assert opened.page.evaluate(TOO_WIDE, False) == []


def test_three_thousand_regions_are_unfolded(show: Show) -> None:
    opened = show(render_matrix(many(3000)))
    assert "共 3000 个地区，60 项，第 1 页，共 60 页" in opened.page.locator("#shown").inner_text()
    assert len(names(opened)) == 50
