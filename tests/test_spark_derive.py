"""The items of 巩固率 from 学籍 records are the same figures on Spark as in DuckDB."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from dabiao.diagnostics import InputError
from roll_helpers import derived, random_records
from spark_helpers import WHY_NOT, spark

pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
__all__ = ["spark"]


def test_the_same_figures(tmp_path: Path, spark: Any) -> None:
    from dabiao.inputs.bulk.spark import opened

    records = random_records(Random(7), 400)  # noqa: S311 - figures, not secrets
    figures = derived(tmp_path, records)
    assert len({region for region, *_ in figures}) == 2
    assert derived(tmp_path, records, opened()) == figures


def test_the_same_findings(tmp_path: Path, spark: Any) -> None:
    from dabiao.inputs.bulk.spark import opened

    records = random_records(Random(7), 20)  # noqa: S311 - figures, not secrets
    wrong = [
        *records,
        records[0]._replace(status="休学"),
        records[0]._replace(pupil=" "),
        records[0]._replace(year="去年"),
    ]
    said = []
    for place in (None, opened()):
        with pytest.raises(InputError) as caught:
            derived(tmp_path, wrong, place)
        said.append(str(caught.value))
    assert said[0] == said[1]
    assert all(code in said[0] for code in ("INP450", "INP452", "INP453"))
