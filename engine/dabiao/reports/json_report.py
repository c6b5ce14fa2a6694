"""JSON: the contract every other report is made from."""

import json

from dabiao.assess.assessment import Assessment, to_json


def render(assessment: Assessment) -> bytes:
    """The assessment as UTF-8 JSON, indented, with a final newline; the same bytes for the same inputs."""
    return (json.dumps(to_json(assessment), ensure_ascii=False, indent=2) + "\n").encode()
