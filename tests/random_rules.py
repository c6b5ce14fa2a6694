"""Random rulebooks of every form, and random counties under them, for property tests (hypothesis strategies)."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import strategies as st

from dabiao.assess.assessment import Assessment
from dabiao.assess.run import AUTO, assess
from dabiao.rules.model import Rulebook
from helpers import COUNTY, NATION, PROVINCE, dataset, pack, rulebook, target
from random_rows import NEEDED, NEIGHBOUR, POOL, Row, random_rows

PERCENTS = st.one_of(st.sampled_from(POOL), st.decimals(0, 110, places=2).map(str))
# as far apart as a column holds figures: the linear path between two of them has many digits
FAR = ("99999999999999999", "999999999999999999", "0.000000000001", "-1")
OPERATORS = st.sampled_from((">=", ">", "<=", "<", "="))
YEARS = st.integers(2020, 2025)


@st.composite
def limits(draw: st.DrawFn, unit: str, about: bool = True) -> str:
    """A limit as YAML: a comparison, a band, or about, with or without a tolerance on the next line."""
    kind = draw(st.sampled_from(("sign", "sign", "sign", "band", *(("about",) if about else ()))))
    if kind == "sign":
        number = draw(st.sampled_from(FAR)) if draw(st.integers(0, 24)) == 24 else draw(PERCENTS)
        return f"'{draw(OPERATORS)} {number} {unit}'"
    low = draw(st.integers(0, 100))
    if kind == "band":
        return f"'{low}..{low + draw(st.integers(0, 30))} {unit}'"
    return f"'~ {low} {unit}'" + draw(st.sampled_from(("", "\ntolerance: 10 %", f"\ntolerance: 2 {unit}")))


@st.composite
def whens(draw: st.DrawFn, paths: bool = False, sides: bool = True) -> str:
    """When a target is owed: by a year or a day, every year, both or nothing said; with a path or a baseline."""
    year = draw(YEARS)
    choices = ["", f"\nby: {year}", f"\nby: '{year}-06-30'", "\nevery: year", f"\nevery: year\nby: {year}"]
    text = draw(st.sampled_from(choices))
    if sides and draw(st.booleans()):
        text += f"\nbaseline: {{{draw(st.integers(2015, 2024))}: {draw(PERCENTS)}}}"
    if paths and draw(st.booleans()):
        text += draw(st.sampled_from(("\npath: linear", "\npath: step", "\npath: {2021: 60, 2023: 70, 2024: 95}")))
    return text


@st.composite
def values(draw: st.DrawFn) -> tuple[str, str]:
    indicator = draw(st.sampled_from(("coverage", "enrolment", "share", "variation")))
    unit = "比" if indicator == "variation" else "%"
    text = f"value: {draw(limits(unit))}{draw(whens(paths=True))}"
    if draw(st.booleans()):
        until = draw(st.sampled_from(("2023-12-31", "2022-12-31", "2025-06-30", "2025-12-31")))
        text += f"\nrelaxed: {{when: 在校生数 < 100, until: '{until}', value: '>= {draw(PERCENTS)} {unit}'}}"
    if indicator == "share" and draw(st.booleans()):
        text += "\nformula: registered"
    return text + draw(st.sampled_from(("", "", "\ncompare_as: rounded"))), indicator


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, str]:
    since = draw(st.sampled_from(("previous", "2020", "2022")))
    limit = draw(limits("百分点", about=False))
    return f"change: {limit}\nfrom: {since}{draw(whens(sides=False))}", draw(st.sampled_from(("coverage", "share")))


@st.composite
def growths(draw: st.DrawFn) -> tuple[str, str]:
    mode = draw(st.sampled_from(("each", "average")))
    since = draw(st.sampled_from(("", "\nfrom: 2021")))
    return f"growth: {draw(limits('%'))}\nmode: {mode}{since}{draw(whens(sides=False))}", "funds"


@st.composite
def comparisons(draw: st.DrawFn) -> tuple[str, str]:
    other = draw(st.sampled_from(("than: official-pay", "than: official-pay", f"of: '{PROVINCE}'")))
    growth = draw(st.sampled_from(("", "", ", growth_of: both")))
    return f"compare: {{op: '{draw(OPERATORS)}', {other}{growth}}}{draw(whens(sides=False))}", "pay"


@st.composite
def totals(draw: st.DrawFn) -> tuple[str, str]:
    return f"total: {draw(limits('个', about=False))}{draw(whens(sides=False))}", draw(
        st.sampled_from(("seats", "net-seats"))
    )


@st.composite
def eaches(draw: st.DrawFn) -> tuple[str, str]:
    where = draw(st.sampled_from(("", "\nwhere: 学生数 > 50", "\nwhere: 学生数 > 50 or 每日体育课 < 1")))
    require = draw(
        st.sampled_from(("", "\nrequire: 专职心理教师 >= 1", "\nrequire: 每日体育课 >= 1 or 每日户外时间 >= 1"))
    )
    share = draw(st.sampled_from(("", f"\nshare: {draw(limits('%', about=False))}")))
    return f"each: school{where if require else ''}{require}{share}{draw(whens(paths=True))}", "school-share"


@st.composite
def plans(draw: st.DrawFn) -> tuple[str, str]:
    tolerance = draw(st.sampled_from(("", "\ntolerance: 3 %", "\ntolerance: 5 人")))
    return f"plan: {draw(st.integers(0, 120))} 人{tolerance}{draw(whens(sides=False))}", "pupils"


@st.composite
def reports(draw: st.DrawFn) -> tuple[str, None]:
    what = draw(st.sampled_from(("milestone: 通过评审", "attest: 规划合理")))
    return what + draw(whens(sides=False)), None


FORMS = st.one_of(values(), values(), changes(), growths(), comparisons(), totals(), eaches(), plans(), reports())


@st.composite
def packs(draw: st.DrawFn) -> list[str]:
    """One to three packs of the county, its province and the nation, with up to six targets each.

    A neighbour's pack makes the names of the reports known, whether or not the county's packs ask for them.
    """
    known = (target("milestone: 通过评审", "m", None), target("attest: 规划合理", "a", None))
    texts = [pack(known, "neighbour", NEIGHBOUR)]
    for number in range(draw(st.integers(1, 3))):
        forms = draw(st.lists(FORMS, min_size=1, max_size=6))
        force = draw(st.sampled_from(("must", "strive")))
        targets = [target(form, f"t{n}", indicator, force) for n, (form, indicator) in enumerate(forms)]
        period = draw(st.sampled_from(((2021, 2025), (2020, 2023), (2019, None))))
        texts.append(pack(targets, f"pack{number}", (COUNTY, PROVINCE, NATION)[number], period))
    return texts


class Case(NamedTuple):
    """A random county: its packs, its rows, the year it is judged in."""

    packs: list[str]
    rows: list[Row]
    year: int

    def book(self) -> Rulebook:
        """The linked rulebook of the packs."""
        with TemporaryDirectory() as name:
            return rulebook(Path(name), *self.packs)

    def judge(self, book: Rulebook, given: Sequence[Row] | None = None, engine: str = AUTO) -> Assessment:
        """The assessment of the rows of the case, or of others, under its rulebook; places name no folder."""
        with TemporaryDirectory() as name:
            data = dataset(Path(name), book, self.rows if given is None else given)
        moved = tuple(o._replace(origin=o.origin._replace(file="data.csv")) for o in data.observations)
        return assess(book, data._replace(files=(), observations=moved, diagnostics=()), COUNTY, self.year, engine)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A random county, with figures of what its packs ask about and of one thing they need not."""
    year, texts = draw(YEARS), draw(packs())
    needed = {
        name: None for ident, names in NEEDED.items() for name in names if f"indicator: {ident}\n" in "".join(texts)
    }
    given = random_rows(Random(draw(st.integers(0, 2**32))), year, (*needed, "大班额数"))  # noqa: S311
    return Case(texts, given, year)
