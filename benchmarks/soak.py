"""Soak: random rulebooks over random regions, every verdict and every flag by three engines; any difference is printed and fails.

Usage: python benchmarks/soak.py [--comparisons N | --cases N | --only CASE] [--seed START] [--jobs N] [--quality]

A case is a random rulebook over many regions (or a few rulebooks, each over one county); all of it comes of the start and the
number of the case. A comparison is one verdict (of a region, year, target, stage and school) with its flags, or a conclusion's
outcome, by the columnar and the durable engine, each held against the reference engine's. (Needs the tests' random rules.)
"""

import argparse
import itertools
import os
import sys
import time
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import dabiao.assess
import dabiao.inputs
import dabiao.rules
from soak_cases import asked_of, run_case, seed_of
from soak_engines import compare
from soak_pool import TIMEOUT, run_cases
from soak_reduce import reduced
from soak_tally import Tally

_MOMENT = 5.0  # seconds between lines of progress
_REDUCED = 3


def main(arguments: list[str]) -> int:
    """Runs cases until there are enough; prints what was compared; 1 where anything differed."""
    options = _options(arguments)
    begun = time.monotonic()
    tally = Tally()
    run = partial(one_case, options.seed, options.quality)

    def enough() -> bool:
        return options.comparisons is not None and tally.verdicts >= options.comparisons

    shown = begun
    for found in run_cases(run, _numbers(options), options.jobs, enough, options.timeout):
        tally.together(found)
        if found.failed:
            print("\n".join(found.failures(_again(options))), flush=True)
        if time.monotonic() - shown > _MOMENT:
            shown = time.monotonic()
            _say(tally, shown - begun)
    if options.only is not None and tally.failed:
        _reduce(options)
    took = time.monotonic() - begun
    print("\n".join(tally.lines()))
    print(
        f"comparisons {tally.verdicts}  differences {tally.differing}  cases {tally.cases}  seed {options.seed}  "
        f"{took:.0f} s with {options.jobs} processes, {_processor():.0f} s of processor time",
        flush=True,
    )
    return 1 if tally.differing else 0


def one_case(start: int, quality: bool, case: int, tally: Tally) -> None:
    """Adds a case to a tally (in a process of its own)."""
    _load()
    tally.add(case, list(run_case(start, case, quality=quality)))


def _load() -> None:
    """Loads everything a case may load.

    Hypothesis draws numbers it finds in the modules that are loaded: they must be the same whichever cases came before.
    """
    for package in (dabiao.rules, dabiao.inputs, dabiao.assess):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            if "spark" not in module.name:
                import_module(module.name)


def _reduce(options: argparse.Namespace) -> None:
    """Prints the first differences of one case, each as small as it can be made."""
    _load()
    with TemporaryDirectory() as name:
        for asked in asked_of(options.seed, options.only, Path(name), quality=options.quality):
            for difference in compare(asked, seed_of(options.seed, options.only)).differences[:_REDUCED]:
                print("\n".join(reduced(asked, difference, Path(name))), flush=True)


def _numbers(options: argparse.Namespace) -> Iterator[int]:
    if options.only is not None:
        return iter([options.only])
    return iter(range(options.cases)) if options.cases is not None else itertools.count()


def _again(options: argparse.Namespace) -> str:
    return f"python benchmarks/soak.py --seed {options.seed}{' --quality' if options.quality else ''} --only"


def _processor() -> float:
    """Seconds of processor time of this process and of those that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _say(tally: Tally, took: float) -> None:
    line = f"{tally.verdicts:,} comparisons, {tally.cases} cases, {tally.differing} differences, {tally.verdicts / took:,.0f}/s"
    print(line, file=sys.stderr, flush=True)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    ends = parser.add_mutually_exclusive_group()
    ends.add_argument("--comparisons", type=int, help="end when so many verdicts are compared (default: 100,000)")
    ends.add_argument("--cases", type=int, help="end after so many cases")
    ends.add_argument("--only", type=int, metavar="CASE", help="this case alone")
    parser.add_argument("--seed", type=int, default=1, help="the start all cases come of (default: 1)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: the processors)")
    parser.add_argument("--timeout", type=float, default=TIMEOUT, help="seconds a case may take")
    parser.add_argument("--quality", action="store_true", help="rulebooks with rules of data quality")
    options = parser.parse_args(arguments)
    if options.comparisons is None and options.cases is None and options.only is None:
        options.comparisons = 100_000
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
