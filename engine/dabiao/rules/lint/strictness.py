"""LIN502: the rule is stricter, or less strict, than the word in its own quote."""

import re
from collections.abc import Iterator

from dabiao.diagnostics import Diagnostic, error
from dabiao.rules.clauses._text import fold
from dabiao.rules.model import Change, Rulebook, Target, limit_of

_ASKS = {
    ">=": re.compile(r"以上|不低于|不少于|不小于|至少|大于(?:或|等于)|≥|>="),
    "<=": re.compile(r"以下|以内|不高于|不超过|不多于|不大于|至多|小于(?:或|等于)|≤|<="),
    ">": re.compile(r"(?<!不)超过|(?<!不)高于|(?<!不)大于(?!或|等于)|(?<!不)多于|>(?!=)"),
    "<": re.compile(r"(?<!不)低于|(?<!不)少于|(?<!不)小于(?!或|等于)|不足|不满|<(?!=)"),
}
_OPPOSITE = {">": ">=", ">=": ">", "<": "<=", "<=": "<"}


def check(rulebook: Rulebook) -> Iterator[Diagnostic]:
    """Compares operators with the words of quotes: 以上 is ≥, 超过 is ＞ (a change downwards turns the sign)."""
    for target in rulebook.targets():
        limit = limit_of(target.form)
        trend = isinstance(target.form, Change) and limit is not None and limit.low == 0
        if limit is None or limit.op not in _OPPOSITE or target.implied or trend:
            continue
        quote = fold(target.clause.quote)
        asks = {op for op, words in _ASKS.items() if words.search(quote)}
        op = _as_written(target, limit.op)
        if _OPPOSITE[op] in asks and op not in asks:
            message = f"目标“{target.ref}”写的是 {limit.text}，引文“{target.clause.quote}”的意思是 {_OPPOSITE[op]}"
            yield error("LIN502", message, target.span, hint=f"把比较号改成 {_OPPOSITE[limit.op]}，或核对引文")


def _as_written(target: Target, op: str) -> str:
    """A fall of at least 0.5 is written as a change of at most -0.5."""
    limit = limit_of(target.form)
    turned = isinstance(target.form, Change) and limit is not None and limit.low < 0
    return {"<=": ">=", "<": ">", ">=": "<=", ">": "<"}[op] if turned else op
