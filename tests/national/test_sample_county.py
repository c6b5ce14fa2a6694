"""The sample county in inputs/: it fails for reasons that lead to cells, and passes once exactly what is named is mended."""

import csv
import functools
import json
import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest

from dabiao.assess.assessment import Assessment, Verdict, from_json, to_json
from dabiao.assess.explain import explain
from dabiao.assess.reference import NAME as REFERENCE
from dabiao.assess.run import AUTO, assess
from dabiao.cli.main import main
from dabiao.inputs.read import read_files
from dabiao.quantity import exact_decimal
from dabiao.rules.files import bundled_rules
from national_helpers import BALANCE, REGION, YEAR, book, outcome, vocabulary

INPUTS = Path(__file__).resolve().parents[2] / "inputs"
COUNTY, SCHOOLS = INPUTS / "示例-优质均衡.csv", INPUTS / "示例-优质均衡-学校.csv"
NAMED = re.compile(r"(?:(?P<school>.+)还差|还差|须减少) (?P<number>\d+) (?P<unit>\S+?)（(?P<item>.+)）")


def judged(county: Path, schools: Path, engine: str = AUTO) -> Assessment:
    read = read_files([county, schools], vocabulary())
    assert read.diagnostics == ()
    return assess(book(), read, REGION, YEAR, engine, only=(BALANCE,))


@functools.cache
def before() -> Assessment:
    return judged(COUNTY, SCHOOLS)


def failing() -> list[Verdict]:
    return [v for v in before().verdicts if v.verdict != "met"]


def test_it_fails_for_these_reasons() -> None:
    assert outcome(before(), "certification") == "不合格"
    assert {c.id for c in before().conclusions if c.outcome == "不合格"} == {
        "certification",
        "resources",
        "government",
        "quality",
    }
    assert [(v.target, v.stage, v.entity) for v in failing()] == [
        ("backbone-teachers", "小学", "示例第二小学"),
        ("teaching-area", "初中", "示例九年一贯制学校"),
        ("sports-area", "初中", "示例九年一贯制学校"),
        ("six-of-seven", "小学", "示例第二小学"),
        ("six-of-seven", "初中", "示例九年一贯制学校"),
        ("cv-backbone-teachers", "小学", None),
        ("art-rooms", None, "示例完全中学"),
        ("class-size", "小学", "示例第一小学"),
        ("rotation", None, None),
        ("training-budget", None, "示例民办小学"),
    ]  # fmt: skip
    assert {v.verdict for v in failing()} == {"not_met"}


def test_every_reason_names_its_cells() -> None:
    """The cells named hold the items of the formula, in the row of the school."""
    with SCHOOLS.open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    names = [row[2] for row in rows]
    for found in failing():
        assert found.origin
        for place in found.origin:
            _, line = re.fullmatch(r"([A-Z]+)(\d+)", place.cell).groups()  # type: ignore[union-attr]
            assert int(line) > 1
            if found.entity is not None:
                assert names[int(line) - 1] == found.entity


def named() -> dict[tuple[str | None, str], Fraction]:
    """What the failing verdicts name: by school and item, by how much it has to change."""
    changes: dict[tuple[str | None, str], Fraction] = {}
    for found in failing():
        if found.short is None:
            assert found.form == "group"  # its members name what it takes
            continue
        match = NAMED.fullmatch(found.short)
        assert match is not None, found.short
        key = (match["school"] or found.entity, match["item"])
        change = Fraction(match["number"]) * (-1 if "减少" in found.short else 1)
        changes[key] = max(changes.get(key, change), change, key=abs)
    return changes


def mend(folder: Path) -> tuple[Path, Path]:
    """The two files with those cells changed and no other (and the class that shrank put into its band)."""
    changes = named()
    with SCHOOLS.open(encoding="utf-8") as file:
        schools = list(csv.DictReader(file))
    with COUNTY.open(encoding="utf-8") as file:
        county = list(csv.DictReader(file))
    for (entity, item), change in changes.items():
        if entity is None:
            (row,) = [row for row in county if row["指标"] == item]
            row["数值"] = str(int(row["数值"]) + int(change))
            continue
        (row,) = [row for row in schools if row["学校名称"] == entity]
        raise_(row, item, change)
        if item == "小学超45人班级数":
            raise_(row, "班额46至50人", change)
            raise_(row, "班额41至45人", -change)
    return write(folder / "县.csv", county), write(folder / "校.csv", schools)


def raise_(row: dict[str, str], item: str, change: Fraction) -> None:
    """Changes a figure of a row; columns in 万元 hold ten-thousandths of the 元 named."""
    column = item if item in row else f"{item}(万元)"
    value = Fraction(row[column] or "0") + change / (1 if column == item else 10000)
    row[column] = exact_decimal(value) or ""


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_mending_exactly_what_is_named_makes_it_pass(tmp_path: Path) -> None:
    after = judged(*mend(tmp_path))
    assert [v.target for v in after.verdicts if v.verdict != "met"] == []
    assert {c.outcome for c in after.conclusions} == {"合格"}


def test_at_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command a person types: owed and not met is 1, with what is missing; after the mending 0, and 认定 合格."""
    monkeypatch.setenv("COLUMNS", "60")  # too narrow for a table: a line for each thing said
    assert main(["check", str(COUNTY), str(SCHOOLS)]) == 1
    said = re.sub(r"\s", "", capsys.readouterr().out)
    for found in failing():
        assert found.short is None or re.sub(r"\s", "", found.short) in said, found.short
    assert main(["check", *map(str, mend(tmp_path))]) == 0
    assert "义务教育优质均衡发展县认定合格" in re.sub(r"[\s：:]", "", capsys.readouterr().out)


def test_one_less_than_what_is_named_does_not(tmp_path: Path) -> None:
    """What is named is the smallest whole number: short of it by one, something is still not met."""
    for (entity, item), change in named().items():
        county, schools = mend(tmp_path)
        back = Fraction(-1 if change > 0 else 1)
        path = county if entity is None else schools
        with path.open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        row = next(r for r in rows if (r["指标"] == item if entity is None else r["学校名称"] == entity))
        raise_(row, "数值" if entity is None else item, back)
        write(path, rows)
        assert [v for v in judged(county, schools, REFERENCE).verdicts if v.verdict == "not_met"], (entity, item)


def test_the_relaxations_are_used_where_they_are_allowed() -> None:
    """示例西岭小学: 80 pupils, a visiting teacher, rooms of 54 ㎡, a building plan."""
    relaxed: Mapping[str, str | None] = {v.target: v.value for v in before().verdicts if "过渡期放宽至" in v.note}
    assert relaxed == {"sports-arts-teachers": "1.25", "music-rooms": "0", "art-rooms": "0"}


def test_the_teaching_point_and_the_special_school_are_not_judged() -> None:
    judged_for = {v.entity for v in before().verdicts if v.target in ("six-of-seven", "class-size", "music-rooms")}
    assert judged_for.isdisjoint({"示例东岭教学点", "示例特殊教育学校"})
    assert "示例民办小学" in judged_for


def test_explaining_a_measure_names_the_whole_number() -> None:
    read = read_files([COUNTY, SCHOOLS], vocabulary())
    found = explain(book(), read, REGION, YEAR, "teaching-area", REFERENCE, entity="示例九年一贯制学校")
    (junior,) = [e for e in found if e.verdict.stage == "初中"]
    assert "1.1 * (3500 - 200) / (400 + 1.1 * 220 + 1.32 * 0) = 5.654206 平方米/人" in " ".join(junior.steps)
    assert "距最终要求还差 0.145794 平方米/人，即还差 86 平方米（教学及辅助用房面积）" in junior.steps


def test_the_machine_form_is_as_its_schema_says() -> None:
    document = to_json(before())
    schema = json.loads((bundled_rules() / "schema" / "assessment.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(document)))
    assert from_json(document) == before()
