"""Files → Dataset. Every file is read; every problem of every file is collected."""

import os
from collections.abc import Callable, Sequence

from dabiao.diagnostics import Diagnostic, Span, error, warning
from dabiao.digest import sha256
from dabiao.inputs._cover import Cover, find_cover
from dabiao.inputs._headers import names_schools
from dabiao.inputs.csv_file import read_csv
from dabiao.inputs.model import Dataset, InputFile, Kinded, Listed, Observation, Origin, SchoolName, Sum, Table
from dabiao.inputs.tidy import Defaults, find_header, read_tidy
from dabiao.inputs.vocabulary import Vocabulary
from dabiao.record import TYPE_CHECKING

if TYPE_CHECKING:
    from dabiao.inputs._school_header import SchoolHeader
    from dabiao.inputs._school_names import Names
    from dabiao.inputs._school_values import SchoolRow

    Known = tuple[Table, SchoolHeader | None]

Tick = Callable[[int, int], None]
Progress = Callable[[str, int, int], None]
MAX_BYTES = 300_000_000
_ZIP, _OLE, _PARQUET, _ARROW = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1", b"ARROW1"
ARROW = (".arrow", ".arrows", ".feather", ".ipc")


def read_files(
    paths: Sequence[str | os.PathLike[str]],
    vocabulary: Vocabulary,
    defaults: Defaults = Defaults(),  # noqa: B008
    progress: Progress | None = None,
) -> Dataset:
    """Reads CSV, XLSX, Parquet and Arrow files, each once. Never raises for what is in a file: see Dataset.diagnostics.

    `progress` hears, for a file that takes long, its name and how much of it is read: a part, and the whole.
    """
    files: list[InputFile] = []
    found: list[Diagnostic] = []
    reader = _Tables(vocabulary, defaults)
    once: dict[str, str] = {}
    for path in paths:
        once.setdefault(os.path.realpath(path), os.fspath(path))
    for path in once.values():
        name = path.replace(os.sep, "/").removeprefix("./")
        content, problem = _content(path, name)
        if content is None:
            found.extend(problem)
            continue
        files.append(InputFile(name, sha256(content)))
        steps = _Steps(progress, name)
        tables, problems = reader.tables(name, content, steps)
        found.extend(problems)
        cover, tables = reader.without_cover(tables)
        for number, (table, header) in enumerate(tables):
            found.extend(reader.read(table, header, steps.of_table(number, len(tables)), cover))
        steps.done()
    found.extend(reader.join())
    if files and not reader.observations and not any(d.is_error for d in found):
        spans = [Span(file.path) for file in files]
        if reader.made_for:
            message, hint = "填报表还没有填写，各项都列为缺数据或待佐证", "在底色为黄色的格里填写，保存后再检查"
            found.append(warning("INP409", message, *spans, hint=hint))
        else:
            found.append(error("INP409", "没有读到任何数据", *spans, hint="在“数值”列填写数据后再检查"))
    return Dataset(
        tuple(files),
        tuple(reader.observations),
        tuple(found),
        tuple(reader.unfilled),
        tuple(reader.sums),
        tuple(dict.fromkeys(reader.rosters)),
        tuple(reader.kinds),
        reader.listed(),
        tuple(dict.fromkeys(reader.made_for)),
        tuple(reader.names),
        tuple(reader.unplaced),
    )


def _content(path: str, name: str) -> tuple[bytes | None, list[Diagnostic]]:
    try:
        with open(path, "rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as failure:
        hint = "检查文件名；Excel 正打开着就先关闭"
        return None, [error("INP400", f"文件打不开：{_reason(failure)}", Span(name), hint=hint)]
    if len(content) > MAX_BYTES:
        return None, [error("INP403", f"文件超过 {MAX_BYTES // 1_000_000} MB", Span(name), hint="按地区拆开")]
    return content, []


def _reason(failure: OSError) -> str:
    reasons = (
        (FileNotFoundError, "文件不存在"),
        (IsADirectoryError, "这是文件夹"),
        (PermissionError, "没有权限，或正被占用"),
    )
    return next(
        (words for kind, words in reasons if isinstance(failure, kind)), failure.strerror or type(failure).__name__
    )


def _cover(table: Table, header: "SchoolHeader | None") -> Cover | None:
    """The cover a sheet is, unless it holds figures."""
    return find_cover(table) if header is None and find_header(table) is None else None


class _Steps:
    """How far a file is: most of the time goes into unpacking it, the rest into its tables."""

    _WHOLE, _UNPACKED = 1000, 700

    def __init__(self, progress: Progress | None, name: str) -> None:
        self._progress = progress
        self._name = name

    def unpacking(self, done: int, total: int) -> None:
        """Hears of the bytes unpacked."""
        self._tell(self._UNPACKED * done // max(1, total))

    def of_table(self, number: int, tables: int) -> Tick:
        """What hears of the rows of a table, one of so many."""
        share = (self._WHOLE - self._UNPACKED) // tables

        def tick(done: int, total: int) -> None:
            self._tell(self._UNPACKED + share * number + share * done // max(1, total))

        return tick

    def done(self) -> None:
        """Says that the file is read."""
        self._tell(self._WHOLE)

    def _tell(self, part: int) -> None:
        if self._progress is not None:
            self._progress(self._name, min(part, self._WHOLE), self._WHOLE)


class _Tables:
    """Reads tables, each by its kind, and joins what school tables say of one school."""

    def __init__(self, vocabulary: Vocabulary, defaults: Defaults) -> None:
        self._vocabulary = vocabulary
        self._defaults = defaults
        self._names: Names | None = None
        self._rows: list[SchoolRow] = []
        self.observations: list[Observation] = []
        self.unfilled: list[Observation] = []
        self.sums: list[Sum] = []
        self.rosters: list[str] = []
        self.names: list[SchoolName] = []
        self.unplaced: list[Origin] = []
        self.kinds: list[Kinded] = []
        self.made_for: list[tuple[str, int]] = []

    def without_cover(self, tables: "list[Known]") -> "tuple[Cover | None, list[Known]]":
        """The cover among the sheets of a workbook, and the sheets without it."""
        covers = {number: cover for number, known in enumerate(tables) if (cover := _cover(*known)) is not None}
        if not covers:
            return None, tables
        cover = next(iter(covers.values()))
        self.made_for.append((cover.region, cover.year))
        return cover, [known for number, known in enumerate(tables) if number not in covers]

    def tables(self, name: str, content: bytes, steps: _Steps) -> "tuple[list[Known], list[Diagnostic]]":
        """The tables of a file that are to be read, with their headers if they are of schools; what is wrong with the file."""
        written = os.path.splitext(name)[1]
        suffix = written.lower()
        if not content.strip():
            return [], [error("INP410", "文件是空的", Span(name), hint="填写后再检查")]
        if suffix in (".xlsx", ".xlsm") or content.startswith((_ZIP, _OLE)):
            from dabiao.inputs.xlsx_file import read_xlsx

            sheets, found = read_xlsx(content, name, steps.unpacking)
            return self._with_figures([(sheet, self._school_header(sheet)) for sheet in sheets], found)
        if suffix == ".parquet" or (content.startswith(_PARQUET) and content.endswith(_PARQUET)):
            from dabiao.inputs.parquet_file import read_parquet

            table, found = read_parquet(content, name)
        elif suffix in ARROW or content.startswith(_ARROW):
            from dabiao.inputs.arrow_file import read_arrow

            table, found = read_arrow(content, name)
        elif suffix in (".csv", ".tsv", ".txt", ""):
            table, found = read_csv(content, name)
        else:
            return [], [error("INP408", f"不支持 {written} 文件", Span(name), hint="另存为 .xlsx 或 .csv")]
        header = self._school_header(table) if table else None
        # of a table cut short by a bad quote, a missing header is no news
        return ([(table, header)] if table and (not found or header or find_header(table)) else []), found

    def read(
        self, table: Table, header: "SchoolHeader | None", tick: Tick, cover: Cover | None = None
    ) -> list[Diagnostic]:
        """Reads one table; returns what is wrong with it. A cover's region and year hold where the table has none."""
        defaults = self._defaults if cover is None else Defaults(cover.region, cover.year)
        if header is None:
            read, found = read_tidy(table, self._vocabulary, defaults)
            self.observations.extend(o for o in read if not o.unfilled)
            self.unfilled.extend(o for o in read if o.unfilled)
            return found
        from dabiao.inputs.school_table import read_school_table

        school = read_school_table(table, header, self._vocabulary, defaults, tick)
        self._rows.extend(school.rows)
        self.rosters += [
            kind for kind, key in (("school", "entity"), ("kindergarten", "kindergarten")) if key in header.keys
        ]
        self.sums.extend(school.sums)
        return list(school.found)

    def join(self) -> list[Diagnostic]:
        """Adds what the rows of all school tables say together; returns what is doubtful about it."""
        if not self._rows:
            return []
        from dabiao.inputs._school_join import join

        joined = join(self._rows, self.observations, self._vocabulary)
        self.observations.extend(joined.observations)
        self.names.extend(joined.names)
        self.unplaced.extend(joined.unplaced)
        self.kinds.extend(joined.kinds)
        # a kindergarten among the schools is a table of kindergartens as well
        self.rosters += [said.kind for said in joined.kinds]
        return list(joined.found)

    def listed(self) -> tuple[Listed, ...]:
        """The schools the rows of school tables list, a row each."""
        if not self._rows:
            return ()
        from dabiao.inputs._school_join import listed

        return tuple(listed(row) for row in self._rows)

    def _school_header(self, table: Table) -> "SchoolHeader | None":
        """The header of a school table; None of any other. What finds it is loaded where there may be one."""
        if find_header(table) is not None or not names_schools(table):
            return None
        from dabiao.inputs._school_header import find_school_header
        from dabiao.inputs._school_names import Names

        self._names = self._names or Names(self._vocabulary)
        return find_school_header(table, self._names)

    def _with_figures(self, sheets: "list[Known]", found: list[Diagnostic]) -> "tuple[list[Known], list[Diagnostic]]":
        """The sheets that hold figures. Where some do, the others are named in a warning, not refused."""
        known = [(table, header) for table, header in sheets if header or find_header(table) or _cover(table, header)]
        if not known:
            return sheets, found
        for table, header in sheets:
            span = Span(table.file, sheet=table.sheet)
            if (table, header) not in known and table.rows:
                hint = "数据要写在有“指标”“数值”表头的表里，或一行一所学校、有“学校名称”表头的表里"
                found.append(warning("INP407", "这张工作表没有数据表头，没有读取", span, hint=hint))
            elif (table, header) not in known:
                found.append(warning("INP410", "这张工作表是空的", span, hint="填写，或删去"))
        return known, found
