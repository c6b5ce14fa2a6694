"""What the tests of data quality share: the rules that ship, figures made without a file, and what is found in them."""

import functools
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

from dabiao.inputs.model import ACTUAL, Dataset, Observation, Origin
from dabiao.inputs.quality import QualityFinding, check_quality
from dabiao.period import Period
from dabiao.quantity import Interval
from dabiao.rules.build import build_rulebook
from dabiao.rules.files import find_files
from dabiao.rules.load import load_rulebook
from dabiao.rules.model import Rulebook
from helpers import INDICATORS, rule_folder

REGION, YEAR = "109901", 2024
Number = int | str | Fraction


@functools.cache
def book() -> Rulebook:
    """The rules that ship."""
    return load_rulebook(cached=False)[0]


def written(folder: Path, quality: str, indicators: str = INDICATORS) -> Rulebook:
    """A rulebook of rules of data quality given as YAML text (and the indicators of the other tests); fails on any finding."""
    rule_folder(folder, indicators=indicators)
    (folder / "quality").mkdir()
    (folder / "quality" / "all.yaml").write_text(quality, encoding="utf-8")
    built, found = build_rulebook(find_files([folder]))
    assert not found, [str(d) for d in found]
    return built


class Sheet:
    """Figures as if read from a table, each in a cell of its own."""

    def __init__(self, rules: Rulebook | None = None, region: str = REGION) -> None:
        self.rules = rules or book()
        self.region = region
        self.rows: list[Observation] = []
        self.names = {
            name: i for i, indicator in self.rules.indicators.items() for name in (indicator.name, *indicator.aliases)
        }

    def add(
        self, entity: Any = None, stage: Any = None, year: Any = YEAR, status: Any = ACTUAL, **items: Any
    ) -> "Sheet":
        """Figures of a school (or the region) in a year, as text or numbers: ends of 98以上 are not for here."""
        for name, value in items.items():
            indicator = self.rules.indicators[self.names[name]]
            number = Fraction(str(value)) if not isinstance(value, Fraction) else value
            line = len(self.rows) + 2
            self.rows.append(
                Observation(
                    self.region, Period(year, year), indicator.id, (), indicator.stage or stage, entity, number,
                    Interval.point(number), status, None, None, "", "", str(value), Origin("a.csv", None, f"E{line}", line),
                )
            )  # fmt: skip
        return self

    def dataset(self) -> Dataset:
        """The figures as a dataset of one file."""
        return Dataset((), tuple(self.rows), (), rosters=("school", "kindergarten"))

    def found(self, year: int = YEAR) -> tuple[QualityFinding, ...]:
        """Every finding."""
        return check_quality(self.rules, self.dataset(), self.region, year)

    def of(self, rule: str) -> tuple[QualityFinding, ...]:
        """The findings of one rule."""
        return tuple(one for one in self.found() if one.rule == rule)


def said(found: Iterable[QualityFinding]) -> list[tuple[object, ...]]:
    """What findings say, whatever cells the figures stand in."""
    return [one._replace(cells=(), items=tuple(sorted(one.items)))[:-1] for one in found]


def sides(found: QualityFinding) -> Any:
    """Left, right, and what they differ by."""
    return found.left, found.right, found.imbalance
