"""What the national standard leaves to the province: a sample pack laid over it."""

import json
import shutil
from pathlib import Path

import pytest

from dabiao.assess.assessment import Assessment
from dabiao.assess.run import assess
from dabiao.cli.main import main
from dabiao.rules.lint import loosening
from dabiao.rules.load import load_rulebook
from national_helpers import BALANCE, Row, county, one, school

SAMPLE = Path(__file__).resolve().parents[2] / "inputs" / "示例-省定参数.yaml"
PROVINCE, COUNTY = "sample-provincial-parameters", "350505"


def judged(*tables: list[Row], region: str = COUNTY) -> Assessment:
    rulebook, found = load_rulebook(packs=[SAMPLE], cached=False)
    assert found == []
    dataset = county(*tables)
    moved = dataset._replace(observations=tuple(o._replace(region=region) for o in dataset.observations))
    return assess(rulebook, moved, region, 2024, only=(PROVINCE, BALANCE))


def figures(**items: object) -> list[Row]:
    return [{"指标": name, "数值": value} for name, value in items.items()]


def test_the_provinces_parameters_bind_its_counties_alone() -> None:
    assert {v.pack for v in judged(figures(社会认可度=90)).verdicts} == {PROVINCE, BALANCE}
    assert {v.pack for v in judged(figures(社会认可度=90), region="370321").verdicts} == {BALANCE}


@pytest.mark.parametrize(("amount", "verdict"), [("850", "met"), ("849.99", "not_met"), ("0.085 万元/人", "met")])
def test_the_amount_the_nation_leaves_open(amount: str, verdict: str) -> None:
    rows: list[Row] = [{"指标": "生均公用经费标准", "学段": "小学", "数值": amount}]
    assert one(judged(rows), "public-funds", "小学").verdict == verdict


@pytest.mark.parametrize(("funds", "verdict"), [("8.5", "met"), ("8.4999", "not_met")])
def test_a_small_school_is_funded_as_one_of_100(funds: str, verdict: str) -> None:
    rows: list[Row] = [school("甲", "小学", **{"小学在校生数": 60, "公用经费预算总额(万元)": funds})]
    assert one(judged(rows), "small-primary-school-funds").verdict == verdict


def test_the_stricter_of_two_binds_and_both_are_shown() -> None:
    found = [v for v in judged(figures(初中三年巩固率="95.5")).verdicts if v.target == "junior-retention"]
    assert {(v.pack, v.verdict, v.binding) for v in found} == {(BALANCE, "met", False), (PROVINCE, "not_met", True)}


@pytest.mark.parametrize("given", ["pack", "rules"])
def test_at_the_command_line(given: str, tmp_path: Path) -> None:
    """Both ways to hand the province's pack in: by its file, and as a folder laid over the bundled rules."""
    data = tmp_path / "县.csv"
    data.write_text(
        f"地区,年份,指标,学段,数值,单位\n{COUNTY},2024,生均公用经费标准,小学,849.99,元/人\n", encoding="utf-8"
    )
    if given == "pack":
        options = ["--pack", str(SAMPLE), "--pack", BALANCE]
    else:
        folder = tmp_path / "省"
        folder.mkdir()
        shutil.copy(SAMPLE, folder)
        options = ["--rules", str(folder), "--pack", PROVINCE, "--pack", BALANCE]
    assert main(["check", str(data), *options, "--format", "json", "-o", str(tmp_path / "结果.json")]) == 1
    verdicts = json.loads((tmp_path / "结果.json").read_text(encoding="utf-8"))["verdicts"]
    assert {v["pack"] for v in verdicts} == {PROVINCE, BALANCE}
    judged_ = {v["stage"]: v["verdict"] for v in verdicts if v["target"] == "public-funds"}
    assert judged_ == {"小学": "not_met", "初中": "no_data", "学前": "no_data"}


def test_a_province_may_not_ask_less_than_the_nation(tmp_path: Path) -> None:
    """95 % of the nation, 94 % of a province: the linter names both clauses."""
    looser = tmp_path / "宽.yaml"
    looser.write_text(
        SAMPLE.read_text(encoding="utf-8").replace(">= 96 %", ">= 94 %").replace("96%", "94%"), encoding="utf-8"
    )
    rulebook, problems = load_rulebook(packs=[looser], cached=False)
    assert problems == []
    (found,) = list(loosening.check(rulebook))
    assert found.code == "LIN507"
    assert all(quote in found.message for quote in ("巩固率达到94%以上", "巩固率达到95%以上"))
