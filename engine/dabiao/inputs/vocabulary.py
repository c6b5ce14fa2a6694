"""The names a county may write: indicators, their aliases, milestones and attestations. No thresholds."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from dabiao.quantity import Unit, UnitError, parse_unit
from dabiao.record import NamedTuple
from dabiao.region import RegionTable
from dabiao.rules.model import Attest, Form, Indicator, Milestone, Rulebook

# zero width, byte order and direction marks, which come with text pasted from elsewhere
_UNSEEN = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]+"
_MARKS = str.maketrans("", "", "“”\"'‘’《》")
_UNIT_NOTE = r"[(（](?:单位[:：])?([^()（）]*)[)）]$"

STAGES = {
    "学前": "学前", "幼儿园": "学前", "学前教育": "学前", "学前阶段": "学前",
    "小学": "小学", "小学阶段": "小学", "初中": "初中", "初中阶段": "初中",
    "义务教育": "义务教育", "义务教育阶段": "义务教育", "九年义务教育": "义务教育", "中小学": "中小学",
    "高中": "高中", "高中阶段": "高中", "高中阶段教育": "高中", "高中段": "高中", "普通高中": "普通高中", "普高": "普通高中",
    "中职": "中职", "中职学校": "中职", "中等职业": "中职", "中等职业教育": "中职", "职高": "中职", "职业高中": "中职",
    "特殊教育": "特殊教育", "特教": "特殊教育", "继续教育": "继续教育",
}  # fmt: skip
WHOLE = ("", "合计", "全部", "全县", "全区", "不分", "-", "—")


class Subjects:
    """Report subjects (target refs) by folded name: laid out when first asked for, as most tables hold figures alone."""

    __slots__ = ("_found", "_rulebook")

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._found: dict[str, tuple[str, ...]] | None = None

    def of(self, folded: str) -> tuple[str, ...]:
        """The targets (refs) a folded name of a milestone, attestation or share stands for; empty where none."""
        if self._found is None:
            self._found = {}
            for target in self._rulebook.targets():
                for key in map(fold_name, _subject_names(target.form, target.id, target.ref)):
                    self._found[key] = (*self._found.get(key, ()), target.ref)
        return self._found.get(folded, ())


class Vocabulary(NamedTuple):
    """What names mean: indicators by id and by folded name; report subjects by folded name."""

    indicators: Mapping[str, Indicator]
    names: Mapping[str, str]
    subjects: Subjects
    regions: RegionTable

    def indicator(self, text: str) -> Indicator | None:
        """The indicator of an id, name or alias; a unit in brackets at the end is no part of the name (see unit_note)."""
        if text in self.indicators:
            return self.indicators[text]
        folded = fold_name(text)
        # only a unit is taken off: 在校生数（小学） is not 在校生数
        for key in (folded, re.sub(_UNIT_NOTE, "", folded) if unit_note(text) else folded):
            if key in self.names:
                return self.indicators[self.names[key]]
        return None

    def subject(self, text: str) -> tuple[str, ...]:
        """The targets (refs) a name of a milestone, attestation or share stands for; empty where none."""
        return self.subjects.of(fold_name(text))

    def suggestion(self, text: str) -> str:
        """The nearest known name, or an empty text."""
        import difflib

        known = [indicator.name for indicator in self.indicators.values()]
        return next(iter(difflib.get_close_matches(text, known, 1, 0.5)), "")


def known_unit(text: str) -> Unit | None:
    """The unit of a name, or None where it is no unit."""
    if not text:
        return None
    try:
        return parse_unit(text)
    except UnitError:
        return None


def unit_note(text: str) -> str:
    """The unit in brackets at the end of a name, or an empty text.

    >>> unit_note("在园幼儿数（万人）"), unit_note("在校生数（小学）")
    ('万人', '')
    """
    match = re.search(_UNIT_NOTE, fold_name(text)) if seen(text).endswith((")", "）")) else None
    return match[1] if match and known_unit(match[1]) else ""


def fold_name(text: str) -> str:
    """A name without width, blanks, quotation marks and signs that can not be seen.

    >>> fold_name("“双师型”教师 占比") == fold_name("双师型教师占比")
    True
    """
    if text.isascii():
        return _unmarked(text) if not text.isprintable() or any(mark in text for mark in " \"'") else text
    if text.isalnum() and unicodedata.is_normalized("NFKC", text):
        return text  # no blanks, no marks, nothing unseen: all of these are neither letters nor digits
    return _unmarked(unicodedata.normalize("NFKC", seen(text)))


def _unmarked(text: str) -> str:
    return "".join(text.translate(_MARKS).split())


def seen(text: str) -> str:
    """The text without signs that can not be seen, trimmed: a reader could not tell them from a fault of ours."""
    if text.isascii():
        return text
    # none of these signs is printable
    return text.strip() if text.isprintable() else re.sub(_UNSEEN, "", text).strip()


def vocabulary_of(rulebook: Rulebook) -> Vocabulary:
    """The vocabulary of a rulebook."""
    names: dict[str, str] = {}
    for indicator in rulebook.indicators.values():
        for name in (indicator.name, *indicator.aliases):
            names.setdefault(fold_name(name), indicator.id)
    return Vocabulary(rulebook.indicators, names, Subjects(rulebook), rulebook.regions)


def _subject_names(form: Form, target_id: str, ref: str) -> Iterable[str]:
    if isinstance(form, Milestone):
        yield from dict.fromkeys((ref, target_id, form.what, f"{form.subject or ''}{form.what}"))
    elif isinstance(form, Attest):
        yield from dict.fromkeys((ref, target_id, form.what))
