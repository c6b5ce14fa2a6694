"""Tables between DuckDB and Spark, column by column with types said outright; whole numbers of 128 bits travel as DECIMAL(38,0)."""

from typing import Any

from dabiao.inputs.bulk.session import Connection, named, quoted
from dabiao.inputs.bulk.spark.session import Spark

_WORDS = {
    "string": "VARCHAR",
    "tinyint": "TINYINT",
    "smallint": "SMALLINT",
    "int": "INTEGER",
    "bigint": "BIGINT",
    "double": "DOUBLE",
}


def described(answer: Any) -> str:
    """The columns of what Spark answers, as DuckDB's DESCRIBE names them: rows of literals.

    A double is told as REAL, which no table of figures may hold: as text it is not the same in Java as in DuckDB.
    """
    kinds = [(field.name, field.dataType.simpleString()) for field in answer.schema.fields]
    told = [(name, "REAL" if kind == "double" else _WORDS.get(kind, kind.upper())) for name, kind in kinds]
    return ", ".join(f"({quoted(name)}, {quoted(kind)})" for name, kind in told)


def sent(driver: Connection, spark: Spark, name: str) -> None:
    """Makes a table of the driver known to Spark, as it is now. Nothing where there is no such table."""
    columns = driver.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index", [name]
    ).fetchall()
    if not columns:
        return
    casts = {"HUGEINT": "DECIMAL(38,0)", "ENUM": "VARCHAR"}
    picked = ", ".join(
        f"CAST({named(column)} AS {casts[kind]}) AS {named(column)}" if kind in casts else named(column)
        for column, kind in ((column, kind.partition("(")[0]) for column, kind in columns)
    )
    rows = driver.sql(f"SELECT {picked} FROM {named(name)}").to_arrow_table()
    spark.createDataFrame(rows).createOrReplaceTempView(name)


def fetched(driver: Connection, answer: Any, name: str) -> None:
    """Makes a table of the driver from what Spark answers; DECIMAL(38,0) is HUGEINT there, where sums of it have room."""
    fields = answer.schema.fields
    # a column that is only inserted has its whole expression for a name
    names = [field.name if field.name.isidentifier() else f"column{n}" for n, field in enumerate(fields)]
    rows = answer.toDF(*names).toArrow()
    picked = ", ".join(
        f"CAST({named(name)} AS HUGEINT) AS {named(name)}"
        if field.dataType.simpleString() == "decimal(38,0)"
        else named(name)
        for name, field in zip(names, fields, strict=True)
    )
    # a cursor of its own: the driver may still hold a result of which only the first row was taken
    with driver.cursor() as own:
        own.register("from_spark", rows)
        own.execute(f"CREATE OR REPLACE TABLE {named(name)} AS SELECT {picked} FROM from_spark")
        own.unregister("from_spark")
