"""Findings about rules for other programs: SARIF 2.1.0 and GitHub annotations."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from dabiao import __version__
from dabiao.diagnostics import Diagnostic
from dabiao.reports._safe import clean

# rule id, level (error or warning), message, places (file, line)
Row = tuple[str, str, str, list[tuple[str, int]]]


def rows_of(found: Sequence[Diagnostic]) -> list[Row]:
    """Diagnostics as rows."""
    return [
        (d.code, d.severity, d.message + (f" 改法：{d.hint}" if d.hint else ""), [(s.file, s.line) for s in d.spans])
        for d in found
    ]


def sarif(rows: Sequence[Row]) -> str:
    """A SARIF log with one run."""
    rules = [{"id": code} for code in dict.fromkeys(row[0] for row in rows)]
    results = [
        {
            "ruleId": code,
            "level": level,
            "message": {"text": message},
            "locations": [sarif_place(file, line) for file, line in places],
        }
        for code, level, message, places in rows
    ]
    return sarif_log(rules, results)


def sarif_log(rules: Sequence[dict[str, Any]], results: Sequence[dict[str, Any]], **run: Any) -> str:
    """A SARIF log with one run: what the rules are, what was found, and what else there is to say of the run."""
    driver = {"name": "dabiao", "version": __version__, "rules": rules}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, **run, "results": results}],
    }
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def sarif_place(file: str, line: int) -> dict[str, Any]:
    """A place in a file; line 0 where it is not known."""
    return {"physicalLocation": {"artifactLocation": {"uri": uri(file)}, "region": {"startLine": max(line, 1)}}}


def uri(file: str) -> str:
    """A path as the URI reference that stands for it (RFC 3986): strokes this way, everything else that is not plain encoded.

    >>> uri("inputs\\\\示例 1.csv")
    'inputs/%E7%A4%BA%E4%BE%8B%201.csv'
    """
    return quote(clean(file).replace("\\", "/"), safe="/-._~")


def github(rows: Sequence[Row]) -> str:
    """Workflow commands, one a finding: ::error file=…,line=…::message."""
    lines = []
    for code, level, message, places in rows:
        file, line = places[0] if places else ("", 1)
        lines.append(annotation(level, message, file, line, code))
    return "".join(line + "\n" for line in lines)


def annotation(level: str, message: str, file: str, line: int, title: str) -> str:
    """One workflow command; `level` is error, warning or notice. No text in it can begin another command."""
    place = f"file={_property(file)},line={max(line, 1)}," if file else ""
    return f"::{level} {place}title={_property(title)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(",", "%2C").replace(":", "%3A")
