"""Data quality: what figures say of each other, before any target is asked about. Knows no threshold of a target."""

from dabiao.inputs.quality.check import check_gathered, check_quality
from dabiao.inputs.quality.gather import Gathered, gather
from dabiao.inputs.quality.model import DOUBTFUL, KINDS, QualityFinding

__all__ = ["DOUBTFUL", "KINDS", "Gathered", "QualityFinding", "check_gathered", "check_quality", "gather"]
