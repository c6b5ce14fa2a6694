"""Twenty floors with durable_rules, a met and a not-met rule each, whole numbers of hundredths: python durable_rules_check.py FILE."""

import csv
import sys

from durable.engine import Ruleset
from floors import FLOORS, say

failed: list[int] = []
rules = {}
names = list(FLOORS)
for n, floor in enumerate(FLOORS.values()):
    same = {"i": n}
    rules[f"met{n}"] = {
        "all": [{"m": {"$and": [same, {"$gte": {"v": floor * 100}}]}}],
        "run": lambda closure: None,
    }
    rules[f"not{n}"] = {
        "all": [{"m": {"$and": [same, {"$lt": {"v": floor * 100}}]}}],
        "run": lambda closure: failed.append(closure.m.i),
    }
ruleset = Ruleset("floors", None, rules)
with open(sys.argv[1], encoding="utf-8") as file:  # noqa: PTH123 - as little as possible
    for number, row in enumerate(csv.DictReader(file), 1):
        fact = {"id": number, "sid": "0", "i": names.index(row["指标"]), "v": round(float(row["数值"]) * 100)}
        ruleset.do_actions(ruleset.assert_fact(fact), lambda failure, state: None)
say(len(failed))
