"""The draft as YAML: a pack with confidence, reasons and TODO in comments and notes, and the indicators it needs beside it."""

import json
import re
from collections.abc import Iterator

from dabiao.rules.draft.model import HIGH, Draft, Proposal, ProposedIndicator, Skipped

_PLAIN = re.compile(r"[A-Za-z一-鿿《“（][0-9A-Za-z一-鿿 ._、，。；：（）《》“”〔〕%—·/+\-]*")
_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "~"))


def render(draft: Draft) -> tuple[str, str]:
    """The texts of the pack and of the file of proposed indicators; the pack links where both are read beside the catalogue."""
    return "".join(f"{line}\n" for line in _pack(draft)), "".join(f"{line}\n" for line in _indicators(draft))


def scalar(text: str) -> str:
    """A text as a YAML scalar: plain where that is safe, quoted otherwise.

    >>> scalar("三（二） 第1段"), scalar(">= 95 %"), scalar("甲: 乙")
    ('三（二） 第1段', '">= 95 %"', '"甲: 乙"')
    """
    safe = _PLAIN.fullmatch(text) and text == text.strip() and text.lower() not in _WORDS and ": " not in text and " #" not in text
    return text if safe else json.dumps(text, ensure_ascii=False)


def _pack(draft: Draft) -> Iterator[str]:
    source, period = draft.source, draft.source.period
    counts = {level: sum(p.reading.confidence == level for p in draft.proposals) for level in ("高", "中", "低")}
    todo = sum(bool(p.reading.todo) for p in draft.proposals)
    yield "# 规则草稿：由程序读原文写成，没有经人核对。逐条对照原文后，删去 unverified 和草稿说明再使用。"
    yield f"# 共 {len(draft.proposals)} 项：把握高 {counts['高']}，中 {counts['中']}，低 {counts['低']}；{todo} 项有 TODO；另有 {len(draft.unread)} 句没有读懂，列在文末。"
    yield f"pack: {draft.pack}  # TODO 改成正式编号"
    yield "source:"
    for doubt in source.todo:
        yield f"  # TODO {_comment(doubt)}"
    for key, value in (("title", source.title), ("number", source.number), ("issuer", source.issuer), ("issued", source.issued)):
        yield f"  {key}: {'null' if value is None else json.dumps(value, ensure_ascii=False) if key == 'issued' else scalar(value)}"
    yield f'  region: "{source.region}"'
    yield f"  level: {source.level}"
    yield f"  period: [{period.start}, {period.end}]"
    yield f"  fingerprint: {source.fingerprint}"
    yield "targets:" if draft.proposals else "targets: []"
    for proposal in draft.proposals:
        yield from _target(proposal)
    if draft.skipped:
        yield "not_targets:"
        yield from (_skipped(entry) for entry in draft.skipped)
    if draft.unread:
        yield "# 没有读懂的句子（含数字或全称、比较词），逐句判断：写成目标，或列入 not_targets。"
        for entry in draft.unread:
            yield f"# TODO {_comment(entry.at)} [{'、'.join(entry.words)}] {_comment(entry.sentence)}"


def _comment(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _target(proposal: Proposal) -> Iterator[str]:
    reading = proposal.reading
    yield f"  # 把握{reading.confidence}：{_comment('；'.join(reading.why))}"
    for doubt in reading.todo:
        yield f"  # TODO {_comment(doubt)}"
    yield f"  - id: {proposal.id}"
    if proposal.indicator is not None:
        yield f"    indicator: {proposal.indicator}"
    if proposal.stage:
        yield f"    stage: {proposal.stage}"
    yield from _form(proposal)
    if reading.baseline is not None and reading.form in ("value", "total", "plan", "change", "growth"):
        yield f"    baseline: {{{reading.baseline[0]}: {reading.baseline[1]}}}"
    if reading.when.by is not None:
        yield f"    by: {reading.when.by if isinstance(reading.when.by, int) else json.dumps(reading.when.by)}"
    if reading.when.every and reading.form != "milestone":
        yield "    every: year"
    if reading.nature:
        yield f"    nature: {reading.nature}"
    yield f"    force: {reading.force}"
    yield f"    clause: {{at: {_flow(proposal.at)}, quote: {_flow(proposal.quote)}}}"
    if reading.lead:
        yield f"    lead: [{', '.join(_flow(unit) for unit in reading.lead)}]"
    if reading.implied:
        yield "    implied: true"
    if reading.confidence != HIGH or reading.todo:
        doubts = "；".join(reading.todo)
        yield "    unverified: true"
        yield f"    note: {scalar(f'草稿，把握{reading.confidence}，待核对' + (f'：{doubts}' if doubts else '') + '。')}"


def _form(proposal: Proposal) -> Iterator[str]:
    reading = proposal.reading
    extras = dict(reading.extras)
    if reading.form == "each":
        yield f"    each: {extras.pop('each')}"
    elif reading.form == "compare":
        op = extras.pop("op")
        inside = ", ".join(f"{key}: {json.dumps(value) if key == 'of' else value}" for key, value in extras.items())
        yield f'    compare: {{op: "{op}", {inside}}}'
        return
    else:
        yield f"    {reading.form}: {scalar(reading.limit)}"
    for key, value in extras.items():
        yield f"    {key}: {value if key in ('from', 'mode') else scalar(value)}"


def _flow(text: str) -> str:
    """A scalar inside braces or brackets."""
    plain = scalar(text)
    return plain if plain.startswith('"') or not re.search(r"[,\[\]{}]", plain) else json.dumps(text, ensure_ascii=False)


def _skipped(entry: Skipped) -> str:
    return f"  - {{at: {_flow(entry.at)}, quote: {_flow(entry.quote)}, kind: {entry.kind}, whole: true}}"


def _indicators(draft: Draft) -> Iterator[str]:
    yield f"# 规则草稿 {draft.pack} 用到、目录里没有的指标和要素。逐条核对名称、单位、方向和上下限，改成正式编号。"
    if not draft.indicators:
        yield "indicators: []"
        return
    yield "indicators:"
    for indicator in draft.indicators:
        yield f"  # TODO {_comment(indicator.why)}"
        yield from _indicator(indicator)


def _indicator(indicator: ProposedIndicator) -> Iterator[str]:
    low, high = ("null" if end is None else str(end) for end in indicator.bounds)
    yield f"  - id: {indicator.id}"
    yield f"    name: {scalar(indicator.name)}"
    yield f"    unit: {scalar(indicator.unit) if indicator.unit != '%' else json.dumps('%')}"
    if indicator.stage:
        yield f"    stage: {indicator.stage}"
    yield f"    direction: {indicator.direction}"
    yield f"    bounds: [{low}, {high}]"
    yield f"    decimals: {indicator.decimals}"
