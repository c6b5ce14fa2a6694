"""The document with its obliging words marked: what a rule accounts for, what is no target, what nothing accounts for."""

from html import escape

from dabiao.rules.clauses.account import Account, Marked, where
from dabiao.rules.clauses.document import CONTENTS, HEADING, Block

_STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.8 system-ui,"Noto Serif CJK SC",SimSun,serif;max-width:54em;margin:2em auto;padding:0 1em}
h1{font-size:1.4em}.sum{border:1px solid;padding:.6em 1em}
.place{color:#666;font-size:.8em;margin-right:.6em}
mark{padding:0 .15em;border-bottom:3px solid;color:#111}
mark.rule{background:#d7f0dc;border-color:#14722f}mark.none{background:#eee;border-color:#777}
mark.left{background:#ffd9d4;border-color:#b3160a;font-weight:bold}
h2{font-size:1.05em;margin:1.4em 0 .2em}p{margin:.3em 0}
@media print{body{margin:0;max-width:none}}
"""


def render(account: Account) -> str:
    """One page without scripts or links: a legend, then the normalised text block by block."""
    by_block: dict[int, list[Marked]] = {}
    for marked in account.marked:
        by_block.setdefault(id(marked.block), []).append(marked)
    body = "\n".join(_block(block, by_block.get(id(block), [])) for block in account.blocks if block.kind != CONTENTS)
    verdict = "全文闭合" if account.closes else "没有闭合"
    summary = (
        f"{len(account.marked)} 处数字和全称词，没有交代 {len(account.unaccounted)} 处；"
        f"引文没有找到 {len(account.lost)} 条；{verdict}"
    )
    legend = (
        '<mark class="rule">✓ 有规则</mark> <mark class="none">○ 不是目标（已说明理由）</mark> '
        '<mark class="left">✗ 没有交代</mark>'
    )
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>条款核对 {escape(account.pack)}</title><style>{_STYLE}</style></head><body>\n"
        f'<h1>条款核对：{escape(account.pack)}</h1>\n<p class="sum">{escape(summary)}</p>\n<p>{legend}</p>\n{body}\n</body></html>\n'
    )


def _block(block: Block, marked: list[Marked]) -> str:
    if block.kind == HEADING:
        return f"<h2>{_marked_text(block.folded, marked)}</h2>"
    return f'<p><span class="place">{escape(where(block))}</span>{_marked_text(block.folded, marked)}</p>'


def _marked_text(text: str, marked: list[Marked]) -> str:
    parts, position = [], 0
    for item in sorted(marked, key=lambda m: m.hit.start):
        hit = item.hit
        if hit.start < position:
            continue
        kind, sign = ("rule", "✓") if item.targets else ("none", "○") if item.kinds else ("left", "✗")
        title = "、".join(item.targets or item.kinds) or "没有交代"
        parts.append(escape(text[position : hit.start]))
        parts.append(
            f'<mark class="{kind}" title="{escape(title, quote=True)}">{sign}{escape(text[hit.start : hit.end])}</mark>'
        )
        position = hit.end
    parts.append(escape(text[position:]))
    return "".join(parts)
