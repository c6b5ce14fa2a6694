"""Random rulebooks over many regions (hypothesis draws the rules and the shape); the figures come of one seed (random_figures)."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import strategies as st

from dabiao.rules.build import build_rulebook
from dabiao.rules.files import find_files
from dabiao.rules.model import Rulebook
from helpers import CITY, COUNTY, NATION, PROVINCE, pack, rule_folder, target
from random_quality import QUALITY
from random_rows import NEIGHBOUR
from random_rules import FORMS, YEARS
from random_schools import SCHOOL_INDICATORS, concluding, school_targets

_OTHER_CITY, _OTHER_PROVINCE = "350100", "370000"
# counties beside the two every case has: of the same city, of another, of another province
_PLACES = (CITY, _OTHER_CITY, "350200", "370100", "370300")
# issuer → how often a pack is its; what binds every region comes first
_ISSUERS = (NATION, NATION, PROVINCE, PROVINCE, CITY, COUNTY)
_PERIODS = ((2021, 2025), (2021, 2025), (2020, 2024), (2019, None), (2022, 2030))
_STAGES = ("", "", "", "", "\nstage: 小学", "\nstages: [小学, 初中]")
_WINDOWS = ("",) * 10 + (
    "\neffective: {from: '2021-09-01', until: '2024-08-31'}",
    "\neffective: {from: '2022-01-01', until: null}",
)
_DOUBTFUL = ("",) * 30 + ("\nunverified: true\nnote: 未核对",)


class Many(NamedTuple):
    """Many regions under one random rulebook, judged in some years.

    `seed` is what their figures, waivers and spellings are drawn from; `schools` how many schools a region has at most.
    """

    packs: tuple[str, ...]
    quality: str
    regions: tuple[str, ...]
    years: tuple[int, ...]
    schools: int
    seed: int

    def book(self) -> Rulebook:
        """The linked rulebook; AssertionError where the random rules have a fault."""
        with TemporaryDirectory() as name:
            folder = rule_folder(
                Path(name), *self.packs, indicators=SCHOOL_INDICATORS, regions=_region_table(self.regions)
            )
            if self.quality:
                (folder / "quality").mkdir()
                (folder / "quality" / "all.yaml").write_text(self.quality, encoding="utf-8")
            book, found = build_rulebook(find_files([folder]))
        if found:
            raise AssertionError([str(diagnostic) for diagnostic in found])
        return book


def _region_table(regions: Sequence[str]) -> str:
    """The regions with names that no two share; a few counties of the case are left to be told by their codes alone."""
    codes = [NATION, PROVINCE, _OTHER_PROVINCE, *_PLACES, *(code for code in regions if code not in _PLACES)]
    named = [code for n, code in enumerate(dict.fromkeys(codes)) if n < 12 or n % 5]
    return "regions:\n" + "".join(f'  - {{code: "{code}", name: 第{code}区}}\n' for code in named)


@st.composite
def many_cases(draw: st.DrawFn, quality: bool = False, fewest: int = 10, most: int = 76) -> Many:
    """Counties of up to five cities (`fewest` to `most`, and two more), one to three years, two to five packs.

    `quality`: with rules of data quality, whose findings make verdicts suspect.
    """
    years = sorted(draw(st.sets(YEARS, min_size=1, max_size=3)))
    more = range(draw(st.integers(fewest, most)))
    counties = [COUNTY, NEIGHBOUR, *(f"{_PLACES[number % len(_PLACES)][:4]}{11 + number // 5:02}" for number in more)]
    # regions that others lie in are judged where they are asked for
    above = draw(st.sampled_from(((), (), (PROVINCE,), (CITY, PROVINCE))))
    return Many(
        packs=tuple(draw(many_packs())),
        quality=QUALITY if quality else "",
        regions=(*counties, *above),
        years=tuple(years),
        schools=draw(st.sampled_from((5, 3, 5, 5, 9, 9, 0))),
        seed=draw(st.integers(0, 2**48)),
    )


@st.composite
def many_packs(draw: st.DrawFn) -> list[str]:
    """Two to five packs; the first binds all regions of a province at least. A neighbour's pack makes the names of reports known."""
    known = (target("milestone: 通过评审", "m", None), target("attest: 规划合理", "a", None))
    texts = [pack(known, "neighbour", NEIGHBOUR)]
    count = draw(st.integers(2, 5))
    of_schools = draw(st.sampled_from((0, 0, 0, 1, 2, count)))
    for number in range(count):
        forms = [draw(_anywhere()) for _ in range(draw(st.integers(3, 9)))]
        force = draw(st.sampled_from(("must", "strive", "encourage")))
        targets = [target(form, f"t{n}", indicator, force) for n, (form, indicator) in enumerate(forms)]
        conclusions: list[str] = []
        if number == of_schools:
            more, conclusions = draw(school_targets())
            targets += more
        issuer = draw(st.sampled_from(_ISSUERS[: 4 if number == 0 else None]))
        text = pack(targets, f"pack{number}", issuer, draw(st.sampled_from(_PERIODS)))
        if draw(st.integers(0, 19)) == 0:
            text += "recognition: true\n"
        texts.append(text + concluding([*conclusions, *draw(_conclusions(len(forms)))]))
    return texts


@st.composite
def _anywhere(draw: st.DrawFn) -> tuple[str, str | None]:
    """A target of any form, perhaps of a stage, in a window of its own, or not yet held against its document."""
    form, indicator = draw(FORMS)
    stage = draw(st.sampled_from(_STAGES)) if indicator else ""
    return form + stage + draw(st.sampled_from(_WINDOWS)) + draw(st.sampled_from(_DOUBTFUL)), indicator


@st.composite
def _conclusions(draw: st.DrawFn, targets: int) -> list[str]:
    """Up to three conclusions over targets t0, t1 … and the conclusions before them."""
    made: list[str] = []
    for number in range(draw(st.sampled_from((0, 0, 1, 3)))):
        names = [f"t{n}" for n in range(targets)] + [f"c{n}" for n in range(number)]
        members = draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True))
        kind = draw(st.sampled_from(("all", "any", "none", "at_least")))
        of = f"[{', '.join(members)}]"
        least = f"{{count: {draw(st.integers(1, 4))}, of: {of}}}" if kind == "at_least" else of
        made.append(f"{{id: c{number}, title: 结论{number}, {kind}: {least}}}")
    return made
