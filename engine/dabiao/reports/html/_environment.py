"""Templates with everything from outside made harmless on its way out, and the page's own style and script with their hashes."""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dabiao.reports._safe import clean

_PACKAGE = "dabiao.reports.html"
_LONG, _SHORT = 400, 80


@cache
def environment() -> Environment:
    """Jinja2 that escapes every value, after taking out what a reader can not see (controls, bidi marks, lone surrogates)."""
    made = Environment(
        loader=PackageLoader(_PACKAGE, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["shortened"] = shortened
    made.filters["formula"] = lambda text: text.replace(" * ", " × ").replace(" / ", " ÷ ")
    made.tests["long"] = lambda text: len(text) > _LONG
    return made


def _shown(value: Any) -> Any:
    """What a template puts out: text made safe; markup the templates made themselves as it is; nothing for None."""
    if value is None:
        return ""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def shortened(text: str, most: int = _SHORT) -> str:
    """The text, or its beginning and … where it is longer than a title may be; the whole stands elsewhere."""
    return text if len(text) <= most else text[:most] + "…"


@cache
def asset(name: str) -> str:
    """A style sheet or script of the package, line ends as written."""
    return (files(_PACKAGE) / "assets" / name).read_bytes().decode()


def fill(template: str, style: str, script: str, **values: Any) -> bytes:
    """The page: a template with its style sheet and script in it, which a Content-Security-Policy names by their hashes.

    Nothing else may run or be loaded, so that a text that slipped through would still do nothing.
    """
    # the two Markups are our own files, never a text from outside
    sheet, code = asset("base.css") + asset(style), asset(script)
    policy = (
        f"default-src 'none'; style-src {_hash(sheet)}; script-src {_hash(code)}; base-uri 'none'; form-action 'none'"
    )
    made = environment().get_template(template)
    page = made.render(style=Markup(sheet), script=Markup(code), policy=policy, **values)  # noqa: S704
    return page.encode()


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
