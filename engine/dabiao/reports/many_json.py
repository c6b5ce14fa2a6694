"""JSON of many regions: counts a region and document, conclusions, the targets not met in most regions, data quality by rule."""

import json

from dabiao.assess.columnar.counts import Count
from dabiao.assess.columnar.model import Judged
from dabiao.rules.model import Rulebook

VERSION = "1"
# where they stand in the text: a line break of a string is written otherwise
_COUNTS = '\n  "counts": []'


def render(judged: Judged, rulebook: Rulebook) -> bytes:
    """UTF-8 JSON, indented, with a final newline; the same bytes for the same inputs."""
    document = {
        "version": VERSION,
        "years": list(judged.years),
        "engine": {
            "name": judged.engine,
            "checks": judged.checks,
            "by_reference": judged.handed,
            "sampled_regions": judged.sampled,
            "seed": judged.seed,
        },
        "rulebook": {"sha256": rulebook.sha256},
        "regions": [{"region": code, "name": rulebook.regions.full_name(code)} for code in judged.regions],
        "counts": [],
        "conclusions": [outcome._asdict() for outcome in judged.conclusions],
        "failing": [one._asdict() for one in judged.failing],
        "incomplete": list(judged.incomplete),
        "quality": {"regions": judged.doubted, "rules": [one._asdict() for one in judged.quality]},
    }
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    before, after = text.split(_COUNTS)
    told = b",\n".join(_told(count) for count in judged.counts)
    listed = b"[\n" + told + b"\n  ]" if told else b"[]"
    return b"".join([before.encode(), b'\n  "counts": ', listed, after.encode()])


def _told(count: Count) -> bytes:
    text = json.dumps(count._asdict(), ensure_ascii=False, indent=2)
    return ("    " + text.replace("\n", "\n    ")).encode()
