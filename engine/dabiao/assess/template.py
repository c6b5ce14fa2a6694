"""The 填报表 of a region and a year: what is asked, in words, with what earlier figures already tell."""

from collections.abc import Collection, Iterator, Sequence

from dabiao.assess.asked import ASKED, ELSEWHERE, OPTIONAL, Asked, Need, Report, asked
from dabiao.assess.figures import Figure, Figures
from dabiao.assess.model import Bound
from dabiao.assess.plan import Binding, bind
from dabiao.assess.template_schools import rosters
from dabiao.inputs.model import ACTUAL, ESTIMATE, PLANNED, Dataset, Observation, Origin
from dabiao.inputs.template.model import DECIMAL, WHOLE, Block, Cell, Cover, Line, Task, Template
from dabiao.quantity import Interval, exact_decimal, round_half_even
from dabiao.rules.model import Attest, Pack, Rulebook
from dabiao.rules.wording import due_text

_SHOWN_CLAUSES, _SHOWN_NAMES = 3, 4
_STATUS = {ACTUAL: "实际", ESTIMATE: "预计", PLANNED: "计划"}
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
    earlier = _Earlier(rulebook, dataset, year)
    return Template(
        Cover(region, rulebook.regions.full_name(region), year, tuple(_documents(binding, rulebook)), command),
        tuple(_blocks(wanted, binding, earlier, rulebook)),
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


def _blocks(wanted: Asked, binding: Binding, earlier: "_Earlier", rulebook: Rulebook) -> Iterator[Block]:
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
        yield Block(f"{mark}、{title}", optional, tuple(_line(need, earlier, rulebook) for need in needs))


def _line(need: Need, earlier: "_Earlier", rulebook: Rulebook) -> Line:
    line = Line(
        region=_place(rulebook, need.region),
        year=need.year,
        name=need.indicator.name,
        stage=need.stage or "",
        unit=need.unit.name,
        meaning=_meaning(need),
        clauses=tuple(_clauses(need.bounds, rulebook, _SHOWN_CLAUSES if need.part == OPTIONAL else None)),
        cell=_cell(need),
    )
    return earlier.filled(need, line) if need.part == ELSEWHERE else line._replace(last=earlier.last(need))


def _meaning(need: Need) -> str:
    """The definition, how it is computed, and what it is counted into."""
    indicator = need.indicator
    own = indicator.own_formula(need.stage)
    parts = [indicator.definition or ""]
    if own is not None:
        parts.append("算式：" + own.text.replace("*", "×").replace("/", "÷").replace(" - ", " − "))
    if need.serves:
        names = [f"“{served.name}”" for served in need.serves[:_SHOWN_NAMES]]
        parts.append(
            "用于计算" + "、".join(names) + (f"等 {len(need.serves)} 项" if len(need.serves) > len(names) else "")
        )
    return "\n".join(part for part in parts if part)


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


def _task(report: Report, region: str, year: int, earlier: "_Earlier", rulebook: Rulebook) -> Task:
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


class _Earlier:
    """What the figures of earlier years tell of a need."""

    def __init__(self, rulebook: Rulebook, dataset: Dataset, year: int) -> None:
        self._observations = [o for o in dataset.observations if o.period.end < year]
        self._figures = Figures(self._observations, rulebook)
        self._by_origin: dict[Origin, Observation] = {o.origin: o for o in self._observations}

    def last(self, need: Need) -> str:
        """The figure of the year before, as reported or computed, in the unit asked for; several where they contradict."""
        settling, _ = self._figures.of(need.region, need.indicator.id, need.stage, need.year - 1)
        return " / ".join(dict.fromkeys(_shown(figure, need) for figure in settling))

    def filled(self, need: Need, line: Line) -> Line:
        """The line with the figure reported of its own year; two that contradict are named, and left to a person."""
        reported = self._figures.reported(need.region, need.indicator.id, need.stage, need.year)
        typed = [_typed(figure.bound, need) for figure in reported]
        if len(reported) == 1 and typed[0] is not None:
            observation = self._by_origin[reported[0].origins[0]]
            status = _STATUS[reported[0].status]
            return line._replace(value=typed[0], status=status, evidence=observation.evidence, note=observation.note)
        settling, _ = self._figures.of(need.region, need.indicator.id, need.stage, need.year)
        if not settling:
            return line
        known = "、".join(dict.fromkeys(_shown(figure, need) for figure in settling))
        how = "有几个不同的数" if len(settling) > 1 else "算得"
        return line._replace(note=f"已有的数据{how}：{known}，请核对后填写")

    def done(self, report: Report, region: str) -> Observation | None:
        """The report that it is done already; None for what is reported each year anew."""
        if any(bound.target.every for bound in report.bounds):
            return None
        refs = {bound.target.ref for bound in report.bounds}
        told = [o for o in self._observations if o.region == region and refs <= set(o.subjects)]
        latest = max(told, key=lambda o: o.period.end, default=None)
        return latest if latest is not None and latest.done and latest.status == ACTUAL else None


def _typed(bound: Interval, need: Need) -> str | None:
    """A figure as a person types it, exactly, in the unit asked for; None where no such text is exact."""
    low, high, low_open, high_open = bound.times(need.indicator.unit.factor_to(need.unit))
    end = low if low is not None else high
    text = None if end is None else exact_decimal(end)
    if text is None or (low is not None and high is not None and low != high):
        return None
    if low == high:
        return text
    if high is None:
        return f"超过{text}" if low_open else f"{text}以上"
    return f"不足{text}" if high_open else f"{text}以下"


def _shown(figure: Figure, need: Need) -> str:
    """A figure for comparison: exact where it was typed, rounded once to the indicator's decimals where it was computed."""
    typed = _typed(figure.bound, need) if figure.formula is None else None
    if typed is not None:
        return typed
    rounded = round_half_even(figure.value, need.indicator.decimals)
    return exact_decimal(rounded * need.indicator.unit.factor_to(need.unit)) or ""


__all__ = ["make_template"]
