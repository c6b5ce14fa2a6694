"""Small assessments and ledgers for the tests of the ledger."""

import json
from pathlib import Path
from typing import Any

import report_sample as sample
from dabiao.assess.assessment import Assessment, Verdict
from dabiao.ledger.book import update
from dabiao.ledger.model import Event, Finding, finding_id
from dabiao.ledger.store import check, events, findings, reading, writing
from dabiao.reports.json_report import render

TARGET = "retention"


def outcome(kind: str, gap: str | None = None, target: str = TARGET, **fields: Any) -> Verdict:
    """A verdict on a share that is to be at least 99 %."""
    return sample.figure(target, kind, "90", fields.pop("limit", "99"), gap=gap, **fields)


def year(number: int, *verdicts: Verdict, **fields: Any) -> Assessment:
    """The assessment of a year."""
    return sample.assessment(*verdicts, year=number, **fields)


def take(path: Path, *assessments: Assessment) -> None:
    """Takes assessments in one after the other, each as a command of its own."""
    for number, assessment in enumerate(assessments):
        with writing(path, create=True) as connection:
            update(connection, [(f"{number}.json", assessment)], None)


def stand(path: Path) -> list[Finding]:
    """The findings; the ledger is proved whole first."""
    with reading(path) as connection:
        assert check(connection) == []
        return findings(connection)


def history(path: Path) -> list[Event]:
    """Everything that happened."""
    with reading(path) as connection:
        return list(events(connection))


def ident(target: str = TARGET, entity: str | None = None) -> str:
    """The id of the finding on a target."""
    return finding_id("110101", "demo-plan-2021", target, None, entity)


def write(path: Path, assessment: Assessment) -> Path:
    """The assessment as a JSON file."""
    path.write_bytes(render(assessment))
    return path


def edited(path: Path, **fields: Any) -> Path:
    """The JSON file with some of its top keys changed."""
    data = {**json.loads(path.read_text(encoding="utf-8")), **fields}
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path
