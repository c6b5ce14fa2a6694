"""Tests for rule packs, as a library: what `dabiao rules test` and the pytest plugin run, for a rule author's own tests.

    from dabiao.testing import bench_of, boundary_cases, survivors, verdict_of

| name | gives |
|---|---|
| `bench_of(rulebook, ref)` | a `Bench`: one target alone, with all it refers to, and the year it is judged in |
| `boundary_cases(bench)` | a `Case` on, just under and just over each threshold, with the verdict the clause's words promise |
| `mutants(bench)`, `survivors(bench)` | the target with one thing changed; those changes no boundary case notices |
| `figure`, `report`, `observed`, `dataset` | observations and datasets for one target |
| `verdict_of(rulebook, ref, dataset, year, engine)` | the verdict of one target |
| `try_examples(rulebook, pack)` | the pack's own `examples:`, and what is wrong with them |
| `figures(indicator, limit)`, `left_sides(bench)`, `observations(bench)` | hypothesis strategies (need the extra `dabiao[test]`) |
| `boundaries_hold`, `bettering_never_worsens`, `units_do_not_matter`, `missing_is_never_met`, `engines_agree` | one law each: a Diagnostic where it is broken |
| `try_pack(rulebook, pack)` | all that needs no hypothesis, counted |

Everything is imported when first used: the pytest plugin lives in this package and must cost other projects nothing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dabiao.testing.bench import Bench, bench_of, verdict_of
    from dabiao.testing.boundary import Case, boundary_cases
    from dabiao.testing.examples import try_example, try_examples
    from dabiao.testing.laws import (
        bettering_never_worsens,
        boundaries_hold,
        engines_agree,
        missing_is_never_met,
        units_do_not_matter,
    )
    from dabiao.testing.mutation import Mutant, mutants, survivors
    from dabiao.testing.observe import dataset, figure, observed, report
    from dabiao.testing.strategies import figures, left_sides, observations
    from dabiao.testing.suite import Tried, try_pack

_HOMES = {
    "bench": ("Bench", "bench_of", "verdict_of"),
    "boundary": ("Case", "boundary_cases"),
    "examples": ("try_example", "try_examples"),
    "laws": (
        "bettering_never_worsens",
        "boundaries_hold",
        "engines_agree",
        "missing_is_never_met",
        "units_do_not_matter",
    ),
    "mutation": ("Mutant", "mutants", "survivors"),
    "observe": ("dataset", "figure", "observed", "report"),
    "strategies": ("figures", "left_sides", "observations"),
    "suite": ("Tried", "try_pack"),
}

__all__ = [
    "Bench",
    "Case",
    "Mutant",
    "Tried",
    "bench_of",
    "bettering_never_worsens",
    "boundaries_hold",
    "boundary_cases",
    "dataset",
    "engines_agree",
    "figure",
    "figures",
    "left_sides",
    "missing_is_never_met",
    "mutants",
    "observations",
    "observed",
    "report",
    "survivors",
    "try_example",
    "try_examples",
    "try_pack",
    "units_do_not_matter",
    "verdict_of",
]


def __getattr__(name: str) -> Any:
    import importlib

    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(f"dabiao.testing.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
