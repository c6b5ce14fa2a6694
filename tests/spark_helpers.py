"""What the tests of Spark share: one session for all of a module, and whether there can be one."""

import importlib.util
import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

MISSING = [name for name in ("pyspark", "pyarrow", "sqlglot") if importlib.util.find_spec(name) is None]
WHY_NOT = (
    f"needs {', '.join(MISSING)} (pip install 'dabiao[spark]')"
    if MISSING
    else "needs Java"
    if shutil.which("java") is None
    else ""
)


# of a JVM that lives for minutes: to compile what runs a few times, ever better, does not pay
_JVM = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """Two threads of this machine as a cluster; every run within reuses the session."""
    from dabiao.inputs.bulk.spark import spark_session

    with pytest.MonkeyPatch.context() as patch:
        if "PYSPARK_SUBMIT_ARGS" not in os.environ:
            patch.setenv("PYSPARK_SUBMIT_ARGS", f"--driver-java-options '{_JVM}' pyspark-shell")
        with spark_session("local[2]") as session:
            # tables of a few rows: planning anew between stages would take longer than the stages
            session.conf.set("spark.sql.adaptive.enabled", "false")
            session.conf.set("spark.sql.shuffle.partitions", "2")
            yield session
