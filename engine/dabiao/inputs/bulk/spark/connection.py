"""A connection that speaks DuckDB's SQL: statements over the rows run on Spark, all others in DuckDB on the driver.

The rows are `raw` and what is made of them as a view. A statement that names one of these is turned into Spark SQL; the small tables
it names (what words mean, what is asked) are sent along, and what it comes to is a table of DuckDB. So arithmetic on 128-bit whole
numbers stays in DuckDB, and Spark does what grows with the rows: scan, join, group, count, compare.
"""

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dabiao.diagnostics import InputError, error
from dabiao.inputs.bulk.session import MEMORY, Connection, named, session
from dabiao.inputs.bulk.spark.exchange import described, fetched, sent
from dabiao.inputs.bulk.spark.session import Spark, spark_session
from dabiao.inputs.bulk.spark.translate import parsed, tables_of, to_spark

_FILE = re.compile(r"\bread_parquet\(")
_LIST = re.compile(r"unnest\(\?::VARCHAR\[\]\)")


class SparkConnection:
    """As much of a DuckDB connection as the columnar engine uses."""

    def __init__(self, driver: Connection, spark: Spark) -> None:
        self._driver = driver
        self._spark = spark
        self._rows: set[str] = set()
        self._fetched = 0

    def execute(self, sql: str, given: Sequence[object] | None = None) -> Any:
        """Runs a statement; its result as a cursor of DuckDB. Raises InputError (ENG914) where Spark can not."""
        if not _FILE.search(sql) and not any(re.search(rf"\b{name}\b", sql) for name in self._rows):
            return self._driver.execute(sql, given) if given is not None else self._driver.execute(sql)
        return self._on_rows(sql, given)

    def gathered(self, query: str) -> str:
        """The name of a table of the driver that holds what a query over the rows comes to."""
        return self._table(self._ask(parsed(query)))

    def _on_rows(self, sql: str, given: Sequence[object] | None) -> Any:
        from sqlglot import exp

        if given is not None:
            self._driver.execute("CREATE OR REPLACE TEMP TABLE given_list AS SELECT unnest(?::VARCHAR[]) AS one", given)
            sql = _LIST.sub("one FROM given_list", sql)
        if sql.startswith("DESCRIBE "):
            query = parsed(sql.removeprefix("DESCRIBE "))
            return self._driver.execute(f"SELECT * FROM (VALUES {described(self._ask(query))})")
        tree = parsed(sql)
        if isinstance(tree, exp.Create):
            name, answer = tree.this.name, self._ask(tree.expression)
            if tree.kind == "VIEW":
                answer.createOrReplaceTempView(name)
                self._rows.add(name)
                return None
            return self._driver.execute(f"CREATE TABLE {named(name)} AS SELECT * FROM {self._table(answer)}")
        if isinstance(tree, exp.Insert):
            return self._driver.execute(
                f"INSERT INTO {named(tree.this.name)} SELECT * FROM {self._table(self._ask(tree.expression))}"
            )
        return self._driver.execute(f"SELECT * FROM {self._table(self._ask(tree))}")

    def _ask(self, query: Any) -> Any:
        """The query on Spark, after the small tables it names were sent there."""
        for name in tables_of(query):
            if name not in self._rows:
                sent(self._driver, self._spark, name)
        return _or_refused(lambda: self._spark.sql(to_spark(query)))

    def _table(self, answer: Any) -> str:
        """What Spark answers, as a table of the driver; the one before last is dropped, no statement names it any more."""
        self._fetched += 1
        name = f"fetched{self._fetched}"
        if self._fetched > 2:
            self._driver.execute(f"DROP TABLE IF EXISTS fetched{self._fetched - 2}")
        _or_refused(lambda: fetched(self._driver, answer, name))
        return name


def _or_refused(work: Callable[[], Any]) -> Any:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        return work()
    except (PySparkException, Py4JError) as failure:
        condition = failure.getCondition() if isinstance(failure, PySparkException) else None
        message = f"Spark 没有算出来（{condition or type(failure).__name__}）"
        hint = "检查数据文件是否完好、各工作节点能否读到；数过大时 Spark 不能精确计算，换用 --engine columnar"
        raise InputError([error("ENG914", message, hint=hint)]) from failure


@contextlib.contextmanager
def opened(master: str | None = None, memory: str = MEMORY) -> Iterator[tuple[SparkConnection, Path]]:
    """A Spark session with its driver's DuckDB, and a folder for what spills."""
    with spark_session(master) as spark, session(memory) as (driver, folder):
        yield SparkConnection(driver, spark), folder
