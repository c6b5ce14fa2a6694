"""A Spark session that is exact: an overflow is an error and never a null, names keep their case, nothing listens on a port."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from typing import Any, TypeAlias

from dabiao.diagnostics import InputError, error

Spark: TypeAlias = Any

LOCAL = "local[*]"
_EXACT = {
    # an overflow or a cast that fails is an error: the run is refused
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "true",
    # a product that needs more digits keeps its whole part, and fails where that does not fit
    "spark.sql.decimalOperations.allowPrecisionLoss": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.binaryAsString": "true",
    # region=110101/ as a folder stays a text
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
}
_QUIET = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "100000",
    # what is brought to the driver is one row a region or school at the most, and spills there
    "spark.driver.maxResultSize": "0",
}
# parts a join or a group falls into on one machine, at most: what a part comes to, of 10^8 records, has to fit in its memory several times;
# where there is little, Spark puts them together
_LOCAL = {
    "spark.sql.shuffle.partitions": "32",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}


@contextlib.contextmanager
def spark_session(master: str | None = None) -> Iterator[Spark]:
    """A session on `master` (by default all cores of this machine), or the one there is; a session started here is stopped at the end.

    Raises InputError (ENG911, ENG912) where Spark is not installed, or does not start.
    """
    with tempfile.TemporaryDirectory(prefix="dabiao-") as folder:
        with _without_chatter():
            session_type = _session_type()
            running = session_type.getActiveSession()
            try:
                spark = running or _start(session_type, master or LOCAL, folder)
            except Exception as failure:
                message = f"Spark 没有启动（{type(failure).__name__}）"
                hint = (
                    "需要 Java 17 以上（java -version 查看）；--master 写集群地址，例如 spark://主机:7077，不写则用本机"
                )
                raise InputError([error("ENG912", message, hint=hint)]) from failure
        kept = {name: spark.conf.get(name, None) for name in _EXACT}
        for name, value in _EXACT.items():
            spark.conf.set(name, value)
        try:
            yield spark
        finally:
            if running is None:
                spark.stop()
            else:
                for name, before in kept.items():
                    spark.conf.unset(name) if before is None else spark.conf.set(name, before)


def _session_type() -> Any:
    try:
        import pyarrow as pa  # noqa: F401 - pyspark brings rows to the driver by it
        import sqlglot  # noqa: F401
        from pyspark.sql import SparkSession
    except ImportError as failure:
        message = f"没有安装 Spark（缺 {failure.name}）"
        raise InputError(
            [error("ENG911", message, hint="pip install 'dabiao[spark]'；一台机器够用时不要写 --engine spark")]
        ) from failure
    return SparkSession


def _start(session_type: Any, master: str, folder: str) -> Spark:
    builder = session_type.builder.appName("dabiao").master(master)
    # Spark makes this folder whether anything is stored there or not: not where the user happens to be
    builder = builder.config("spark.sql.warehouse.dir", f"{folder}/warehouse")
    local = _LOCAL if master.startswith("local") else {}
    for name, value in {**_EXACT, **_QUIET, **local}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


@contextlib.contextmanager
def _without_chatter() -> Iterator[None]:
    """The launcher of the JVM writes to the standard error of the process itself; while it starts, that goes nowhere."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
