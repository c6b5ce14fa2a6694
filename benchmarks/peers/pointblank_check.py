"""Twenty floors with pointblank on polars: python pointblank_check.py FILE."""

import sys

import pointblank as pb
import polars as pl
from floors import FLOORS, say

plan = pb.Validate(pl.read_csv(sys.argv[1]).pivot(on="指标", index=["地区", "年份"], values="数值"))
for name, floor in FLOORS.items():
    plan = plan.col_vals_ge(name, floor)
say(sum(plan.interrogate().n_failed().values()))
