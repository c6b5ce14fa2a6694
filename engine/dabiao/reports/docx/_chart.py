"""Bars as pictures: how far a figure has come towards its requirement. SVG written here, made a PNG for Word.

The pictures hold no text, so they need no font and are the same on every machine; figures stand in the table beside them.
resvg draws them: it is one wheel without system libraries, where cairosvg wants libcairo and a browser is a browser.
"""

from fractions import Fraction

import resvg_py

from dabiao.reports._bars import Progress

_WIDTH, _HEIGHT, _ZOOM = 240, 22, 3
# the requirement stands at this part of the picture's width, so that its line is seen whole
_LIMIT = 232
_TRACK, _DONE, _BEHIND, _LINE = "#E3E7EB", "#2F6F9F", "#B4432F", "#1A1A1A"


def svg(progress: Progress, behind: bool) -> str:
    """A bar from the start to the requirement (the line at its end), and a notch where the year's path stands."""
    done = _across(progress.done)
    parts = [
        f'<rect x="0" y="5" width="{_LIMIT}" height="12" fill="{_TRACK}"/>',
        f'<rect x="0" y="5" width="{done}" height="12" fill="{_BEHIND if behind else _DONE}"/>',
        f'<rect x="{_LIMIT - 1}" y="0" width="3" height="{_HEIGHT}" fill="{_LINE}"/>',
    ]
    if progress.path is not None:
        at = _across(progress.path)
        parts.append(f'<path d="M{at} 12 l-5 -11 h10 z" fill="{_LINE}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}">'
        f"{''.join(parts)}</svg>"
    )


def png(progress: Progress, behind: bool) -> bytes:
    """The bar as a PNG, at three times its size for print."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg(progress, behind), zoom=_ZOOM, skip_system_fonts=True))


def _across(share: Fraction) -> int:
    """A share of the way in whole units of the picture, within it."""
    return int(min(max(share, Fraction(0)), Fraction(1)) * _LIMIT)
