"""The stability report, and the share typed for it."""

from fractions import Fraction

import pytest

from dabiao.assess.assessment import Place
from dabiao.assess.revision import Move
from dabiao.assess.stability import Flip, Hinge, Stability, Which
from dabiao.cli._amount import parse_amount
from dabiao.diagnostics import InputError
from dabiao.reports.stability_report import render

CELL = (Place("学校.xlsx", "学校", "M2"),)
PUPILS = Move("小学在校生数", "小学", "示例一小", "2024", CELL, Fraction(900), Fraction(1), "人")
RATE = Move("巩固率", None, None, "2024", (Place("a.csv", None, "E4"),), Fraction(95), Fraction(-1, 10), "%")
ROOMS = Which("plan", "rooms", "小学", "示例一小", "每百名学生教室数")
KEPT = Which("plan", "kept", None, None, "巩固率")


def report(flips: tuple[Flip, ...] = (), hinges: tuple[Hinge, ...] = ()) -> str:
    """The report on them."""
    return render(Stability("示例县", 2024, Fraction(1, 200), 189, flips, hinges))


def test_nothing_changes() -> None:
    text = report()
    assert text.startswith("示例县 2024 年：各数有 ±0.5% 以内的出入时，判定会不会变\n")
    assert "共 189 项判定：0 项会变，189 项不变。" in text
    assert text.count("  没有。") == 2


def test_a_figure_alone_and_figures_together() -> None:
    text = report((Flip(ROOMS, "met", "not_met", (PUPILS,)), Flip(KEPT, "not_met", "not_applicable", (RATE, PUPILS))))
    assert "2 项会变，187 项不变" in text
    assert "  1. 示例一小　每百名学生教室数（小学）　现在达标　plan/rooms\n" in text
    alone = "示例一小 2024 年小学在校生数 900 人，多 1 人（0.11%）〔学校.xlsx!学校!M2〕"
    assert f"     {alone}，就变为未达标\n" in text
    assert (
        f"     下面 2 个数一起变，就变为不再纳入评估：\n       2024 年巩固率 95%，少 0.1 个百分点（0.11%）〔a.csv!E4〕\n       {alone}\n"
        in text
    )


def test_two_figures_of_one_verdict_stand_under_it_once() -> None:
    two = PUPILS._replace(name="教室数", change=Fraction(-1), unit="间")
    text = report((Flip(ROOMS, "met", "not_met", (PUPILS,)), Flip(ROOMS, "met", "not_met", (two,))))
    assert "1 项会变，188 项不变" in text
    assert text.count("每百名学生教室数") == 1
    assert "少 1 间" in text


def test_conclusions_first_the_school_then_the_figure() -> None:
    of_school = Hinge("plan", "whole", "认定", "不合格", "合格", "示例一小", True, (ROOMS, KEPT), None)
    slips = of_school._replace(now="合格", then="不合格", raised=False, verdicts=(ROOMS,))
    of_figure = of_school._replace(entity=None, raised=False, move=PUPILS)
    text = report(hinges=(of_school, of_figure))
    assert (
        "  认定（plan）：现在不合格\n    学校：示例一小 未达标的 2 项都达到，就变为合格：每百名学生教室数（小学）、巩固率\n    数：示例一小"
        in text
    )
    assert "（0.11%）〔学校.xlsx!学校!M2〕，就变为合格" in text
    assert "    学校：示例一小 有 1 项会变，变了就变为不合格：每百名学生教室数（小学）" in report(hinges=(slips,))


def test_a_step_too_small_to_show_is_not_nothing() -> None:
    tiny = Move("经费", None, None, "2024", CELL, Fraction(900000), Fraction(1, 100), "元")
    assert "多 0.01 元（不到 0.01%）" in report((Flip(KEPT, "met", "not_met", (tiny,)),))


def test_what_a_table_says_commands_no_screen() -> None:
    evil = "示例\x1b[31m\u202e一小\n"
    move = PUPILS._replace(entity=evil, cells=(Place(evil, evil, "A1"),))
    which = ROOMS._replace(entity=evil)
    hinge = Hinge("plan", "c", evil, "合格", "不合格", evil, False, (which,), move)
    text = report((Flip(which, "met", "not_met", (move,)),), (hinge, hinge._replace(move=None)))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert len(text.splitlines()) == len(
        report((Flip(ROOMS, "met", "not_met", (PUPILS,)),), (hinge, hinge)).splitlines()
    )


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("0.5%", "1/200"),
        ("０．５％", "1/200"),
        ("0.005", "1/200"),
        ("5‰", "1/200"),
        ("百分之二", "1/50"),
        ("50%", "1/2"),
    ],
)
def test_a_share_as_typed(text: str, share: str) -> None:
    assert parse_amount(text) == Fraction(share)


@pytest.mark.parametrize("text", ["", "0", "-1%", "51%", "5", "5人", "很少", "1%2"])
def test_what_is_no_share(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_amount(text)
    assert [d.code for d in caught.value.diagnostics] == ["CLI030"]
