"""The 填报表 of a region and a year: what is asked, in words, with what earlier figures already tell."""

from collections.abc import Collection, Iterator, Sequence

from dabiao.assess.asked import Asked, Report, asked
from dabiao.assess.asked_county import ASKED, ELSEWHERE, OPTIONAL, Need
from dabiao.assess.model import Bound
from dabiao.assess.plan import Binding, bind
from dabiao.assess.template_earlier import Earlier
from dabiao.assess.template_schools import rosters
from dabiao.inputs.model import Dataset
from dabiao.inputs.template.model import DECIMAL, WHOLE, Block, Cell, Cover, Line, Task, Template
from dabiao.quantity import exact_decimal
from dabiao.rules.model import Attest, Compare, Formula, Pack, Rulebook, Total
from dabiao.rules.stages import STAGES
from dabiao.rules.wording import due_text

_SHOWN_CLAUSES, _SHOWN_NAMES = 3, 4
_NUMERALS = "一二三四五六七八九十"
_ELSEWHERE_TITLE = "其他年份、其他地区的数（与以前比较、逐年累计或与全省比较时用）"
_OPTIONAL_TITLE = "可选（比率和它的分子分母填一处就行；填人数可以看出还差多少）"


def make_template(
    rulebook: Rulebook,
    dataset: Dataset,
    region: str,
    year: int,
    only: Collection[str] | None = None,
    command: str = "dabiao check 填报表.xlsx",
) -> Template | None:
    """The workbook's content; None where no document binds the region in the year.

    `dataset` holds figures of earlier years (or none); those of the year itself are not used. `only` narrows to packs by id.
    """
    binding = bind(rulebook, region, year, only)
    if not binding.bounds:
        return None
    wanted = asked(rulebook, binding.bounds, region, year)
    earlier = Earlier(rulebook, dataset, year)
    return Template(
        Cover(region, rulebook.regions.full_name(region), year, tuple(_documents(binding, rulebook)), command),
        tuple(_blocks(wanted, binding, year, earlier, rulebook)),
        rosters(wanted, rulebook, dataset, region, year),
        tuple(_task(report, region, year, earlier, rulebook) for report in wanted.reports),
    )


def _documents(binding: Binding, rulebook: Rulebook) -> Iterator[str]:
    for pack in binding.packs:
        yield _title(pack, rulebook) + (f"（{pack.source.number}）" if pack.source.number else "")


def _title(pack: Pack, rulebook: Rulebook) -> str:
    """The document's title; of one whose text has none, whose it is and the id it goes by."""
    source = pack.source
    return f"《{source.title}》" if source.title else f"{rulebook.regions.name(source.region)}的文件（{pack.id}）"


def _place(rulebook: Rulebook, region: str) -> str:
    """The region's full name where the readers know it, else its code."""
    name = rulebook.regions.full_name(region)
    return name if rulebook.regions.resolve(name) == region else region


def _short_title(pack: Pack, rulebook: Rulebook) -> str:
    """What the document is called at every line: its number, where it has one."""
    return f"{pack.source.number} " if pack.source.number else _title(pack, rulebook)


def _blocks(wanted: Asked, binding: Binding, year: int, earlier: Earlier, rulebook: Rulebook) -> Iterator[Block]:
    """The needs under the first document that has them; then those of other years; then those that may stay out."""
    of_part = {part: [need for need in wanted.needs if need.part == part] for part in (ASKED, ELSEWHERE, OPTIONAL)}
    parts: list[tuple[str, bool, list[Need]]] = []
    for pack in binding.packs:
        needs = [need for need in of_part[ASKED] if need.bounds[0].pack.id == pack.id]
        parts.append((f"{_title(pack, rulebook)}要求的数", False, needs))
    parts.append((_ELSEWHERE_TITLE, False, of_part[ELSEWHERE]))
    parts.append((_OPTIONAL_TITLE, True, of_part[OPTIONAL]))
    filled = [part for part in parts if part[2]]
    for number, (title, optional, needs) in enumerate(filled):
        mark = _NUMERALS[number] if number < len(_NUMERALS) else str(number + 1)
        yield Block(f"{mark}、{title}", optional, tuple(_line(need, year, earlier, rulebook) for need in needs))


def _line(need: Need, year: int, earlier: Earlier, rulebook: Rulebook) -> Line:
    line = Line(
        region=_place(rulebook, need.region),
        year=need.year,
        name=need.indicator.name,
        stage=need.stage or "",
        unit=need.unit.name,
        meaning=_meaning(need, year),
        clauses=tuple(_clauses(need.bounds, rulebook, _SHOWN_CLAUSES if need.part == OPTIONAL else None)),
        cell=_cell(need),
    )
    return earlier.filled(need, line) if need.part == ELSEWHERE else line._replace(last=earlier.last(need))


def _meaning(need: Need, year: int) -> str:
    """The definition, how it is computed, and what it is counted into."""
    indicator = need.indicator
    own = indicator.own_formula(need.stage)
    parts = [indicator.definition or ""]
    for formula in indicator.formulas:
        # a formula named after a stage is that stage's own; any other counts it another way
        if formula is own or formula.name not in STAGES:
            what = "算式" if formula is own else f"另一口径“{formula.name}”"
            parts.append(f"{what}：{_in_words(formula)}")
    if need.serves:
        names = [f"“{served.name}”" for served in need.serves[:_SHOWN_NAMES]]
        parts.append(
            "用于计算" + "、".join(names) + (f"等 {len(need.serves)} 项" if len(need.serves) > len(names) else "")
        )
    parts.append(_why(need, year))
    return "\n".join(part for part in parts if part) or "照条款所说的口径"


def _why(need: Need, year: int) -> str:
    """What a figure of another year or region is wanted for; that a sum may be given as one figure."""
    sums = [bound for bound in need.bounds if isinstance(bound.target.form, Total)]
    if sums and not need.serves:
        first, by = sums[0].pack.source.start, sums[0].target.by
        last = min(year, int(by[:4])) if by else year
        together = f"；没有分年数的，可以另加一行填累计数，年份写 {first}-{last}" if last > first else ""
        return f"逐年累计{together}"
    if need.part != ELSEWHERE:
        return ""
    other = any(isinstance(bound.target.form, Compare) and bound.target.form.of for bound in need.bounds)
    return "比较的另一方" if other else "与以前比较用"


def _in_words(formula: Formula) -> str:
    return formula.text.replace("*", "×").replace("/", "÷").replace(" - ", " − ")


def _clauses(bounds: Sequence[Bound], rulebook: Rulebook, most: int | None = None) -> Iterator[str]:
    """Document, place and quote of each clause, once; no more than `most` of them."""
    said = dict.fromkeys(
        f"{_short_title(bound.pack, rulebook)}{bound.target.clause.at}：“{bound.target.clause.quote}”"
        for bound in bounds
    )
    yield from list(said)[:most]
    if most is not None and len(said) > most:
        yield f"另有 {len(said) - most} 处"


def _cell(need: Need) -> Cell:
    """Whole numbers where the catalogue knows no decimals and the unit is its own; its hard bounds, in the unit asked for."""
    indicator = need.indicator
    factor = indicator.unit.factor_to(need.unit)
    ends = (indicator.bounds.low, indicator.bounds.high)
    low, high = (None if end is None else exact_decimal(end * factor) for end in ends)
    counted = indicator.decimals == 0 and factor == 1 and "/" not in indicator.unit.dimension
    return Cell(WHOLE if counted and not indicator.formulas else DECIMAL, (), low, high)


def _task(report: Report, region: str, year: int, earlier: Earlier, rulebook: Rulebook) -> Task:
    attested = isinstance(report.bounds[0].target.form, Attest)
    when = dict.fromkeys(due_text(bound.target) or "没有写期限" for bound in report.bounds)
    task = Task(
        region=_place(rulebook, region),
        year=year,
        name=report.name,
        when="\n".join(when),
        clauses=tuple(_clauses(report.bounds, rulebook)),
        answers=("是", "否") if attested else ("已完成", "未完成"),
    )
    known = earlier.done(report, region)
    if known is None:
        return task
    return task._replace(
        year=known.period.end, done=task.answers[0], done_on=known.done_on or "", evidence=known.evidence
    )


__all__ = ["make_template"]
