"""School tables of many regions (one row a school): written out as a tidy table that DuckDB scans, a figure a row.

What a row says depends on words, on which cells are filled, and on its columns' headers; what the figures are does not matter. So the
ordinary reader is asked once for each such combination, with ones for figures, and its answer holds for every row alike. Rows that
are not plain (a figure with a unit, a word unknown, a school in two rows, anything it warns of) are read by it alone.
"""

from dabiao.inputs.bulk.schools.read import Schools, holds_schools, open_schools

__all__ = ["Schools", "holds_schools", "open_schools"]
