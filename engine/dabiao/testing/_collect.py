"""What the pytest plugin collects: a file a pack, in it an item an example, and of each target an item a law."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis.strategies import SearchStrategy

from dabiao.assess import durable
from dabiao.diagnostics import Diagnostic, RuleError
from dabiao.rules.build import build_rulebook
from dabiao.rules.files import bundled_rules, find_files
from dabiao.rules.model import Attest, Example, Group, Milestone, Pack, Rulebook, Target
from dabiao.testing import laws
from dabiao.testing.asked import asked_of
from dabiao.testing.bench import Bench, bench_of
from dabiao.testing.boundary import boundary_cases
from dabiao.testing.examples import try_example
from dabiao.testing.mutation import mutants, survivors
from dabiao.testing.strategies import left_sides, observations

_NO_DURABLE = "这台电脑上没有 durable_rules，没有核对两个引擎是否一致"


class Broken(Exception):
    """A pack breaks a law; carries the diagnostics."""

    def __init__(self, found: Iterable[Diagnostic]) -> None:
        self.found = tuple(found)
        super().__init__("\n".join(str(diagnostic) for diagnostic in self.found))


class Packs:
    """The packs of a run, by file: registered as a plugin where --dabiao-packs is given."""

    def __init__(self, rulebook: Rulebook, by_path: dict[Path, Pack]) -> None:
        self.rulebook = rulebook
        self.by_path = by_path

    @classmethod
    def install(cls, config: pytest.Config) -> None:
        """Loads the rules and points the run at them. Raises RuleError with every diagnostic where they do not load.

        A folder with regions of its own is a rulebook of its own; any other is read beside the bundled rules.
        """
        given_paths = [Path(text) for text in config.getoption("dabiao_packs")]
        folders = [path for path in given_paths if not path.is_file()]
        singles = [path for path in given_paths if path.is_file()]
        whole = any((folder / "regions.yaml").is_file() for folder in folders)
        files = find_files([*([] if whole else [bundled_rules()]), *folders], singles)
        rulebook, found = build_rulebook(files)
        if errors := [diagnostic for diagnostic in found if diagnostic.is_error]:
            raise RuleError(errors)
        shown = {pack.file: pack for pack in rulebook.packs}
        roots = [path.resolve() for path in given_paths]
        by_path = {
            path: shown[file.shown]
            for file in files
            if file.shown in shown and any((path := file.path.resolve()).is_relative_to(root) for root in roots)
        }
        if not by_path:
            raise pytest.UsageError(f"“{'、'.join(map(str, given_paths))}”里没有规则包")
        config.pluginmanager.register(cls(rulebook, by_path), "dabiao-packs")
        cls._point(config, given_paths)

    @staticmethod
    def _point(config: pytest.Config, folders: list[Path]) -> None:
        """Only the packs are collected, or the packs too where the command line names other tests."""
        paths = [str(folder) for folder in folders]
        if config.args_source is not pytest.Config.ArgsSource.ARGS:
            config.args[:] = paths
            return
        named = [(config.invocation_params.dir / arg.partition("::")[0]).resolve() for arg in config.args]
        for path, folder in zip(paths, folders, strict=True):
            if not any(name.is_relative_to(folder.resolve()) for name in named):
                config.args.append(path)

    def pytest_report_header(self) -> str:
        """How many packs and targets are tested."""
        packs = self.by_path.values()
        return f"达标规则包：{len(packs)} 个，{sum(len(pack.targets) for pack in packs)} 项目标"

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """A pack's file."""
        pack = self.by_path.get(file_path.resolve())
        return None if pack is None else PackFile.make(parent, file_path, self.rulebook, pack)


class PackFile(pytest.File):
    """A pack: its examples, then its targets."""

    rulebook: Rulebook
    pack: Pack

    @classmethod
    def make(cls, parent: pytest.Collector, path: Path, rulebook: Rulebook, pack: Pack) -> PackFile:
        """A collector of a pack."""
        made: PackFile = cls.from_parent(parent, path=path)
        made.rulebook, made.pack = rulebook, pack
        return made

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """An item an example, a collector a target."""
        for number, example in enumerate(self.pack.examples, 1):
            yield Law.make(self, f"example-{number}-{example.target}", example.span.line, self._example(example))
        for target in self.pack.targets:
            yield TargetNode.make(self, target)

    def _example(self, example: Example) -> Callable[[], Iterable[Diagnostic]]:
        return lambda: try_example(self.rulebook, self.pack, example)


class TargetNode(pytest.Collector):
    """A target: an item for each law that applies to its form."""

    parent: PackFile
    target: Target

    @classmethod
    def make(cls, parent: PackFile, target: Target) -> TargetNode:
        """A collector of a target, named after its id; with its 学段 where it is asked of several."""
        several = sum(other.id == target.id for other in parent.pack.targets) > 1
        made: TargetNode = cls.from_parent(parent, name=f"{target.id}-{target.stage}" if several else target.id)
        made.target = target
        return made

    def collect(self) -> Iterator[pytest.Item]:
        """boundary, monotone, units, missing, engines, mutants."""
        bench = bench_of(self.parent.rulebook, self.target.ref, self.target.stage)
        tries = self.config.getoption("dabiao_examples")
        for name, law in laws_of(bench, tries).items():
            yield Law.make(self, name, bench.target.span.line, law)


class Law(pytest.Item):
    """One law of one target (or one example); holds where it finds nothing."""

    law: Callable[[], Iterable[Diagnostic]]
    line: int

    @classmethod
    def make(
        cls, parent: pytest.Collector, name: str, line: int, law: Callable[[], Iterable[Diagnostic]]
    ) -> pytest.Item:
        """An item that applies the law."""
        made: Law = cls.from_parent(parent, name=name)
        made.law, made.line = law, line
        return made

    def runtest(self) -> None:
        """Raises Broken with what the law finds."""
        if found := list(self.law()):
            raise Broken(found)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What is broken, in Chinese, with clause, quote and place; anything else as pytest shows it."""
        if isinstance(excinfo.value, Broken):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The place in the pack."""
        return self.path, max(self.line - 1, 0), self.nodeid.partition("::")[2]


def laws_of(bench: Bench, tries: int) -> dict[str, Callable[[], Iterable[Diagnostic]]]:
    """The laws that apply to a target, by the name of their item."""
    found: dict[str, Callable[[], Iterable[Diagnostic]]] = {"boundary": lambda: laws.boundaries_hold(bench)}
    if bench.year is not None and not isinstance(bench.target.form, Milestone | Attest | Group):
        if asked_of(bench, bench.year).op in (">=", ">", "<=", "<"):
            found["monotone"] = lambda: _monotone(bench, tries)
        found["units"] = lambda: laws.units_do_not_matter(bench)
    found["missing"] = lambda: laws.missing_is_never_met(bench)
    if bench.year is not None:
        found["engines"] = lambda: _engines(bench, tries)
    if mutants(bench):
        found["mutants"] = lambda: laws.survived(bench, survivors(bench))
    return found


def _monotone(bench: Bench, tries: int) -> Iterable[Diagnostic]:
    """In the year it is judged in, and in the last one before it is owed."""
    early = [year for year, due in bench.years if not due]
    for year in (*early[-1:], bench.year or 0):
        figures = left_sides(bench, year)
        _tried(
            tries,
            lambda low, high, year=year: laws.bettering_never_worsens(bench, low, high, year),
            low=figures,
            high=figures,
        )
    return ()


def _engines(bench: Bench, tries: int) -> Iterable[Diagnostic]:
    if not durable.importable():
        pytest.skip(_NO_DURABLE)
    year = bench.year or 0
    found = [d for case in boundary_cases(bench) for d in laws.engines_agree(bench, case.observations, case.year)]
    if found or isinstance(bench.target.form, Milestone | Attest | Group):
        return found  # the cases are all that a report can be
    _tried(tries, lambda made: laws.engines_agree(bench, made, year), made=observations(bench, year))
    return ()


def _tried(tries: int, law: Callable[..., list[Diagnostic]], **drawn: SearchStrategy[Any]) -> None:
    """Applies a law to so many draws: the same in every run, without deadline, nothing kept on disk. Raises Broken."""

    @settings(
        max_examples=tries,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
        report_multiple_bugs=False,
        print_blob=False,
    )
    @given(**drawn)
    def apply(**values: Any) -> None:
        if found := law(**values):
            raise Broken(found)

    apply()
