"""The one normalisation under which quotes are sought: NFKC, no white space, variant characters folded."""

import hashlib
import re
import unicodedata

_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]")
# traditional and variant characters met in reposted documents → the form the standard texts use
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)\s+(?=\d)")
_VARIANTS = str.maketrans(
    "導體機構學園國務實辦強專設樣數據課業發標準級評認監測對應來產導員會從開關間題點讀寫負責項區鄉鎮縣級職",
    "导体机构学园国务实办强专设样数据课业发标准级评认监测对应来产导员会从开关间题点读写负责项区乡镇县级职",
)
_EDGE = str.maketrans(
    {"−": "-", "–": "-", "—": "-", "―": "-", "‐": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "•": "·", "・": "·"}
)


def fold(text: str) -> str:
    """The normalised text: what is compared, never what is shown. Blanks between two numbers (table cells) become |.

    >>> fold("教育督導體制 机制，９５％") == fold("教育督导体制机制,95%")
    True
    """
    plain = _BOOKMARK.sub("", text)
    parted = _BETWEEN_NUMBERS.sub("|", unicodedata.normalize("NFKC", plain))
    return re.sub(r"\s+", "", parted).translate(_EDGE).translate(_VARIANTS)


def fingerprint(text: str) -> str:
    """sha256 of the normalised text: stays the same under re-wrapping, changes with any word."""
    return hashlib.sha256(fold(text).encode()).hexdigest()
