"""HTML reports: one file each, offline, for a screen, a telephone and A4 paper. Imported only where HTML is asked for (jinja2)."""

from dabiao.reports.html.matrix import Cell, Column, Matrix, Region, matrix_of
from dabiao.reports.html.matrix_page import render_matrix
from dabiao.reports.html.page import render

__all__ = ["Cell", "Column", "Matrix", "Region", "matrix_of", "render", "render_matrix"]
