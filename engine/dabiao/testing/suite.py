"""All of a pack's tests that need neither hypothesis nor pytest, counted."""

from typing import NamedTuple

from dabiao.diagnostics import Diagnostic
from dabiao.rules.model import Pack, Rulebook
from dabiao.testing.bench import Bench, bench_of
from dabiao.testing.boundary import boundary_cases
from dabiao.testing.examples import try_examples
from dabiao.testing.laws import boundaries_hold, missing_is_never_met, survived, units_do_not_matter
from dabiao.testing.mutation import mutants, survivors


class Tried(NamedTuple):
    """What was tried of a pack: numbers of targets, examples, boundary cases, mutants and surviving mutants; what failed."""

    pack: str
    file: str
    targets: int
    examples: int
    cases: int
    mutants: int
    survived: int
    findings: tuple[Diagnostic, ...]


def try_pack(rulebook: Rulebook, pack: Pack) -> Tried:
    """Tries the examples of a pack, and of each target its boundary cases, units, missing data, and mutants."""
    findings = try_examples(rulebook, pack)
    cases = tried = alive = 0
    for target in pack.targets:
        bench = bench_of(rulebook, target.ref, target.stage)
        own, made, left, found = _try_target(bench)
        cases, tried, alive = cases + own, tried + made, alive + left
        findings += found
    return Tried(pack.id, pack.file, len(pack.targets), len(pack.examples), cases, tried, alive, tuple(findings))


def _try_target(bench: Bench) -> tuple[int, int, int, list[Diagnostic]]:
    """Numbers of cases, mutants and survivors of a target, and what failed."""
    cases = boundary_cases(bench)
    left = survivors(bench, cases)
    found = [
        *boundaries_hold(bench, cases),
        *units_do_not_matter(bench),
        *missing_is_never_met(bench),
        *survived(bench, left),
    ]
    return len(cases), len(mutants(bench)), len(left), found
