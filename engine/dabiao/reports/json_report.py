"""JSON: the contract every other report is made from."""

import io
import json

from dabiao.assess.assessment import Assessment, to_json, verdict_to_json

_INDENT = 2


def render(assessment: Assessment) -> bytes:
    """The assessment as UTF-8 JSON, indented, with a final newline; the same bytes for the same inputs.

    Written verdict by verdict: those of thousands of schools as one tree of values, and as one list of words, would take gigabytes.
    """
    head, _, tail = _text(to_json(assessment._replace(verdicts=())), 0).partition('"verdicts": []')
    out = io.BytesIO()
    out.write(_bytes(f'{head}"verdicts": ['))
    for number, verdict in enumerate(assessment.verdicts):
        out.write(_bytes(f"{',' if number else ''}\n{_text(verdict_to_json(verdict), 2 * _INDENT)}"))
    closing = f"\n{' ' * _INDENT}]" if assessment.verdicts else "]"
    out.write(_bytes(f"{closing}{tail}\n"))
    return out.getvalue()


def _bytes(text: str) -> bytes:
    """UTF-8; half a surrogate pair (of a file name that is not UTF-8) as the \\u escape JSON has for it."""
    return text.encode(errors="backslashreplace")


def _text(value: object, indent: int) -> str:
    """The value as text that starts at an indent; no string holds a line break as such, so every break is one between values."""
    blank = " " * indent
    return blank + json.dumps(value, ensure_ascii=False, indent=_INDENT).replace("\n", f"\n{blank}")
