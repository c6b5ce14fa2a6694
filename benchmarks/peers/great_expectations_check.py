"""Twenty floors with Great Expectations on pandas: python great_expectations_check.py FILE."""

import sys

import great_expectations as gx
import pandas as pd
from floors import FLOORS, say

frame = pd.read_csv(sys.argv[1]).pivot_table(index=["地区", "年份"], columns="指标", values="数值").reset_index()
context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = None
batch = context.data_sources.add_pandas("p").add_dataframe_asset("a").add_batch_definition_whole_dataframe("b")
suite = gx.ExpectationSuite(name="floors")
for name, floor in FLOORS.items():
    suite.add_expectation(gx.expectations.ExpectColumnValuesToBeBetween(column=name, min_value=floor))
say(sum(not one.success for one in batch.get_batch({"dataframe": frame}).validate(suite).results))
