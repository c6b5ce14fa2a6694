"""Data quality of many regions: where a rule may fire is found by SQL, what it finds is said by the ordinary checks.

SQL names places (a school, or the region itself, in a year) and may name too many, never too few; the figures of those alone are
held against each other one by one. So what a rule means is defined once, in inputs/quality.
"""

from dabiao.assess.columnar.quality.run import Quality

__all__ = ["Quality"]
