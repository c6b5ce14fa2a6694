"""Tidy tables too large to read row by row: DuckDB scans them, and only what is not plain goes through the ordinary reader.

A row is plain where its figure is a decimal number and its words (indicator, stage, unit, status, year, region) mean something.
What the words mean is asked of the ordinary reader, once for each combination of them; every other row is read by it alone.
"""

from dabiao.inputs.bulk.open import Bulk, open_bulk

__all__ = ["Bulk", "open_bulk"]
