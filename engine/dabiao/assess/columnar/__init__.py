"""The columnar engine: many regions in a few passes of DuckDB, with the verdicts of the reference engine.

The only room that builds SQL over figures. What SQL can not decide exactly is handed to the reference engine, pair by pair.
"""

from dabiao.assess.columnar.run import NAME, Judged, judge_many

__all__ = ["NAME", "Judged", "judge_many"]
