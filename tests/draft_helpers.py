"""What the tests of drafting share: readings of one sentence, drafts of small documents, and drafts read back as packs."""

from pathlib import Path

from dabiao.diagnostics import Diagnostic
from dabiao.rules.build import build_rulebook
from dabiao.rules.clauses._text import fold
from dabiao.rules.draft import Draft, draft_pack, render
from dabiao.rules.draft.model import Period, Reading, Span
from dabiao.rules.draft.propose import prose
from dabiao.rules.files import find_files
from dabiao.rules.model import Pack, Rulebook

PLAN = (2021, 2025)
YEAR = (2024, 2024)

REGIONS = """\
regions:
  - {code: "000000", name: 全国}
  - {code: "330000", name: 浙江省, aliases: [浙江]}
  - {code: "330500", name: 湖州市}
  - {code: "330523", name: 安吉县}
"""
CATALOGUE = """\
indicators:
  - {id: preschool-enrolment, name: 学前三年毛入园率, aliases: [学前三年入园率], unit: "%", stage: 学前, direction: higher, bounds: [0, null], decimals: 1}
  - {id: inclusive-coverage, name: 普惠性幼儿园覆盖率, unit: "%", stage: 学前, direction: higher, bounds: [0, 100], decimals: 1}
  - {id: retention, name: 义务教育巩固率, unit: "%", stage: 义务教育, direction: higher, bounds: [0, null], decimals: 1}
  - {id: fitness-excellent, name: 学生体质健康优良率, unit: "%", direction: higher, bounds: [0, 100], decimals: 1}
  - {id: fitness-pass, name: 学生体质健康合格率, unit: "%", direction: higher, bounds: [0, 100], decimals: 1}
  - {id: myopia, name: 儿童青少年总体近视率, unit: "%", direction: lower, bounds: [0, 100], decimals: 1}
  - {id: new-places, name: 新增学位, unit: 个, direction: higher, bounds: [0, null], decimals: 0}
  - {id: new-schools, name: 新建学校, unit: 所, also: [个], direction: higher, bounds: [0, null], decimals: 0}
  - {id: equipment, name: 生均教学仪器设备值, unit: 元/人, direction: higher, bounds: [0, null], decimals: 0}
  - {id: pay, name: 教师平均工资收入水平, aliases: [教师平均工资], unit: 元, direction: higher, bounds: [0, null], decimals: 0}
  - {id: official-pay, name: 公务员平均工资收入水平, aliases: [当地公务员平均工资], unit: 元, direction: none, bounds: [0, null], decimals: 0}
  - {id: spending, name: 一般公共预算教育支出, unit: 万元, direction: higher, bounds: [0, null], decimals: 0}
  - {id: public-funds, name: 生均公用经费标准, unit: 元/人, direction: higher, bounds: [0, null], decimals: 0}
  - {id: students, name: 在校生数, aliases: [学生数], unit: 人, direction: none, bounds: [0, null], decimals: 0}
  - {id: oversized, name: 大班额班级数, aliases: [大班额], unit: 个, direction: lower, bounds: [0, null], decimals: 0}
"""


def read(sentence: str, period: tuple[int, int] = PLAN, place: str = "安吉县") -> list[Reading]:
    """Every reading of a paragraph, in order."""
    text = fold(sentence)
    return list(prose(text, Span(0, len(text)), Period(*period, stated=True), place))


def one(sentence: str, period: tuple[int, int] = PLAN) -> Reading:
    """The only reading of a sentence."""
    found = read(sentence, period)
    assert len(found) == 1, found
    return found[0]


def asked(sentence: str, period: tuple[int, int] = PLAN) -> list[tuple[str, str]]:
    """(form, limit) of each reading; of `each` the condition."""
    return [(r.form, dict(r.extras)["require"] if r.form == "each" else r.limit) for r in read(sentence, period)]


def catalogue(folder: Path) -> Rulebook:
    """A small rulebook: regions and indicators, no pack."""
    (folder / "indicators").mkdir(parents=True, exist_ok=True)
    (folder / "regions.yaml").write_text(REGIONS, encoding="utf-8")
    (folder / "indicators" / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    rulebook, found = build_rulebook(find_files([folder]))
    assert not found, [str(diagnostic) for diagnostic in found]
    return rulebook


def drafted(folder: Path, text: str, region: str | None = None) -> Draft:
    """The draft of a document against the small catalogue."""
    return draft_pack(text, catalogue(folder / "rules"), region)


def read_back(folder: Path, draft: Draft) -> tuple[Pack, Rulebook, list[Diagnostic]]:
    """The draft as written, loaded beside the small catalogue: the pack, the rulebook, and every finding of the loader."""
    catalogue(folder / "rules")
    pack, indicators = render(draft)
    (folder / "rules" / "draft.yaml").write_text(pack, encoding="utf-8")
    (folder / "rules" / "indicators" / "draft.yaml").write_text(indicators, encoding="utf-8")
    rulebook, found = build_rulebook(find_files([folder / "rules"]))
    return rulebook.pack(draft.pack), rulebook, found
