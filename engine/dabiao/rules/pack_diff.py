"""The difference of two packs in the language of the plan: what is new, gone, tightened, loosened, due earlier, led by others."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dabiao.rules._diff_fields import changes
from dabiao.rules._diff_pairs import indicator_of, pairs
from dabiao.rules.model import Clause, Pack, Rulebook, Target
from dabiao.rules.wording import requirement, subject_name

ADDED, REMOVED, SOURCE = "新增", "删去", "文件变动"


class Difference(NamedTuple):
    """One difference: its kind, what it is about (indicator and 学段, or a matter), the words, and where each pack says so.

    `old` and `new` are the ids of the target in either pack, `was` and `now` its clauses; None where it is not there.
    """

    kind: str
    subject: str
    words: str
    old: str | None = None
    new: str | None = None
    was: Clause | None = None
    now: Clause | None = None


def diff_packs(old: Pack, new: Pack, rulebook_old: Rulebook, rulebook_new: Rulebook) -> list[Difference]:
    """Every difference from the old pack to the new: the document's first, then target by target in the order of the new pack.

    Targets are paired by id, and what is left by indicator, 学段, form and quote, so that a renamed id is no difference. A limit
    is 收紧 where the new one implies the old, 放宽 where the old implies the new, compared exactly in the indicator's unit.
    """
    found = list(_source(old, new))
    for pair in pairs(old.targets, new.targets, rulebook_old, rulebook_new):
        if pair.old is None and pair.new is not None:
            target = pair.new
            words = _required(target, rulebook_new)
            found.append(Difference(ADDED, _subject(target, rulebook_new), words, None, target.id, None, target.clause))
        elif pair.new is None and pair.old is not None:
            target = pair.old
            words = _required(target, rulebook_old)
            found.append(
                Difference(REMOVED, _subject(target, rulebook_old), words, target.id, None, target.clause, None)
            )
        elif pair.old is not None and pair.new is not None:
            found += _changed(pair.old, pair.new, rulebook_old, rulebook_new)
    return found


def _changed(old: Target, new: Target, before: Rulebook, after: Rulebook) -> Iterator[Difference]:
    for kind, words in changes(old, new, indicator_of(old, before), indicator_of(new, after)):
        yield Difference(kind, _subject(new, after), words, old.id, new.id, old.clause, new.clause)


def _subject(target: Target, rulebook: Rulebook) -> str:
    indicator = indicator_of(target, rulebook)
    fixed = indicator.stage if indicator else None
    return subject_name(target, indicator) + (f"（{target.stage}）" if target.stage and target.stage != fixed else "")


def _required(target: Target, rulebook: Rulebook) -> str:
    than = getattr(target.form, "than", None)
    place = getattr(target.form, "of", None)
    return requirement(target, rulebook.indicators.get(than or ""), rulebook.regions.name(place) if place else None)


_SOURCE = (
    ("标题", "title"),
    ("文号", "number"),
    ("发文机关", "issuer"),
    ("成文日期", "issued"),
    ("适用地区", "region"),
)


def _source(old: Pack, new: Pack) -> Iterator[Difference]:
    for label, field in _SOURCE:
        was, now = getattr(old.source, field), getattr(new.source, field)
        if was != now:
            yield Difference(SOURCE, label, f"由“{was or '未写明'}”改为“{now or '未写明'}”")
    was, now = (f"{pack.source.start}—{pack.source.end or '长期'}" for pack in (old, new))
    if was != now:
        yield Difference(SOURCE, "起止年份", f"由 {was} 改为 {now}")


def render_diff(differences: Sequence[Difference]) -> list[str]:
    """The differences as plain Chinese lines: a summary, then one line each with the clauses that say so."""
    if not differences:
        return ["两个规则包没有差别。"]
    counts: dict[str, int] = {}
    for difference in differences:
        counts[difference.kind] = counts.get(difference.kind, 0) + 1
    head = f"共 {len(differences)} 处差别：" + "，".join(f"{kind} {count}" for kind, count in counts.items()) + "。"
    return [head, *(_line(difference) for difference in differences)]


def _line(difference: Difference) -> str:
    text = f"【{difference.kind}】{difference.subject}：{difference.words}"
    was, now = difference.was, difference.now
    if was is not None and now is not None:
        same = was == now
        return f"{text}（{_place(now)}）" if same else f"{text}（原 {_place(was)}；现 {_place(now)}）"
    clause = now or was
    return text if clause is None else f"{text}（{_place(clause)}）"


def _place(clause: Clause) -> str:
    return f"{clause.at}「{clause.quote}」"
