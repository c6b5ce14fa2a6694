"""Rules of data quality as files: what is refused and where, that they are part of the rulebook, and that the page tells of them."""

import json
import re
from pathlib import Path

import pytest

from dabiao.inputs.quality.model import KINDS as CODES
from dabiao.reports import _quality_words
from dabiao.rules import cache
from dabiao.rules._quality import KINDS
from dabiao.rules.build import build_rulebook
from dabiao.rules.files import bundled_rules, find_files, fingerprint_of
from dabiao.rules.lint import unused
from dabiao.rules.load import load_rulebook
from docs_helpers import table, text_of
from helpers import rule_folder
from quality_helpers import Sheet, book, written

GOOD = {
    "id": "a",
    "title": "对得上",
    "kind": "within",
    "severity": "error",
    "hint": "核对",
    "checks": "[普惠幼儿数 <= 在园幼儿数]",
}
PAGE = text_of("docs/数据核查.md")


def text(**keys: str | None) -> str:
    """The good rule with other keys, as YAML; None leaves a key out."""
    merged = {key: value for key, value in {**GOOD, **keys}.items() if value is not None}
    head, *rest = [f"{key}: {value}" for key, value in merged.items()]
    return "  - " + "\n    ".join([head, *rest]) + "\n"


def codes(folder: Path, *rules: str) -> list[tuple[str, int]]:
    """Codes and lines of what is wrong with a file of rules."""
    rule_folder(folder)
    (folder / "quality").mkdir()
    (folder / "quality" / "x.yaml").write_text("quality:\n" + "".join(rules), encoding="utf-8")
    found = build_rulebook(find_files([folder]))[1]
    assert all(re.search("[\\u4e00-\\u9fff]", d.message) and d.hint for d in found)
    return [(d.code, d.spans[0].line) for d in found]


def test_a_good_rule(tmp_path: Path) -> None:
    assert codes(tmp_path, text()) == []


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ({"chekcs": "[a <= b]"}, "SCH101"),
        ({"severity": "fatal"}, "SCH104"),
        ({"kind": "sums"}, "SCH104"),
        ({"hint": None}, "SCH102"),
        ({"id": "A b"}, "SCH106"),
        ({"tolerance": "{percents: 3}"}, "SCH101"),
        ({"checks": None}, "QUA521"),
        ({"items": "[在园幼儿数]"}, "QUA521"),
        ({"kind": "conflict"}, "QUA521"),
        ({"kind": "unit", "checks": None, "by": "name", "factors": "[10000]"}, "QUA521"),
        ({"kind": "duplicate", "checks": None, "by": "previous"}, "QUA521"),
        ({"kind": "usual", "checks": None, "of": "在园幼儿数 / 学生数"}, "QUA521"),
        ({"kind": "usual", "checks": None, "range": "[1, 2]"}, "QUA521"),
        ({"kind": "usual", "checks": None, "of": "在园幼儿数", "range": "[2, 1]"}, "RUL216"),
        ({"kind": "usual", "checks": None, "of": "在园幼儿数", "range": "[1, 2]", "unit": "斗"}, "RUL212"),
        ({"kind": "usual", "checks": None, "of": "在园幼儿数 >= 1", "range": "[1, 2]"}, "RUL203"),
        ({"checks": "[普惠幼儿数 == 在园幼儿数]"}, "RUL203"),
        ({"kind": "equal"}, "RUL203"),
        ({"checks": "[普惠幼儿数 * 学生数 <= 在园幼儿数]"}, "RUL203"),
        ({"checks": "[普惠幼儿数 / 学生数 <= 1]"}, "RUL203"),
        ({"checks": "[普惠幼儿数]"}, "RUL203"),
        ({"checks": "[普惠幼儿数 <=]"}, "RUL203"),
        ({"where": "学生数 + 1"}, "RUL203"),
        ({"checks": "[普惠幼儿 <= 在园幼儿数]"}, "LNK306"),
        ({"where": "学生人次 > 1"}, "LNK306"),
        ({"checks": "[教师平均工资 <= 公务员平均工资]"}, "QUA523"),  # 元 and 万元
        ({"checks": "[学校数 <= 在校生数]"}, "QUA523"),
    ],
)
def test_a_bad_rule_is_refused_with_its_line(tmp_path: Path, keys: dict[str, str | None], code: str) -> None:
    found = codes(tmp_path, text(), text(**{"id": "b", **keys}))
    assert code in [one for one, _ in found]
    assert all(line >= 8 for _, line in found)


def test_units_that_differ_may_be_converted(tmp_path: Path) -> None:
    assert codes(tmp_path, text(checks="[教师平均工资 <= 10000 * 公务员平均工资]")) == []


def test_a_repeated_id(tmp_path: Path) -> None:
    assert codes(tmp_path, text(), text()) == [("QUA522", 8)]


def test_a_rule_of_ones_own_is_tried_beside_those_that_ship(tmp_path: Path) -> None:
    folder = tmp_path / "quality"
    folder.mkdir()
    mine = text(checks="[教师数 <= 教职工数]", id="mine")
    (folder / "mine.yaml").write_text("quality:\n" + mine, encoding="utf-8")
    rules = load_rulebook([tmp_path], cached=False)[0]
    assert [rule.id for rule in rules.quality] == [*(rule.id for rule in book().quality), "mine"]
    assert [one.rule for one in Sheet(rules).add(教师数=2, 教职工数=1).found()] == ["mine"]


def test_the_rules_are_part_of_the_fingerprint_and_of_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    rules = tmp_path / "rules"
    rules.mkdir()
    built = written(rules, "quality:\n" + text())
    before = fingerprint_of(find_files([rules]))
    cache.store("k" * 64, built)
    kept = cache.load("k" * 64)
    assert kept is not None
    assert kept.quality == built.quality != ()
    (rules / "quality" / "all.yaml").write_text("quality:\n" + text(title="别的"), encoding="utf-8")
    assert fingerprint_of(find_files([rules])) != before


def test_an_item_only_a_rule_of_data_quality_uses_is_used(tmp_path: Path) -> None:
    built = written(tmp_path, "quality:\n" + text())
    idle = {d.message for d in unused.check(built)}
    assert not any("普惠幼儿数" in message for message in idle)
    assert any("每日体育课" in message for message in idle)


def test_every_rate_that_can_not_pass_100_is_watched() -> None:
    """A share of 100 × part ÷ whole in any catalogue is found where the part is more than the whole."""
    shares = [i for i in book().indicators.values() if i.formulas and i.bounds.high == 100]
    assert len(shares) > 20
    unwatched = []
    for indicator in shares:
        text_of_formula = (indicator.own_formula(indicator.stage) or indicator.formulas[0]).text
        part, _, whole = text_of_formula.removeprefix("100 * ").rpartition(" / ")
        if text_of_formula.startswith("100 * ") and "(" not in part + whole:
            found = Sheet().add(**{part: 101}).add(**{whole: 100}).found()
            unwatched += [] if any(one.severity == "error" for one in found) else [indicator.id]
    assert unwatched == []


def test_each_kind_has_its_code_its_words_and_its_row() -> None:
    schema = json.loads((bundled_rules() / "schema" / "quality.schema.json").read_text(encoding="utf-8"))
    kinds = schema["$defs"]["rule"]["properties"]["kind"]["enum"]
    assert set(kinds) == set(KINDS) == set(CODES) == set(_quality_words.KINDS)
    assert [row[0].strip("`") for row in table(PAGE, "各类规则")] == sorted(kinds, key=[*KINDS].index)
    for kind, _, needed, more in table(PAGE, "各类规则"):
        keys = KINDS[kind.strip("`")]
        assert (set(re.findall(r"`(\w+)`", needed)), set(re.findall(r"`(\w+)`", more))) == (set(keys[0]), set(keys[1]))


def test_every_key_is_explained() -> None:
    schema = json.loads((bundled_rules() / "schema" / "quality.schema.json").read_text(encoding="utf-8"))
    keys = {key for row in table(PAGE, "规则的写法") for key in re.findall(r"`(\w+)`", row[0])}
    assert keys == set(schema["$defs"]["rule"]["properties"])
    assert all(one["description"] for one in schema["$defs"]["rule"]["properties"].values())


def test_the_page_lists_the_rules_that_ship() -> None:
    words = _quality_words.SEVERITIES
    shipped = sorted(
        [f"`{rule.id}`", f"`{rule.kind}`", words[rule.severity], rule.title, rule.source or ""]
        for rule in book().quality
    )
    assert sorted(table(PAGE, "自带的规则")) == shipped


def test_the_example_of_the_page_is_a_rule(tmp_path: Path) -> None:
    block = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert block is not None
    (tmp_path / "quality").mkdir()
    (tmp_path / "quality" / "x.yaml").write_text(
        block[1].replace("degrees-within", "x-degrees-within"), encoding="utf-8"
    )
    assert len(load_rulebook([tmp_path], cached=False)[0].quality) == len(book().quality) + 1
