"""One case by the three engines: every verdict, flag and conclusion as rows that can be held against each other."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeAlias

from dabiao.assess import durable, reference
from dabiao.assess.columnar import judge_many
from dabiao.assess.columnar.model import Row
from dabiao.assess.conclude import Decide, by_reference, conclude
from dabiao.assess.model import Check, Outcome
from dabiao.assess.quality import doubts_of
from dabiao.assess.run import assess, measure
from dabiao.assess.settle import Settler
from dabiao.inputs.bulk.session import session
from dabiao.inputs.model import Dataset, Observation
from dabiao.inputs.quality import check_quality
from dabiao.inputs.read import read_files
from dabiao.inputs.vocabulary import vocabulary_of
from dabiao.rules.model import Compare, Group, Rulebook, Target, Waiver, form_name

CONCLUSION = "conclusion"
# a verdict with its flags, or a conclusion with its outcome
Told = Row


class Asked(NamedTuple):
    """What is judged: a rulebook, files, regions, years, waivers; and how the columnar engine gets the files: scanned by itself or read before."""

    book: Rulebook
    paths: tuple[Path, ...]
    regions: tuple[str, ...]
    years: tuple[int, ...]
    waivers: tuple[Waiver, ...]
    scanned: bool


class Difference(NamedTuple):
    """What an engine said and what the reference engine says instead, of one region; `what` is an error where it said nothing."""

    engine: str
    region: str
    found: tuple[Told, ...]
    expected: tuple[Told, ...]
    what: str = ""


class Compared(NamedTuple):
    """The reference engine's verdicts, each with its form; by engine, how many verdicts were held against them; what differed.

    `handed` of the columnar engine's verdicts were not decided by SQL.
    """

    expected: tuple[tuple[Told, str], ...]
    compared: dict[str, int]
    handed: int
    differences: tuple[Difference, ...]


Judge: TypeAlias = Callable[[Sequence[Check]], list[Outcome]]


def compare(asked: Asked, seed: int, durable_judge: Judge = durable.judge_all) -> Compared:
    """Judges by all three engines and holds them against each other, verdict for verdict and flag for flag.

    `seed` draws the region that is judged once more as `dabiao check` does it, with all regions' figures. `durable_judge` stands in
    for the durable engine (tests).
    """
    dataset = read_files(asked.paths, vocabulary_of(asked.book)) if asked.paths else Dataset((), (), ())
    apart = _apart(asked.book, dataset, asked.regions)
    forms = {(t.pack, t.id, t.stage): _form(t) for t in asked.book.targets()}
    expected: list[Told] = []
    differences: list[Difference] = []
    compared: Counter[str] = Counter()
    with_durable = durable.importable() or durable_judge is not durable.judge_all
    for region in asked.regions:
        for year in asked.years:
            county = _County(asked, apart[region], region, year)
            told = county.told(reference.judge_all, by_reference)
            expected += told
            if with_durable:
                compared["durable"] += len(told)
                differences += _tried("durable", region, told, partial(county.told, durable_judge, durable.decide))
    drawn = Random(seed).choice(asked.regions)  # noqa: S311 - a sample, not a secret
    said = [one for one in expected if one.region == drawn]
    differences += _tried("reference, all figures", drawn, said, lambda: _as_checked(asked, dataset, drawn))
    handed = 0

    def by_columnar() -> list[Told]:
        nonlocal handed
        found, handed = _columnar(asked, dataset)
        return found

    compared["columnar"] += len(expected)
    differences += _tried("columnar", "", expected, by_columnar)
    named = tuple((one, forms.get((one.pack, one.target, one.stage), CONCLUSION)) for one in expected)
    return Compared(named, dict(compared), handed, tuple(differences))


def _form(target: Target) -> str:
    of_each = target.per is not None and not isinstance(target.form, Group)
    return form_name(target.form) + (" per school" if of_each else "")


def _tried(engine: str, region: str, expected: Sequence[Told], judge: Callable[[], list[Told]]) -> list[Difference]:
    """The differences of one engine, region by region; an engine that fails differs."""
    try:
        found = judge()
    except Exception as failure:  # whatever an engine raises is a finding, and the soak goes on
        return [Difference(engine, region, (), (), f"{type(failure).__name__}: {failure}")]
    return differing(engine, found, expected)


def differing(engine: str, found: Iterable[Told], expected: Iterable[Told]) -> list[Difference]:
    """What one engine said besides, and what it did not say, by region; a verdict that comes twice is one too many."""
    ours, theirs = Counter(found), Counter(expected)
    more, less = ours - theirs, theirs - ours
    return [
        Difference(
            engine,
            region,
            tuple(sorted((one for one in more.elements() if one.region == region), key=repr)),
            tuple(sorted((one for one in less.elements() if one.region == region), key=repr)),
        )
        for region in sorted({one.region for one in (*more, *less)})
    ]


def _apart(book: Rulebook, dataset: Dataset, regions: Sequence[str]) -> dict[str, Dataset]:
    """Each region's own figures, with those of the regions some target compares with: in the order they were read."""
    beside = {t.form.of for t in book.targets() if isinstance(t.form, Compare) and t.form.of is not None}
    own: dict[str, list[Observation]] = {}
    blank: dict[str, list[Observation]] = {}
    for o in dataset.observations:
        own.setdefault(o.region, []).append(o)
    for o in dataset.unfilled:
        blank.setdefault(o.region, []).append(o)
    return {
        region: dataset._replace(
            observations=tuple(o for code in sorted({region, *beside}) for o in own.get(code, ())),
            unfilled=tuple(o for code in sorted({region, *beside}) for o in blank.get(code, ())),
        )
        for region in regions
    }


class _County:
    """One region and year, measured once, as `--engine auto` does it; judged by whichever engine is asked."""

    def __init__(self, asked: Asked, dataset: Dataset, region: str, year: int) -> None:
        self._region, self._year = region, year
        self._binding, _, self._checks = measure(asked.book, dataset, region, year, None, asked.waivers)
        quality = check_quality(asked.book, dataset, region, year)
        self._settle = Settler(asked.book, doubts_of(quality, dataset.observations, region)).settle

    def told(self, judge: Judge, decide: Decide) -> list[Told]:
        """Every verdict, and every conclusion, by one engine."""
        place = (self._region, self._year)
        found: list[Told] = []
        judged: dict[str, dict[str, list[tuple[str, str]]]] = {}
        for check, outcome in zip(self._checks, judge(self._checks), strict=True):
            v = self._settle(check, outcome)
            found.append(Told(*place, v.pack, v.target, v.stage, v.entity, v.verdict, v.flags))
            judged.setdefault(v.pack, {}).setdefault(v.target, []).append(("", v.verdict))
        for pack in self._binding.packs:
            concluded = conclude(pack.conclusions, judged.get(pack.id, {}), decide)
            found += [Told(*place, pack.id, one.conclusion.id, None, None, one.outcome, ()) for one in concluded]
        return found


def _as_checked(asked: Asked, dataset: Dataset, region: str) -> list[Told]:
    """One region as a whole run judges it, from all figures of all regions; which figures are whose is not for us to say there."""
    found = []
    for year in asked.years:
        made = assess(asked.book, dataset, region, year, reference.NAME, waivers=asked.waivers)
        found += [Told(region, year, v.pack, v.target, v.stage, v.entity, v.verdict, v.flags) for v in made.verdicts]
        found += [Told(region, year, c.pack, c.id, None, None, c.outcome, ()) for c in made.conclusions]
    return found


def _columnar(asked: Asked, dataset: Dataset) -> tuple[list[Told], int]:
    """All regions and years at once; and how many verdicts SQL did not decide."""
    source = asked.paths if asked.scanned and asked.paths else dataset
    made = judge_many(
        asked.book, source, asked.years, regions=asked.regions, waivers=asked.waivers, rows=True,
        opened=lambda memory: session(memory, threads=1),
    )  # fmt: skip
    told = [Told(*row) for row in made.rows]
    told += [Told(c.region, c.year, c.pack, c.conclusion, None, None, c.outcome, ()) for c in made.conclusions]
    return told, made.handed


__all__ = ["Asked", "Compared", "Difference", "Told", "compare", "differing"]
