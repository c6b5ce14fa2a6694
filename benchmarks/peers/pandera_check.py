"""Twenty floors with pandera: python pandera_check.py FILE."""

import sys

import pandas as pd
import pandera.pandas as pa
from floors import FLOORS, say

frame = pd.read_csv(sys.argv[1]).pivot_table(index=["地区", "年份"], columns="指标", values="数值")
schema = pa.DataFrameSchema({name: pa.Column(float, pa.Check.ge(floor)) for name, floor in FLOORS.items()})
try:
    schema.validate(frame, lazy=True)
except pa.errors.SchemaErrors as found:
    say(len(found.failure_cases))
