"""Findings about rules for other programs: SARIF 2.1.0 and GitHub annotations."""

import json
from collections.abc import Sequence

from dabiao import __version__
from dabiao.diagnostics import Diagnostic

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
            "locations": [
                {"physicalLocation": {"artifactLocation": {"uri": file}, "region": {"startLine": max(line, 1)}}}
                for file, line in places
            ],
        }
        for code, level, message, places in rows
    ]
    driver = {"name": "dabiao", "version": __version__, "rules": rules}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def github(rows: Sequence[Row]) -> str:
    """Workflow commands, one a finding: ::error file=…,line=…::message."""
    lines = []
    for code, level, message, places in rows:
        file, line = places[0] if places else ("", 1)
        text = message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        name = file.replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
        lines.append(f"::{level} file={name},line={max(line, 1)},title={code}::{text}")
    return "\n".join(lines) + "\n" if lines else ""
