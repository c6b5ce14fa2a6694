"""Twenty floors with zen-engine, one expression each: python zen_engine_check.py FILE."""

import csv
import json
import sys

import zen
from floors import FLOORS, say

figures: dict[str, float] = {}
with open(sys.argv[1], encoding="utf-8") as file:  # noqa: PTH123 - as little as possible
    names = list(FLOORS)
    for row in csv.DictReader(file):
        figures[f"i{names.index(row['指标'])}"] = float(row["数值"])
said = [{"id": f"e{n}", "key": f"r{n}", "value": f"i{n} >= {floor}"} for n, floor in enumerate(FLOORS.values())]
content = {
    "nodes": [
        {"id": "in", "type": "inputNode", "name": "in", "content": {}},
        {"id": "rules", "type": "expressionNode", "name": "rules", "content": {"expressions": said}},
        {"id": "out", "type": "outputNode", "name": "out", "content": {}},
    ],
    "edges": [
        {"id": "1", "sourceId": "in", "targetId": "rules", "type": "edge"},
        {"id": "2", "sourceId": "rules", "targetId": "out", "type": "edge"},
    ],
}
decision = zen.ZenEngine().create_decision(json.dumps(content))
say(sum(not held for held in decision.evaluate(figures)["result"].values()))
