"""The account of a pack against its document: as plain text, and as JSON."""

import json
from typing import Any

from dabiao.rules.clauses.account import NO_PLACE, NOT_FOUND, WRONG_PLACE, Account, Marked, Quote, where

_STATUS = {WRONG_PLACE: "不在所写的位置", NOT_FOUND: "所写的位置没有这句话", NO_PLACE: "文件里没有所写的位置"}


def render_text(account: Account) -> str:
    """A line of totals, then every fault with the sentence or the rule it concerns."""
    lines = [_totals(account)]
    if account.same_document is False:
        lines.append("原文与规则包登记的指纹不同：文件已改动，或不是同一份文件。")
    for quote in account.lost:
        elsewhere = f"，实际在 {'、'.join(quote.elsewhere)}" if quote.elsewhere else ""
        lines.append(f"引文{_STATUS[quote.status]}：{_who(quote)} {quote.at}「{quote.quote}」{elsewhere}　{quote.span}")
    lines += [
        f"引文里没有规则的数字 {'、'.join(quote.missing)}：{_who(quote)}「{quote.quote}」　{quote.span}"
        for quote in account.unequal
    ]
    lines.extend(_unaccounted(marked) for marked in account.unaccounted)
    for seal in account.seals:
        sentence = f"「{seal.sentence}」" if seal.sentence else ""
        lines.append(f"{seal.problem}：{seal.target} {sentence}")
    lines.append("核对结果：" + ("全文闭合，没有遗漏，没有杜撰。" if account.closes else "没有闭合，见上。"))
    return "\n".join(lines) + "\n"


def _totals(account: Account) -> str:
    targets = sum(1 for quote in account.quotes if quote.target)
    return (
        f"{account.pack}：目标 {targets} 项，非目标 {len(account.quotes) - targets} 条；"
        f"引文没有找到 {len(account.lost)} 条，数字不符 {len(account.unequal)} 条；"
        f"原文数字和全称词 {len(account.marked)} 处，没有交代 {len(account.unaccounted)} 处"
    )


def _who(quote: Quote) -> str:
    return quote.target or f"非目标（{quote.kind}）"


def _unaccounted(marked: Marked) -> str:
    block = marked.block
    return f"没有交代：{where(block)}（第 {block.line} 行）“{marked.hit.text}”：{marked.sentence}"


def render_json(account: Account) -> str:
    """Totals, quotes, obliging words with what accounts for them, and seals, as JSON."""
    data = {
        "pack": account.pack,
        "fingerprint": account.fingerprint,
        "same_document": account.same_document,
        "closes": account.closes,
        "counts": {
            "targets": sum(1 for quote in account.quotes if quote.target),
            "not_targets": sum(1 for quote in account.quotes if not quote.target),
            "not_found": len(account.lost),
            "unequal": len(account.unequal),
            "hits": len(account.marked),
            "unaccounted": len(account.unaccounted),
            "seals": len(account.seals),
        },
        "quotes": [_quote(quote) for quote in account.quotes],
        "hits": [_marked(marked) for marked in account.marked],
        "seals": [seal._asdict() for seal in account.seals],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _quote(quote: Quote) -> dict[str, Any]:
    return {**quote._asdict(), "span": str(quote.span)}


def _marked(marked: Marked) -> dict[str, Any]:
    return {
        "at": where(marked.block),
        "line": marked.block.line,
        "text": marked.hit.text,
        "sentence": marked.sentence,
        "targets": list(marked.targets),
        "kinds": list(marked.kinds),
    }
