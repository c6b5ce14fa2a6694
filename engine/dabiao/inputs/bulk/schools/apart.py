"""Rows of a school table that are no school's: 合计, 平均, 注. A table that may have one is left to the ordinary reader, which tells them."""

from dabiao.inputs.bulk.schools.opened import Opened
from dabiao.inputs.bulk.session import Connection, quoted
from dabiao.inputs.bulk.terms import BLANKS

# wider than what the ordinary reader takes for such a row, whatever blanks stand between the letters
_BLANK = f"[{BLANKS}]*"
_LABELS = ["合计", "总计", "小计", "共计", "总和", "平均", "均值", "最大值", "最小值", "标准差", "差异系数"]
_LABEL = "|".join(_BLANK.join(label) for label in _LABELS)
_FOOTER = (
    rf"^{_BLANK}("
    + "|".join(
        _BLANK.join(word) for word in ["注", "说明", "备注", "填表", "制表", "填报", "审核", "单位负责人", "联系电话"]
    )
    + r").*[:：]"
)
_TOTAL = "|".join(_BLANK.join(label) for label in _LABELS[:5])
_NUMBERING = r"[甲乙丙丁戊]|[A-Za-z]?[(（]?[0-9０-９]{1,3}[)）]?"
# forms of letters that become others when a name is folded, and signs that are not seen
_FORMS = r"[\x{2e80}-\x{2fdf}\x{f900}-\x{faff}\x{00ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}\x{feff}]"


def may_have_other_rows(connection: Connection, opened: Opened) -> bool:
    """Whether any row that is not blank may be no school's: its name is missing, or it is called as no school is."""
    name = name_of(opened)
    figures = {column.at for column in opened.header.columns}
    others = [text for index, text in enumerate(opened.texts) if index not in figures]
    filled = " OR ".join(f"{text} <> ''" for text in opened.texts)
    words = [
        f"regexp_matches({name}, {quoted(f'{_LABEL}|{_FOOTER}|{_FORMS}')})",
        f"regexp_full_match({name}, {quoted(_NUMBERING)})",
        f"trim({name}) = {quoted(opened.row[name_index(opened)].text)}",
        *(f"regexp_matches({text}, {quoted(f'{_TOTAL}|{_FORMS}')})" for text in others if text != name),
        f"(NOT regexp_matches({name}, {quoted(f'[^{BLANKS}]')}) AND ({filled}))",
    ]
    query = f"SELECT 1 FROM {opened.sql} WHERE {' OR '.join(words)} LIMIT 1"
    return connection.execute(query).fetchone() is not None


def name_index(opened: Opened) -> int:
    """The column of the schools' names."""
    keys = opened.header.keys
    return (keys.get("entity") or keys["kindergarten"])[0]


def name_of(opened: Opened) -> str:
    """The SQL of the schools' names."""
    return opened.texts[name_index(opened)]
