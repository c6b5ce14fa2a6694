"""Text that tries to be more than text, for every field of an Assessment that comes from outside."""

import report_sample as sample
from dabiao.assess.assessment import Assessment

HOSTILE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "attribute": "\"onmouseover=\"alert(1)' x='",
    "formula": '=HYPERLINK("http://evil.example","点我")',
    "rtl": "甲\u202e乙\u2066丙\u200f丁",
    "long": "长" * 10_000,
    "emoji": "完成😀👍🏽",
    "rare": "𠮷野家𬭎",
    "escape": "\x1b[31m红\x07\x00",
    "lines": "一\n二\r\n三\u2028四",
    "workflow": "a\n::error::b\n::set-output name=x::y%0A",
    "markdown": "[点我](javascript:alert(1)) | a | **b** `c` <!-- ![](http://evil.example/x.png) @everyone http://evil.example #1",
    "cdata": "]]> <![CDATA[ &amp; &#0; \ufffe\uffff",
    "surrogate": "坏\ud800名",
}


def hostile(text: str) -> Assessment:
    """An assessment with the text in every field that a document, a table or a person could have put it in."""
    clause = sample.clause(text, text, text)._replace(number=text)
    read = sample.read("91", "not_met", text, label=text, note=text)
    failing = sample.figure(
        text, "not_met", "90", "99", stage=text, entity=text, short=text, requirement=text, nature=text, clause=clause,
        lead=(text, text), note=text, readings=(read,), origin=read.origin, rule=text, flags=("suspect",), gap="9",
    )  # fmt: skip
    others = [
        failing._replace(target=f"{kind}{text}", verdict=kind, pack=text if kind == "met" else failing.pack)
        for kind in ("behind", "unverified", "no_data", "met", "pending", "waived", "not_applicable", "on_track")
    ]
    base = sample.SAMPLE
    return sample.assessment(
        failing,
        *others,
        region_name=text,
        inputs=((text, "0" * 64),),
        packs=tuple(pack._replace(title=text, number=text, issuer=text) for pack in base.packs),
        conclusions=tuple(one._replace(title=text, because=(text,), clause=clause) for one in base.conclusions),
        findings=tuple(one._replace(message=text, places=(text,), hint=text) for one in base.findings),
        incomplete=(text,),
    )


def gist(text: str) -> str:
    """A piece of it that a reader must still be able to read."""
    return {"markup": "alert(1)", "attribute": "onmouseover", "rtl": "甲乙丙丁", "escape": "红", "lines": "一"}.get(
        next(key for key, value in HOSTILE.items() if value == text), text[:1]
    )
