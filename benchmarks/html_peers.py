"""One peer's HTML report on the figures of html_data.py: python html_peers.py pointblank|great_expectations FILE.

Runs in the peers' environment (benchmarks/peers.txt). Checks that each of 60 columns of 3,000 rows reaches its floor, writes
the report, prints as JSON the processor seconds of the checks and of the report, its bytes, and the failures it counts.
"""

import json
import sys
import time
import warnings
from pathlib import Path
from typing import Any

from html_data import INDICATORS, REGIONS, figure, floor

COLUMNS = {f"i{n}": [figure(region, n) for region in range(REGIONS)] for n in range(INDICATORS)}


def pointblank() -> tuple[float, float, str, int]:
    """A validation of 60 steps and its tabular report."""
    import pointblank as pb  # type: ignore[import-not-found, unused-ignore]
    import polars as pl  # type: ignore[import-not-found, unused-ignore]

    frame = pl.DataFrame(COLUMNS)
    start = time.process_time()
    plan = pb.Validate(frame)
    for n in range(INDICATORS):
        plan = plan.col_vals_ge(f"i{n}", floor(n))
    done = plan.interrogate()
    checked = time.process_time()
    html = done.get_tabular_report().as_raw_html()
    return checked - start, time.process_time() - checked, html, sum(done.n_failed().values())


def great_expectations() -> tuple[float, float, str, int]:
    """A suite of 60 expectations that a figure is there and reaches its floor; the page of its validation."""
    import great_expectations as gx  # type: ignore[import-not-found, unused-ignore]
    import pandas as pd  # type: ignore[import-untyped, import-not-found, unused-ignore]
    from great_expectations.render.renderer.page_renderer import (  # type: ignore[import-not-found, unused-ignore]
        ValidationResultsPageRenderer,
    )
    from great_expectations.render.view import DefaultJinjaPageView  # type: ignore[import-not-found, unused-ignore]

    frame = pd.DataFrame(COLUMNS).fillna(
        -1
    )  # a missing figure is left out of a test for a range: it must fail, not pass
    context: Any = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = None
    batch = context.data_sources.add_pandas("p").add_dataframe_asset("a").add_batch_definition_whole_dataframe("b")
    start = time.process_time()
    suite = gx.ExpectationSuite(name="floors")
    for n in range(INDICATORS):
        suite.add_expectation(gx.expectations.ExpectColumnValuesToBeBetween(column=f"i{n}", min_value=floor(n)))
    result = batch.get_batch({"dataframe": frame}).validate(suite)
    checked = time.process_time()
    html = DefaultJinjaPageView().render(ValidationResultsPageRenderer(run_info_at_end=True).render(result))
    failed = sum(one.result["unexpected_count"] for one in result.results)
    return checked - start, time.process_time() - checked, html, failed


def main(peer: str, path: str) -> None:
    """Writes the report, prints the measurement."""
    warnings.simplefilter("ignore")
    checks, report, html, failed = {"pointblank": pointblank, "great_expectations": great_expectations}[peer]()
    content = html.encode()
    Path(path).write_bytes(content)
    told = {
        "checks": checks,
        "report": report,
        "bytes": len(content),
        "failed": failed,
        "outside": html.count("https://"),
    }
    print("\n" + json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:3])
