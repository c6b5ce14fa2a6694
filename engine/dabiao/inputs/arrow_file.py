"""Arrow: the columns of an IPC file (Feather) or stream as a table, read as a Parquet file of the same columns is.

DuckDB has no reader of its own for these files that works offline, so pyarrow opens them (extra `dabiao[arrow]`) and DuckDB scans what
pyarrow holds, without a copy as Python objects.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from dabiao.diagnostics import Diagnostic, Span, error
from dabiao.inputs.model import Table
from dabiao.inputs.parquet_file import table_of

MAGIC = b"ARROW1"


def read_arrow(content: bytes, name: str) -> tuple[Table | None, list[Diagnostic]]:
    """The one table of an Arrow file, with diagnostics INP403, INP454 and INP455. A null is a blank cell."""
    import duckdb

    found, problems = _opened(lambda arrow: arrow.BufferReader(content), name)
    if found is None:
        return None, problems
    with duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"}) as connection:
        connection.register("given", found)
        return table_of(connection, "given", [], name)


def mapped(path: Path) -> Any:
    """The columns of an Arrow file, left on the disk until they are scanned; None where it is none, or pyarrow is not there."""
    return _opened(lambda arrow: arrow.memory_map(str(path)), path.as_posix())[0]


def _opened(source: Callable[[Any], Any], name: str) -> tuple[Any, list[Diagnostic]]:
    try:
        import pyarrow as pa
        from pyarrow import ipc
    except ImportError:
        hint = "在联网的电脑上运行：pip install 'dabiao[arrow]'；或另存为 .parquet 或 .csv"
        return None, [error("INP454", "读 Arrow 文件要用 pyarrow，这台电脑上没有", Span(name), hint=hint)]
    try:
        given = source(pa)
        is_file = given.read(len(MAGIC)) == MAGIC
        given.seek(0)
        table = (ipc.open_file(given) if is_file else ipc.open_stream(given)).read_all()
        # words kept once and told by number are words
        plain = [pa.field(f.name, f.type.value_type) if pa.types.is_dictionary(f.type) else f for f in table.schema]
        return table.cast(pa.schema(plain)), []
    except (pa.ArrowException, OSError) as failure:
        message = f"Arrow 文件打不开，可能已损坏（{type(failure).__name__}）"
        return None, [error("INP455", message, Span(name), hint="重新导出，或另存为 .parquet 或 .csv")]
