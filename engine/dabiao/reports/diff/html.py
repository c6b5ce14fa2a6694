"""The comparison as one small page: no script, no link, nothing from outside."""

from html import escape

from dabiao.assess.compare import Comparison
from dabiao.reports._safe import clean
from dabiao.reports.diff.sentences import Item, Section, sections, summary, title

_STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.75 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:60em;margin:2em auto;padding:0 1em}
h1{font-size:1.4em}h2{font-size:1.1em;border-bottom:2px solid;padding-bottom:.2em;margin-top:1.8em}
.sum{border:1px solid;padding:.6em 1em}.sum p{margin:.2em 0}
nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.2em 1.2em}
.items>li{margin:.7em 0;overflow-wrap:anywhere}.items ul{margin:.1em 0;padding-left:1.4em}
.grave h2{border-color:#b3160a}
@media print{body{margin:0;max-width:none}nav{display:none}li{break-inside:avoid}}
"""


def render(comparison: Comparison) -> str:
    """The page: the summary, a list of the sections, then every change."""
    made = sections(comparison)
    name = _text(title(comparison))
    told = "".join(f"<p>{_text(sentence)}</p>" for sentence in summary(comparison))
    contents = "".join(f'<li><a href="#{section.key}">{_text(_head(section))}</a></li>' for section in made)
    body = "\n".join(map(_section, made)) if made else "<p>两次评估没有任何差别。</p>"
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{name}</title><style>{_STYLE}</style></head><body>\n<main><h1>{name}</h1>\n"
        f'<div class="sum">{told}</div>\n<nav aria-label="目录"><ul>{contents}</ul></nav>\n{body}\n</main></body></html>\n'
    )


def _head(section: Section) -> str:
    return f"{'× ' if section.grave else ''}{section.title} {len(section.items)} 项"


def _section(section: Section) -> str:
    items = "\n".join(map(_item, section.items))
    kind = ' class="grave"' if section.grave else ""
    return (
        f'<section id="{section.key}"{kind}><h2>{_text(_head(section))}</h2>\n<ul class="items">{items}</ul></section>'
    )


def _item(item: Item) -> str:
    more = "".join(f"<li>{_text(sentence)}</li>" for sentence in item.more)
    return (
        f"<li><strong>{_text(item.about)}</strong>：{_text(item.says)}" + (f"<ul>{more}</ul>" if more else "") + "</li>"
    )


def _text(text: str) -> str:
    return escape(clean(text), quote=True)
