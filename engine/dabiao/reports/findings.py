"""Diagnostics as plain text: one a line, worst first."""

from collections.abc import Sequence

from dabiao.diagnostics import Diagnostic


def render(found: Sequence[Diagnostic], counted: str) -> str:
    """All diagnostics, errors first, and a closing line with what was looked at and how many there are."""
    ordered = sorted(found, key=lambda d: (not d.is_error, d.spans, d.code))
    errors = sum(d.is_error for d in found)
    closing = f"{counted}：{errors} 个错误，{len(found) - errors} 个提示。"
    return "\n".join([*(str(d) for d in ordered), closing]) + "\n"
