"""The table of verdicts as a Parquet file, by region, year, target and entity: the same bytes whatever the threads; whole or not at all."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from dabiao.assess.columnar.asked import BITS, NAMES, WIDTH
from dabiao.assess.columnar.outcome import flags_of
from dabiao.diagnostics import InputError, error
from dabiao.inputs.bulk.session import Connection, quoted
from dabiao.rules.model import Rulebook

# an enumeration is written as it is, with all its words in each of the file's groups of rows: of more regions, too many
_MOST_WORDS = 5_000


def write_table(connection: Connection, rulebook: Rulebook, path: Path) -> None:
    """The table: region, year, pack, target, stage, entity, verdict, flags. Raises InputError (CLI006) where it can not be written."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent if str(path.parent) else ".", prefix=f".{path.name}.")
        os.close(handle)
    except OSError as failure:
        message = f"不能写到 {path}：{failure.strerror}"
        raise InputError([error("CLI006", message, hint="换一个能写的文件夹")]) from failure
    try:
        connection.execute("SET preserve_insertion_order = true")
        connection.execute(f"COPY ({_query(connection, rulebook)}) TO {quoted(name)} (FORMAT parquet)")
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as failure:
        raise InputError(
            [error("CLI006", f"不能写到 {path}：{failure.strerror}", hint="文件正打开着就先关闭")]
        ) from failure
    finally:
        connection.execute("SET preserve_insertion_order = false")
        Path(name).unlink(missing_ok=True)


def _query(connection: Connection, rulebook: Rulebook) -> str:
    """The rows: codes are put in order alone, then each is given its words. Nothing is joined, so nothing can change the order."""
    (schools, regions) = connection.execute(
        "SELECT (SELECT count(*) FROM (SELECT 1 FROM verdicts WHERE entity <> '' LIMIT 1)), (SELECT count(*) FROM wanted_regions)"
    ).fetchone()
    entity = "nullif(entity, '')" if schools else "CAST(NULL AS VARCHAR)"
    key = "region, year, target, entity" if schools else "region, year, target"
    targets = rulebook.targets()
    flags = [flags_of(bits) for bits in range(WIDTH)]
    told = ", ".join(f"[{', '.join(map(quoted, some))}]" for some in flags)
    picked = {
        "region": "region" if regions <= _MOST_WORDS else "CAST(region AS VARCHAR)",
        "year": "year",
        "pack": _word([target.pack for target in targets], "number"),
        "target": _word([target.id for target in targets], "number"),
        "stage": _word([target.stage for target in targets], "number"),
        "entity": entity,
        "verdict": _word(NAMES, f"code // {WIDTH}"),
        "flags": f"CAST([{told}] AS {_enumeration(list(BITS))}[][])[code % {WIDTH} + 1]",
    }
    columns = ", ".join(f"{sql} AS {name}" for name, sql in picked.items())
    return (
        f"SELECT {columns} FROM (SELECT {key.replace('target', 'target AS number')}, code FROM verdicts ORDER BY {key})"
    )


def _word(words: Sequence[str | None], number: str) -> str:
    """The word of a number."""
    listed = ", ".join("NULL" if word is None else quoted(word) for word in words)
    kind = _enumeration([*dict.fromkeys(word for word in words if word is not None)])
    return f"CAST([{listed}] AS {kind}[])[{number} + 1]"


def _enumeration(words: Sequence[str]) -> str:
    """The type of a few words: readers see text."""
    return f"ENUM({', '.join(map(quoted, words))})" if words else "VARCHAR"
