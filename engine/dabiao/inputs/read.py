"""Files → Dataset. Every file is read; every problem of every file is collected."""

import hashlib
import os.path
from collections.abc import Sequence
from pathlib import Path

from dabiao.diagnostics import Diagnostic, Span, error, warning
from dabiao.inputs.csv_file import read_csv
from dabiao.inputs.model import Dataset, InputFile, Observation, Table
from dabiao.inputs.tidy import Defaults, find_header, read_tidy
from dabiao.inputs.vocabulary import Vocabulary

MAX_BYTES = 300_000_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_files(paths: Sequence[Path], vocabulary: Vocabulary, defaults: Defaults = Defaults()) -> Dataset:  # noqa: B008
    """Reads CSV and XLSX files, each once. Never raises for what is in a file: see Dataset.diagnostics."""
    files: list[InputFile] = []
    observations: list[Observation] = []
    unfilled: list[Observation] = []
    found: list[Diagnostic] = []
    once: dict[str, Path] = {}
    for path in paths:
        once.setdefault(os.path.realpath(path), path)
    for path in once.values():
        content, problem = _content(path)
        if content is None:
            found.extend(problem)
            continue
        files.append(InputFile(path.as_posix(), hashlib.sha256(content).hexdigest()))
        tables, problems = _tables(path, content)
        found.extend(problems)
        for table in tables:
            read, problems = read_tidy(table, vocabulary, defaults)
            observations.extend(o for o in read if not o.unfilled)
            unfilled.extend(o for o in read if o.unfilled)
            found.extend(problems)
    if files and not observations and not any(d.is_error for d in found):
        spans = [Span(file.path) for file in files]
        found.append(error("INP409", "没有读到任何数据", *spans, hint="在“数值”列填写数据后再检查"))
    return Dataset(tuple(files), tuple(observations), tuple(found), tuple(unfilled))


def _content(path: Path) -> tuple[bytes | None, list[Diagnostic]]:
    name = path.as_posix()
    try:
        with path.open("rb") as file:
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


def _tables(path: Path, content: bytes) -> tuple[list[Table], list[Diagnostic]]:
    name = path.as_posix()
    if not content.strip():
        return [], [error("INP410", "文件是空的", Span(name), hint="填写后再检查")]
    if path.suffix.lower() in (".xlsx", ".xlsm") or content.startswith((_ZIP, _OLE)):
        from dabiao.inputs.xlsx_file import read_xlsx

        tables, found = read_xlsx(content, name)
        return _tidy_sheets(tables, found)
    if path.suffix.lower() in (".csv", ".tsv", ".txt", ""):
        table, found = read_csv(content, name)
        # of a table cut short by a bad quote, a missing header is no news
        return ([table] if table and (not found or find_header(table)) else []), found
    return [], [error("INP408", f"不支持 {path.suffix} 文件", Span(name), hint="另存为 .xlsx 或 .csv")]


def _tidy_sheets(tables: list[Table], found: list[Diagnostic]) -> tuple[list[Table], list[Diagnostic]]:
    """The sheets that hold figures. Where some do, the others are named in a warning, not refused."""
    tidy = [table for table in tables if find_header(table)]
    if not tidy:
        return tables, found
    for table in tables:
        if table not in tidy and table.rows:
            span = Span(table.file, sheet=table.sheet)
            hint = "数据要写在有“指标”“数值”表头的表里"
            found.append(warning("INP407", "这张工作表没有数据表头，没有读取", span, hint=hint))
        elif table not in tidy:
            span = Span(table.file, sheet=table.sheet)
            found.append(warning("INP410", "这张工作表是空的", span, hint="填写，或删去"))
    return tidy, found
