"""The waivers file: who excused which target, from when, until when, why, under which document."""

from pathlib import Path

from dabiao.diagnostics import Diagnostic, RuleError
from dabiao.rules._schema import check_schema
from dabiao.rules._yaml import load_yaml
from dabiao.rules.files import bundled_rules
from dabiao.rules.model import Waiver


def load_waivers(path: Path) -> list[Waiver]:
    """The waivers of a file. Raises RuleError with every problem (YAML0xx, SCH1xx)."""
    loaded, found = load_yaml(path)
    problems: list[Diagnostic] = list(found)
    if loaded is not None:
        problems += check_schema(loaded, bundled_rules() / "schema" / "waivers.schema.json")
    if loaded is None or problems:
        raise RuleError(problems)
    return [
        Waiver(
            target=node["target"],
            region=node["region"],
            entity=node.get("entity"),
            start=node["from"],
            until=node["until"],
            reason=node["reason"],
            approver=node["approver"],
            number=node["number"],
            span=loaded.span("waivers", number),
        )
        for number, node in enumerate(loaded.value["waivers"])
    ]
