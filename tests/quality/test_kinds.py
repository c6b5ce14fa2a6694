"""What each kind of rule takes and what it finds: blanks, stages, conditions, tolerances, figures known from one side."""

from fractions import Fraction
from pathlib import Path

import pytest

from dabiao.inputs.model import Dataset, Observation
from dabiao.inputs.quality import check_quality
from dabiao.quantity import Interval
from quality_helpers import REGION, YEAR, Number, Sheet, book, sides, written


def rule(kind: str, **keys: str) -> str:
    """One rule as YAML."""
    lines = "".join(f"    {key}: {text}\n" for key, text in keys.items())
    return f"quality:\n  - id: r\n    title: 应当对得上\n    kind: {kind}\n    severity: error\n    hint: 核对\n{lines}"


def last(sheet: Sheet, **changes: object) -> Sheet:
    """The sheet with its last figure changed."""
    sheet.rows[-1] = sheet.rows[-1]._replace(**changes)  # type: ignore[arg-type]
    return sheet


SUM = rule("equal", checks="[普惠幼儿数 + 户籍幼儿数 == 在园幼儿数]")
ZERO = SUM + "    blank: zero\n"


@pytest.mark.parametrize(
    ("items", "off"),
    [
        ({"普惠幼儿数": 40, "户籍幼儿数": 60, "在园幼儿数": 100}, None),
        ({"普惠幼儿数": 40, "户籍幼儿数": 61, "在园幼儿数": 100}, 1),
        ({"普惠幼儿数": 40, "户籍幼儿数": "59.5", "在园幼儿数": 100}, Fraction(-1, 2)),
        ({"普惠幼儿数": 40, "在园幼儿数": 100}, None),  # the blank may be 60
        ({"普惠幼儿数": 101, "在园幼儿数": 100}, 1),  # whatever the blank is
        ({"普惠幼儿数": 40, "户籍幼儿数": 60}, None),
        ({"在园幼儿数": 100}, None),
    ],
)
def test_a_blank_may_be_anything(tmp_path: Path, items: dict[str, Number], off: object) -> None:
    found = Sheet(written(tmp_path, SUM)).add("甲", **items).found()
    assert [one.imbalance for one in found] == ([] if off is None else [off])


def test_a_blank_others_fill_counts_zero_where_the_rule_says_so(tmp_path: Path) -> None:
    rules = written(tmp_path, ZERO)
    alone = Sheet(rules).add("甲", 普惠幼儿数=40, 在园幼儿数=100)
    assert alone.found() == ()
    (found,) = alone.add("乙", 普惠幼儿数=1, 户籍幼儿数=1, 在园幼儿数=2).found()
    assert sides(found) == (40, 100, -60)
    assert (found.entity, found.note) == ("甲", "空白的按 0 计：户籍幼儿数")


def test_all_figures_of_both_sides_are_shown_as_cells(tmp_path: Path) -> None:
    (found,) = Sheet(written(tmp_path, SUM)).add("甲", 普惠幼儿数=40, 户籍幼儿数=70, 在园幼儿数=100).found()
    assert [cell.cell for cell in found.cells] == ["E2", "E3", "E4"]
    assert set(found.items) == {"inclusive-pupils", "registered-pupils", "kindergarten-pupils"}
    assert sides(found) == (110, 100, 10)
    assert (found.unit, found.relative) == ("人", Fraction(1, 10))
    assert (found.code, found.kind, found.severity, found.hint) == ("QUA502", "equal", "error", "核对")


@pytest.mark.parametrize(
    ("tolerance", "left", "found"),
    [
        ("{percent: 10}", "110", False),
        ("{percent: 10}", "110.01", True),
        ("{amount: 5}", "105", False),
        ("{amount: 5}", "105.01", True),
        ("{percent: 10, amount: 20}", "120", False),
        ("{percent: 10, amount: 20}", "120.01", True),
        ("{percent: 30, amount: 20}", "125", False),
    ],
)
def test_a_difference_just_tolerated_is_not_found(tmp_path: Path, tolerance: str, left: str, found: bool) -> None:
    rules = written(tmp_path, rule("within", checks="[普惠幼儿数 <= 在园幼儿数]", tolerance=tolerance))
    assert bool(Sheet(rules).add("甲", 普惠幼儿数=left, 在园幼儿数=100).found()) is found


def test_each_stage_is_held_against_itself(tmp_path: Path) -> None:
    rules = written(tmp_path, rule("within", checks="[配齐学校数 <= 学校总数]"))
    sheet = Sheet(rules).add(stage="小学", 配齐学校数=9, 学校总数=10).add(stage="初中", 配齐学校数=9, 学校总数=8)
    (found,) = sheet.found()
    assert found.stage == "初中"
    # the total of all says nothing of a stage's
    assert Sheet(rules).add(stage="初中", 配齐学校数=9).add(学校总数=8).found() == ()


def test_one_stage_only(tmp_path: Path) -> None:
    rules = written(tmp_path, rule("within", checks="[配齐学校数 <= 学校总数]", stage="小学"))
    sheet = Sheet(rules).add(stage="小学", 配齐学校数=9, 学校总数=8).add(stage="初中", 配齐学校数=9, 学校总数=8)
    assert [one.stage for one in sheet.found()] == ["小学"]


@pytest.mark.parametrize(("pupils", "found"), [(1000, True), (999, False), (None, True)])
def test_a_condition_that_fails_keeps_a_rule_off_and_one_untold_does_not(
    tmp_path: Path, pupils: int | None, found: bool
) -> None:
    rules = written(tmp_path, rule("within", checks="[普惠幼儿数 <= 在园幼儿数]", where="学生数 >= 1000"))
    sheet = Sheet(rules).add("甲", 普惠幼儿数=2, 在园幼儿数=1)
    if pupils is not None:
        sheet.add("甲", 学生数=pupils)
    assert bool(sheet.found()) is found


@pytest.mark.parametrize(("per", "entities"), [("[school]", ["甲"]), ("[region]", [None]), ("[kindergarten]", [])])
def test_whose_figures_are_looked_at(tmp_path: Path, per: str, entities: list[str | None]) -> None:
    rules = written(tmp_path, rule("within", checks="[普惠幼儿数 <= 在园幼儿数]", per=per))
    sheet = Sheet(rules).add(普惠幼儿数=2, 在园幼儿数=1).add("甲", 普惠幼儿数=2, 在园幼儿数=1)
    assert [one.entity for one in sheet.found()] == entities


def test_a_figure_known_from_one_side_is_held_to_what_is_known(tmp_path: Path) -> None:
    rules = written(tmp_path, rule("within", checks="[普惠幼儿数 <= 在园幼儿数]"))
    least = Interval.at_least(Fraction(90))
    assert last(Sheet(rules).add("甲", 普惠幼儿数=100, 在园幼儿数=90), bound=least).found() == ()
    (found,) = last(Sheet(rules).add("甲", 在园幼儿数=89, 普惠幼儿数=90), bound=least).found()
    assert found.left == 90


def test_actual_figures_push_aside_planned_ones(tmp_path: Path) -> None:
    rules = written(tmp_path, rule("within", checks="[普惠幼儿数 <= 在园幼儿数]"))
    sheet = Sheet(rules).add(普惠幼儿数=200, status="plan").add(普惠幼儿数=90, 在园幼儿数=100)
    assert sheet.found() == ()


CONFLICT = rule("conflict")


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        (("91.5", "91"), True),  # 91.5 rounds to 92
        (("98", "95.76"), True),
        (("99.23", "99.2"), False),
        (("99.25", "99.2"), False),  # half to even
        (("99.35", "99.3"), True),
        (("99.0", "99.00"), False),
        (("99.3", "99.30", "99.31"), True),  # 99.30 and 99.31 are both to two places
    ],
)
def test_two_figures_for_one_thing(tmp_path: Path, figures: tuple[str, ...], found: bool) -> None:
    sheet = Sheet(written(tmp_path, CONFLICT))
    for figure in figures:
        sheet.add(覆盖率=figure)
    ones = sheet.found()
    assert bool(ones) is found
    assert all(len(one.cells) == len(figures) for one in ones)


def test_a_figure_known_from_one_side_contradicts_only_what_lies_on_the_other(tmp_path: Path) -> None:
    rules, least = written(tmp_path, CONFLICT), Interval.at_least(Fraction(95))
    assert last(Sheet(rules).add(覆盖率="95").add(覆盖率="95"), bound=least).found() == ()
    assert last(Sheet(rules).add(覆盖率="94.9").add(覆盖率="95"), bound=least).found() != ()


def test_the_same_figure_twice_and_figures_of_two_years_are_no_conflict(tmp_path: Path) -> None:
    rules = written(tmp_path, CONFLICT)
    assert Sheet(rules).add(覆盖率=90).add(覆盖率=90).add(year=2023, 覆盖率=80).add("甲", 覆盖率=70).found() == ()


def test_two_figures_for_one_thing_that_ships() -> None:
    sheet = Sheet().add(义务教育巩固率="99.2").add(义务教育巩固率="99.1")
    assert [one.rule for one in sheet.found()] == ["one-item-one-figure"]
    assert Sheet().add(义务教育巩固率="99.2").add(义务教育巩固率="99.20").found() == ()


def test_stages_add_up_to_no_more_than_the_whole() -> None:
    def county(primary: int, *more: tuple[str, int]) -> Sheet:
        sheet = Sheet().add(在校生数=1000).add(stage="小学", 在校生数=primary).add(stage="初中", 在校生数=400)
        for stage, number in more:
            sheet.add(stage=stage, 在校生数=number)
        return sheet

    assert county(600).of("stages-within-whole") == ()
    (found,) = county(601).of("stages-within-whole")
    assert sides(found) == (1001, 1000, 1)
    assert found.stage is None
    # 义务教育 holds 小学 and 初中: it is not counted beside them, and is held against them itself
    assert county(600, ("义务教育", 1000)).of("stages-within-whole") == ()
    (inner,) = county(600, ("义务教育", 999)).of("stages-within-whole")
    assert sides(inner) == (1000, 999, 1)
    assert inner.stage == "义务教育"


RATE = rule("rate")


@pytest.mark.parametrize(
    ("typed", "found"),
    [("66.7", False), ("66.67", False), ("66.6", True), ("67", False), ("66", True), ("67.0", True), ("66.66", True)],
)
def test_a_rate_is_held_to_half_a_unit_of_its_last_digit(tmp_path: Path, typed: str, found: bool) -> None:
    sheet = Sheet(written(tmp_path, RATE)).add(普惠率=typed, 普惠幼儿数=200, 在园幼儿数=300)
    ones = sheet.found()
    assert bool(ones) is found
    for one in ones:
        assert one.imbalance == Fraction(typed) - Fraction(200, 3)
        assert len(one.cells) == 3


def test_a_rate_under_another_formula_is_only_a_hint(tmp_path: Path) -> None:
    sheet = Sheet(written(tmp_path, RATE)).add(普惠率="80.0", 普惠幼儿数=200, 在园幼儿数=300, 户籍幼儿数=250)
    (found,) = sheet.found()
    assert (found.severity, found.note, found.doubtful) == ("hint", "与口径“registered”算得的一致", False)


def test_a_rate_of_another_unit_is_held_to_its_own_last_digit(tmp_path: Path) -> None:
    """1.63万 is known to a hundred: 16,349 rounds to it, 16,351 does not."""
    items = (
        'indicators:\n  - {id: a, name: 甲数, unit: 人, direction: none, decimals: 0}\n'
        '  - {id: b, name: 乙数, unit: 人, direction: none, decimals: 0, formula: {default: 甲数}}\n'
    )  # fmt: skip
    rules = written(tmp_path, RATE, items)
    for number, found in ((16349, False), (16350, False), (16351, True)):
        sheet = Sheet(rules).add(甲数=number, 乙数=16300)
        assert bool(last(sheet, text="1.63万").found()) is found


def test_what_a_formula_makes_is_held_to_the_bounds(tmp_path: Path) -> None:
    (found,) = Sheet(written(tmp_path, rule("bounds"))).add(普惠幼儿数=301, 在园幼儿数=300).found()
    assert sides(found) == (Fraction(301, 3), 100, Fraction(1, 3))
    assert len(found.cells) == 2


def test_a_plainer_rule_on_the_same_cells_is_enough(tmp_path: Path) -> None:
    two = rule("within", checks="[普惠幼儿数 <= 在园幼儿数]") + rule("bounds").replace("quality:\n", "").replace(
        "id: r", "id: s"
    )
    assert [one.rule for one in Sheet(written(tmp_path, two)).add(普惠幼儿数=301, 在园幼儿数=300).found()] == ["r"]


UNIT = rule("unit", by="usual", factors="[10000, 100]") + (
    "  - id: u\n    title: 应当在通常的范围之内\n    kind: usual\n    severity: warning\n    hint: 核对\n"
)


@pytest.mark.parametrize(
    ("value", "rules"),
    [
        ("110", []),
        ("111", ["u"]),
        ("600", ["u"]),
        ("0.98", ["r"]),
        ("9800", ["r"]),
        ("980000", ["r"]),
        ("1100000000", ["u"]),
    ],
)
def test_a_wrong_unit_is_said_once_and_only_where_it_explains(tmp_path: Path, value: str, rules: list[str]) -> None:
    assert [one.rule for one in Sheet(written(tmp_path, UNIT)).add(毛入学率=value).found()] == rules


def test_figures_of_years_to_come_are_left_out(tmp_path: Path) -> None:
    sheet = Sheet(written(tmp_path, SUM)).add(year=2023, 普惠幼儿数=9, 户籍幼儿数=9, 在园幼儿数=1)
    sheet.add(year=2025, 普惠幼儿数=9, 户籍幼儿数=9, 在园幼儿数=1)
    assert [one.year for one in sheet.found(2024)] == [2023]


def test_no_rules_find_nothing_and_no_figures_are_no_fault() -> None:
    bare = book()._replace(quality=())
    assert check_quality(bare, Sheet().add(义务教育巩固率=9999).dataset(), REGION, YEAR) == ()
    assert check_quality(book(), Dataset((), (), ()), REGION, YEAR) == ()


def test_milestones_are_no_figures() -> None:
    report = Observation(
        REGION, Sheet().add(在校生数=1).rows[0].period, None, ("a/b",), None, None, None, None, "actual", True, None, "", "",
        "已完成", Sheet().add(在校生数=1).rows[0].origin,
    )  # fmt: skip
    assert check_quality(book(), Dataset((), (report,), ()), REGION, YEAR) == ()
