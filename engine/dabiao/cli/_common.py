"""What the commands that read statistics share: options, loading, choosing the region and the year, writing."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence

from dabiao.diagnostics import Diagnostic, InputError, RuleError, Span, error
from dabiao.inputs.model import Dataset
from dabiao.inputs.read import read_files
from dabiao.inputs.tidy import Defaults
from dabiao.inputs.vocabulary import vocabulary_of
from dabiao.record import TYPE_CHECKING, NamedTuple
from dabiao.region import ancestors
from dabiao.rules.load import bundled_rules, load_rulebook
from dabiao.rules.model import Rulebook, Waiver

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self, TextIO


def as_path(text: str) -> Path:
    """A path an option names. What a path is made of is loaded where there is one: few runs have such an option."""
    from pathlib import Path

    return Path(text)


def add_rule_options(parser: argparse.ArgumentParser) -> None:
    """--rules and --pack."""
    parser.add_argument(
        "--rules", action="append", default=[], type=as_path, metavar="文件夹", help="另加规则文件夹（可重复）"
    )
    parser.add_argument("--pack", action="append", default=[], metavar="编号或文件", help="只用这些规则包（可重复）")


def add_data_options(parser: argparse.ArgumentParser) -> None:
    """FILE…, --region, --year."""
    parser.add_argument("files", nargs="+", metavar="文件", help="统计数据：.csv、.xlsx、.parquet 或 .arrow")
    parser.add_argument("--region", metavar="地区", help="六位区划代码或名称；数据里只有一个地区时可以不写")
    parser.add_argument("--year", type=int, metavar="年份", help="评估年份；不写时取数据里最近的一年")


class Loaded(NamedTuple):
    """The rulebook, its warnings, and the ids --pack narrows to (None: all)."""

    rulebook: Rulebook
    warnings: tuple[Diagnostic, ...]
    only: tuple[str, ...] | None


def load_rules(options: argparse.Namespace) -> Loaded:
    """The rulebook the options ask for. Raises RuleError."""
    files = [as_path(name) for name in options.pack if _is_file(name)]
    rulebook, found = load_rulebook(options.rules, files)
    if not options.pack:
        return Loaded(rulebook, tuple(found), None)
    by_file = {pack.file: pack.id for pack in rulebook.packs}
    by_path = {resolve_path(pack.file): pack.id for pack in rulebook.packs}
    known = set(by_file.values())
    only, problems = [], []
    for name in options.pack:
        pack = name if name in known else by_file.get(name) or by_path.get(as_path(name).resolve())
        if pack is None:
            problems.append(error("CLI002", f"没有规则包“{name}”", hint="可选：" + "、".join(sorted(known))))
        else:
            only.append(pack)
    if problems:
        raise RuleError(problems)
    return Loaded(rulebook, tuple(found), tuple(only))


def _is_file(name: str) -> bool:
    return name.endswith((".yaml", ".yml")) or os.sep in name


def resolve_path(file: str) -> Path:
    """The rule file a name shown to the user stands for."""
    path = as_path(file)
    return path.resolve() if path.exists() else (bundled_rules().parent / path).resolve()


def resolve_region(text: str | None, rulebook: Rulebook) -> str | None:
    """The code of --region. Raises InputError for one nobody knows."""
    if text is None:
        return None
    code = rulebook.regions.resolve(text)
    if code is None:
        raise InputError([error("CLI003", f"地区“{text}”认不出", hint="写六位区划代码，或地区全称")])
    return code


class ProgressLine:
    """How far the work is, on one line of a terminal, where it takes more than a moment; gone when it is done."""

    _MOMENT = 0.5

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._live = stream.isatty()
        self._started = time.monotonic()
        self._shown = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def show(self, name: str, done: int, total: int) -> None:
        """Hears how much of a file is read."""
        self._put(f"读取 {os.path.basename(name)}", done, total)

    def judged(self, done: int, total: int) -> None:
        """Hears how much of the judging is done."""
        self._put("判定", done, total)

    def _put(self, what: str, done: int, total: int) -> None:
        if not self._live or time.monotonic() - self._started < self._MOMENT:
            return
        line = f"{what} {100 * done // total}%"
        if line != self._shown:
            self._stream.write(f"\r\x1b[K{line}")
            self._stream.flush()
            self._shown = line


def load_data(options: argparse.Namespace, rulebook: Rulebook) -> Dataset:
    """The figures of the files. Raises InputError with every error of every file."""
    region = resolve_region(options.region, rulebook)
    with ProgressLine(sys.stderr) as line:
        dataset = read_files(options.files, vocabulary_of(rulebook), Defaults(region, options.year), line.show)
    if any(d.is_error for d in dataset.diagnostics):
        raise InputError(dataset.diagnostics)
    return dataset


def load_waiver_option(path: Path | None) -> list[Waiver]:
    """The waivers of --waivers, or none. Raises RuleError."""
    if path is None:
        return []
    from dabiao.rules.waivers import load_waivers

    return load_waivers(path)


def lowest_regions(dataset: Dataset) -> list[str]:
    """The regions the data are of, without those another one lies in."""
    codes = dataset.regions()
    return [code for code in codes if not any(code in ancestors(other) and code != other for other in codes)]


def choose_region(options: argparse.Namespace, rulebook: Rulebook, dataset: Dataset) -> str:
    """The region asked for, or the only one the data are of (its ancestors' figures may stand beside it)."""
    if (asked := resolve_region(options.region, rulebook)) is not None:
        return asked
    lowest = lowest_regions(dataset)
    if len(lowest) == 1:
        return lowest[0]
    names = "、".join(f"{code} {rulebook.regions.name(code)}" for code in lowest[:8])
    spans = [Span(file.path) for file in dataset.files]
    raise InputError(
        [error("CLI004", f"数据里有 {len(lowest)} 个地区：{names}", *spans, hint="用 --region 指明评估哪一个")]
    )


def choose_year(options: argparse.Namespace, dataset: Dataset, region: str) -> int:
    """The year asked for, or the latest one the region has data of."""
    if options.year is not None:
        return int(options.year)
    # of a 填报表 with figures of earlier years only, the year is the one it is made for
    years = [o.period.end for o in dataset.observations if o.region == region]
    years += [year for made_for, year in dataset.made_for if made_for == region]
    if not years:
        raise InputError([error("CLI005", f"数据里没有地区 {region} 的数", hint="检查“地区”列，或 --region")])
    return max(years)


class Prepared(NamedTuple):
    """What a command that judges figures starts from."""

    rules: Loaded
    dataset: Dataset
    region: str
    year: int
    waivers: list[Waiver]


def prepare(options: argparse.Namespace) -> Prepared:
    """Rules, figures, region, year and waivers as the options ask. Raises RuleError or InputError."""
    rules = load_rules(options)
    dataset = load_data(options, rules.rulebook)
    region = choose_region(options, rules.rulebook, dataset)
    return Prepared(rules, dataset, region, choose_year(options, dataset, region), load_waiver_option(options.waivers))


def write_output(content: bytes, path: Path | None) -> None:
    """Writes to a file whole or not at all (temporary file, then rename), or to standard output."""
    if path is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    import tempfile

    try:
        handle, name = tempfile.mkstemp(dir=path.parent if str(path.parent) else ".", prefix=f".{path.name}.")
    except OSError as failure:
        raise InputError(
            [error("CLI006", f"不能写到 {path}：{failure.strerror}", hint="换一个能写的文件夹")]
        ) from failure
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except OSError as failure:
        as_path(name).unlink(missing_ok=True)
        raise InputError(
            [error("CLI006", f"不能写到 {path}：{failure.strerror}", hint="文件正打开着就先关闭")]
        ) from failure


def write_text(text: str, path: Path | None) -> None:
    """Writes text for a person: to a file as UTF-8, to standard output in the console's own encoding."""
    if path is None:
        sys.stdout.write(text)
        sys.stdout.flush()
    else:
        write_output(text.encode(), path)


def print_warnings(found: Sequence[Diagnostic]) -> None:
    """Warnings to standard error, one a line."""
    for diagnostic in found:
        print(diagnostic, file=sys.stderr)
