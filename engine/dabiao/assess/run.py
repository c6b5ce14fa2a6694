"""One region, one year: plan, measure, judge by one engine or by two that must agree, settle."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

from dabiao.assess import durable, reference
from dabiao.assess.assessment import (
    Assessment,
    ClauseText,
    ConclusionText,
    Engines,
    PackInfo,
    Place,
    RestsOn,
    Verdict,
)
from dabiao.assess.conclude import Member, conclude
from dabiao.assess.entities import Entities
from dabiao.assess.figures import Figures
from dabiao.assess.measure import Context, Progress, make_checks
from dabiao.assess.model import VERDICTS, Check, Outcome
from dabiao.assess.plan import Binding, bind
from dabiao.assess.quality import doubts_of, finding_text, quality_text
from dabiao.assess.settle import Settler
from dabiao.assess.strictest import mark_binding
from dabiao.assess.waivers import covering, unused
from dabiao.diagnostics import Diagnostic, EngineFault, error
from dabiao.inputs.model import Dataset
from dabiao.inputs.quality import check_quality
from dabiao.record import NamedTuple
from dabiao.rules.model import Conclusion, Pack, Rulebook, Waiver

AUTO = "auto"
COLUMNAR = "columnar"
SPARK = "spark"  # columnar with its rows on a cluster; of many regions only
ENGINES = (AUTO, durable.NAME, reference.NAME, COLUMNAR)

Judge = Callable[[Sequence[Check]], list[Outcome]]


def assess(
    rulebook: Rulebook,
    dataset: Dataset,
    region: str,
    year: int,
    engine: str = AUTO,
    only: Collection[str] | None = None,
    waivers: Sequence[Waiver] = (),
    durable_judge: Judge | None = None,
    progress: Progress | None = None,
) -> Assessment:
    """Every verdict of a region in a year.

    `only` narrows to packs by id. `durable_judge` stands in for the durable engine (tests). `progress` hears how much is done: a
    part, and the whole. Raises EngineFault where an engine gives no verdict, or two engines differ.
    """
    hear = progress or _unheard
    binding, _, checks = measure(
        rulebook, dataset, region, year, only, waivers, lambda done, whole: hear(_MEASURING * done, 100 * whole)
    )
    outcomes, engines = judge(checks, engine, durable_judge)
    quality = check_quality(rulebook, dataset, region, year)
    settler = Settler(rulebook, doubts_of(quality, dataset.observations, region))
    verdicts = mark_binding(_with_evidence(_settled(checks, outcomes, settler, hear), dataset), checks)
    conclusions = _conclusions(binding, verdicts, engines)
    counts = Counter(verdict.verdict for verdict in verdicts)
    findings = [*dataset.diagnostics, *unused(waivers, checks, binding.bounds, region, year)]
    return Assessment(
        region=region,
        region_name=rulebook.regions.full_name(region),
        year=year,
        engines=engines,
        inputs=tuple((file.path, file.sha256) for file in dataset.files),
        rulebook=rulebook.sha256,
        packs=_packs(binding, verdicts),
        counts={name: counts[name] for name in VERDICTS if name in counts},
        verdicts=tuple(verdicts),
        conclusions=tuple(conclusions),
        findings=tuple(finding_text(diagnostic) for diagnostic in findings),
        incomplete=_incomplete(binding, only),
        quality=tuple(quality_text(one) for one in quality),
    )


class Measured(NamedTuple):
    """What binds, the figures and entities it is held against, and the checks that come of it."""

    binding: Binding
    context: Context
    checks: list[Check]


def measure(
    rulebook: Rulebook,
    dataset: Dataset,
    region: str,
    year: int,
    only: Collection[str] | None = None,
    waivers: Sequence[Waiver] = (),
    progress: Progress | None = None,
) -> Measured:
    """Everything before the judging: as `assess` does it."""
    entities = Entities((*dataset.observations, *dataset.unfilled), rulebook, dataset.kinds)
    binding = bind(rulebook, region, year, only, dataset.rosters)
    context = Context(Figures(dataset.observations, rulebook), entities, region, year)
    checks = make_checks(
        context,
        binding.bounds,
        lambda bound, entity: covering(waivers, bound, region, year, entity),
        progress,
    )
    return Measured(binding, context, checks)


_MEASURING = 50  # measuring takes half of the time, judging and settling the other


def _unheard(_done: int, _whole: int) -> None:
    """Nobody asked how far it is."""


def _settled(checks: Sequence[Check], outcomes: Sequence[Outcome], settler: Settler, hear: Progress) -> list[Verdict]:
    verdicts = []
    for check, outcome in zip(checks, outcomes, strict=True):
        verdicts.append(settler.settle(check, outcome))
        if len(verdicts) % 500 == 0:
            hear(_MEASURING * len(checks) + (100 - _MEASURING) * len(verdicts), 100 * len(checks))
    return verdicts


def _with_evidence(verdicts: Sequence[Verdict], dataset: Dataset) -> list[Verdict]:
    """The verdicts with the 佐证材料 reported beside the figures they rest on."""
    told = {Place(*o.origin[:3]): o.evidence for o in dataset.observations if o.evidence}
    if not told:
        return list(verdicts)
    return [
        verdict._replace(evidence=evidence) if (evidence := _told_at(verdict.origin, told)) else verdict
        for verdict in verdicts
    ]


def _told_at(places: Sequence[Place], told: Mapping[Place, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(told[place] for place in places if place in told))


def _conclusions(binding: Binding, verdicts: Sequence[Verdict], engines: Engines) -> list[ConclusionText]:
    """The conclusions of every pack in force, by the engines that judged the checks; where both did, they must agree."""
    found: list[ConclusionText] = []
    for pack in binding.packs:
        of_target: dict[str, list[Verdict]] = {}
        for verdict in verdicts:
            if verdict.pack == pack.id:
                of_target.setdefault(verdict.target, []).append(verdict)
        judged = {target: [(_label(v), v.verdict) for v in several] for target, several in of_target.items()}
        by_reference = conclude(pack.conclusions, judged)
        if durable.NAME in engines.names and pack.conclusions:
            by_durable = conclude(pack.conclusions, judged, durable.decide)
            differing = [d.conclusion for d, r in zip(by_durable, by_reference, strict=True) if d.outcome != r.outcome]
            if differing:
                raise EngineFault(
                    [
                        error("ENG904", f"两个引擎对结论“{c.title}”不一致", c.span, hint="请报告此问题")
                        for c in differing
                    ]
                )
        found += [
            ConclusionText(
                pack=pack.id,
                id=one.conclusion.id,
                title=one.conclusion.title,
                outcome=one.outcome,
                because=one.because,
                rule=one.conclusion.kind,
                least=one.conclusion.least,
                members=one.conclusion.members,
                rests_on=tuple(_rest(member, of_target) for member in one.rests_on),
                clause=_clause(one.conclusion, pack),
            )
            for one in by_reference
        ]
    return found


def _rest(member: Member, of_target: Mapping[str, Sequence[Verdict]]) -> RestsOn:
    if member.number is None:
        return RestsOn("conclusion", member.id, None, None, member.state)
    verdict = of_target[member.id][member.number]
    return RestsOn("target", member.id, verdict.stage, verdict.entity, member.state)


def _clause(conclusion: Conclusion, pack: Pack) -> ClauseText | None:
    if conclusion.clause is None:
        return None
    title = pack.source.title or pack.id
    return ClauseText(title, pack.source.number, conclusion.clause.at, conclusion.clause.quote)


def _label(verdict: Verdict) -> str:
    """What a member of a conclusion is called: the indicator, its stage, the school, the verdict in words."""
    stage = f"（{verdict.stage}）" if verdict.stage else ""
    entity = f" {verdict.entity}" if verdict.entity else ""
    return f"{verdict.indicator_name}{stage}{entity} {VERDICTS[verdict.verdict]}"


def judge(checks: Sequence[Check], engine: str, durable_judge: Judge | None = None) -> tuple[list[Outcome], Engines]:
    """The outcomes of the checks, and which engines gave them."""
    by_durable = durable_judge or durable.judge_all
    if engine == reference.NAME:
        return reference.judge_all(checks), Engines((reference.NAME,), None, "")
    if engine == COLUMNAR:
        from dabiao.assess.columnar.single import judge_all as by_columnar

        return by_columnar(checks), Engines((COLUMNAR,), None, "")
    if durable_judge is None and not durable.importable():
        if engine == durable.NAME:
            found = error(
                "ENG903", "这台电脑上没有 durable_rules，不能用 durable 引擎", hint="换用 --engine auto 或 reference"
            )
            raise EngineFault([found])
        return reference.judge_all(checks), Engines(
            (reference.NAME,), None, "没有安装 durable_rules，只用 reference 引擎"
        )
    given = by_durable(checks)
    if len(given) != len(checks):
        message = f"durable 引擎对 {len(checks)} 项检查给出了 {len(given)} 项判定"
        raise EngineFault([error("ENG901", message, hint="换用 --engine reference，并报告此问题")])
    if engine == durable.NAME:
        return given, Engines((durable.NAME,), None, "")
    expected = reference.judge_all(checks)
    faults = [_disagreement(c, d, r) for c, d, r in zip(checks, given, expected, strict=True) if d != r]
    if faults:
        raise EngineFault(faults)
    return expected, Engines((durable.NAME, reference.NAME), True, "")


def _disagreement(check: Check, by_durable: Outcome, by_reference: Outcome) -> Diagnostic:
    target = check.bound.target
    words = ["、".join(VERDICTS[v] for v in outcome.verdicts) for outcome in (by_durable, by_reference)]
    message = f"两个引擎对“{target.ref}”判定不同：durable 为{words[0]}，reference 为{words[1]}"
    return error("ENG904", message, target.span, hint="这是程序故障，不是判定；请报告此问题")


def _packs(binding: Binding, verdicts: Sequence[Verdict]) -> tuple[PackInfo, ...]:
    counts = Counter(verdict.pack for verdict in verdicts)

    def info(pack: Pack, in_force: bool, left_out: bool = False) -> PackInfo:
        source = pack.source
        return PackInfo(
            id=pack.id,
            title=source.title,
            number=source.number,
            issuer=source.issuer,
            region=source.region,
            level=source.level,
            period=(source.start, source.end),
            in_force=in_force,
            left_out=left_out,
            verdicts=counts[pack.id],
        )

    return (
        *(info(pack, True) for pack in binding.packs),
        *(info(pack, True, left_out=True) for pack in binding.left_out),
        *(info(pack, False) for pack in binding.out_of_force),
    )


def _incomplete(binding: Binding, only: Collection[str] | None) -> tuple[str, ...]:
    """Packs that should have yielded a verdict and did not: those in force, and those asked for by name."""
    yielded = {bound.pack.id for bound in binding.bounds}
    wanted = [*(pack.id for pack in binding.packs), *(only or ())]
    missing = tuple(dict.fromkeys(pack for pack in wanted if pack not in yielded))
    return missing if missing or yielded else ("*",)
