"""Rows on Apache Spark: what goes over rows runs there, what it comes to lies in DuckDB on the driver.

The only room that imports pyspark, pyarrow and sqlglot, and only when a command asks for Spark (extra `dabiao[spark]`).
"""

from dabiao.inputs.bulk.spark.connection import SparkConnection, opened
from dabiao.inputs.bulk.spark.session import LOCAL, spark_session

__all__ = ["LOCAL", "SparkConnection", "opened", "spark_session"]
