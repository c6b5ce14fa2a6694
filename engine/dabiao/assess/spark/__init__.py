"""The columnar engine's plan on Apache Spark: for figures that outgrow a machine. Parquet in, Parquet out, the same verdicts."""

from dabiao.assess.spark.run import NAME, judge_on_spark

__all__ = ["NAME", "judge_on_spark"]
