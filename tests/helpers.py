"""What tests share: small rulebooks from YAML text, datasets from rows, and the verdicts of both engines on them."""

import csv
import io
import textwrap
from collections.abc import Sequence
from pathlib import Path

from dabiao.assess.assessment import Assessment, Verdict
from dabiao.assess.run import AUTO, assess
from dabiao.diagnostics import Diagnostic
from dabiao.inputs.model import Dataset
from dabiao.inputs.read import read_files
from dabiao.inputs.vocabulary import vocabulary_of
from dabiao.rules.build import build_rulebook
from dabiao.rules.files import find_files
from dabiao.rules.model import Rulebook, Waiver

COUNTY, CITY, PROVINCE, NATION = "350502", "350500", "350000", "000000"
LEVELS = {COUNTY: "district", CITY: "city", PROVINCE: "province", NATION: "national"}
REGIONS = """\
regions:
  - {code: "000000", name: 全国}
  - {code: "350000", name: 福建省}
  - {code: "350500", name: 泉州市}
  - {code: "350502", name: 鲤城区}
  - {code: "350505", name: 泉港区}
"""
INDICATORS = """\
indicators:
  - {id: coverage, name: 覆盖率, unit: "%", direction: higher, bounds: [0, 100], decimals: 1}
  - {id: enrolment, name: 毛入学率, unit: "%", direction: higher, bounds: [0, null], usual: [60, 110], decimals: 1}
  - {id: share, name: 普惠率, unit: "%", direction: higher, bounds: [0, 100], decimals: 1,
     formula: {default: 100 * 普惠幼儿数 / 在园幼儿数, registered: 100 * 普惠幼儿数 / 户籍幼儿数}}
  - {id: school-share, name: 配齐率, unit: "%", direction: higher, bounds: [0, 100], decimals: 1,
     formula: {default: 100 * 配齐学校数 / 学校总数}}
  - {id: variation, name: 差异系数, unit: 比, direction: lower, bounds: [0, null], decimals: 3}
  - {id: oversized, name: 大班额数, unit: 个, also: [班], direction: lower, bounds: [0, null], decimals: 0}
  - {id: seats, name: 新增学位, unit: 个, direction: higher, bounds: [0, null], decimals: 0}
  - {id: net-seats, name: 净增学位, unit: 个, direction: higher, decimals: 0}
  - {id: schools, name: 学校数, unit: 所, direction: none, bounds: [0, null], decimals: 0}
  - {id: pupils, name: 在校生数, unit: 人, direction: none, bounds: [0, null], decimals: 0}
  - {id: funds, name: 财政拨款, unit: 万元, direction: higher, bounds: [0, null], decimals: 2}
  - {id: pay, name: 教师平均工资, unit: 元, direction: higher, bounds: [0, null], decimals: 0}
  - {id: official-pay, name: 公务员平均工资, unit: 万元, direction: none, bounds: [0, null], decimals: 2}
  - {id: inclusive-pupils, name: 普惠幼儿数, unit: 人, direction: none, bounds: [0, null], decimals: 0}
  - {id: kindergarten-pupils, name: 在园幼儿数, unit: 人, direction: none, bounds: [0, null], decimals: 0}
  - {id: registered-pupils, name: 户籍幼儿数, unit: 人, direction: none, bounds: [0, null], decimals: 0}
  - {id: equipped-schools, name: 配齐学校数, unit: 所, direction: none, bounds: [0, null], decimals: 0}
  - {id: all-schools, name: 学校总数, unit: 所, direction: none, bounds: [0, null], decimals: 0}
  - {id: students, name: 学生数, unit: 人, direction: none, bounds: [0, null], decimals: 0}
  - {id: counsellors, name: 专职心理教师, unit: 人, direction: none, bounds: [0, null], decimals: 0}
  - {id: pe-lessons, name: 每日体育课, unit: 节, direction: none, bounds: [0, null], decimals: 1}
  - {id: outdoor-hours, name: 每日户外时间, unit: 小时, direction: none, bounds: [0, null], decimals: 1}
"""
HEADER = ("地区", "年份", "指标", "学段", "学校", "数值", "单位", "状态", "完成日期", "佐证材料")


def target(form: str, ident: str = "t", indicator: str | None = "coverage", force: str = "must") -> str:
    """One target: its form and what else it says as YAML lines (`value: ">= 95 %"`), the rest filled in."""
    named = f"indicator: {indicator}\n" if indicator else ""
    body = f"id: {ident}\n{named}{textwrap.dedent(form).strip()}\nforce: {force}\nclause: {{at: 一 第1段, quote: 原文}}"
    return "  - " + body.replace("\n", "\n    ") + "\n"


def pack(
    targets: Sequence[str],
    ident: str = "plan",
    region: str = COUNTY,
    period: tuple[int, int | None] = (2021, 2025),
) -> str:
    """A pack's YAML text."""
    start, end = period
    last = "null" if end is None else end
    source = (
        f'{{title: 规划, number: null, issuer: null, issued: null, region: "{region}", '
        f"level: {LEVELS.get(region, 'district')}, period: [{start}, {last}]}}"
    )
    return f"pack: {ident}\nsource: {source}\ntargets:\n{''.join(targets)}"


def rulebook(folder: Path, *packs: str, indicators: str = INDICATORS, quality: str = "") -> Rulebook:
    """The linked rulebook of packs (and rules of data quality) given as YAML text; fails on any finding."""
    rule_folder(folder, *packs, indicators=indicators)
    if quality:
        (folder / "quality").mkdir(exist_ok=True)
        (folder / "quality" / "all.yaml").write_text(quality, encoding="utf-8")
    built, found = build_rulebook(find_files([folder]))
    assert not found, [str(diagnostic) for diagnostic in found]
    return built


def rule_folder(folder: Path, *packs: str, indicators: str = INDICATORS, regions: str = REGIONS) -> Path:
    """The folder with regions.yaml, indicators/all.yaml and pack0.yaml, pack1.yaml … written to it."""
    (folder / "indicators").mkdir(parents=True, exist_ok=True)
    (folder / "regions.yaml").write_text(regions, encoding="utf-8")
    (folder / "indicators" / "all.yaml").write_text(indicators, encoding="utf-8")
    for number, text in enumerate(packs):
        (folder / f"pack{number}.yaml").write_text(text, encoding="utf-8")
    return folder


def findings(folder: Path, *packs: str, indicators: str = INDICATORS, regions: str = REGIONS) -> list[Diagnostic]:
    """What is found when such a folder is read and linked."""
    return build_rulebook(find_files([rule_folder(folder, *packs, indicators=indicators, regions=regions)]))[1]


def row(
    year: int | str,
    indicator: str,
    value: object,
    unit: str = "",
    *,
    region: str = COUNTY,
    stage: str = "",
    entity: str = "",
    status: str = "",
    done_on: str = "",
    evidence: str = "",
) -> tuple[str, ...]:
    """One row of statistics, in the order of HEADER."""
    return (region, str(year), indicator, stage, entity, str(value), unit, status, done_on, evidence)


def dataset(folder: Path, book: Rulebook, rows: Sequence[Sequence[str]], name: str = "data.csv") -> Dataset:
    """The dataset of rows written to a CSV file; fails on any error in it (an empty dataset has no file)."""
    if not rows:
        return Dataset((), (), ())
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEADER, *rows])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text.getvalue(), encoding="utf-8")
    read = read_files([folder / name], vocabulary_of(book))
    errors = [str(diagnostic) for diagnostic in read.diagnostics if diagnostic.is_error]
    assert not errors, errors
    return read


def assessment(
    folder: Path,
    packs: Sequence[str],
    rows: Sequence[Sequence[str]],
    year: int,
    *,
    region: str = COUNTY,
    engine: str = AUTO,
    waivers: Sequence[Waiver] = (),
) -> Assessment:
    """Rules and rows as text → the assessment, by both engines unless told otherwise."""
    book = rulebook(folder / "rules", *packs)
    return assess(book, dataset(folder / "inputs", book, rows), region, year, engine, waivers=waivers)


def verdict(
    folder: Path,
    form: str,
    rows: Sequence[Sequence[str]],
    year: int = 2025,
    *,
    indicator: str | None = "coverage",
    period: tuple[int, int | None] = (2021, 2025),
    engine: str = AUTO,
) -> Verdict:
    """The one verdict of one target of a county's pack."""
    made = assessment(folder, [pack([target(form, indicator=indicator)], period=period)], rows, year, engine=engine)
    (only,) = made.verdicts
    return only


def verdicts(made: Assessment) -> dict[str, str]:
    """Verdicts by pack/target."""
    return {f"{v.pack}/{v.target}": v.verdict for v in made.verdicts}
