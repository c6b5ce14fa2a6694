"""From YAML files to a linked Rulebook: read, check, link; every problem of every file at once."""

from collections.abc import Sequence

from dabiao.diagnostics import Diagnostic, Span, error
from dabiao.digest import sha256
from dabiao.region import Region, RegionTable
from dabiao.rules._link import link_indicators, link_pack
from dabiao.rules._quality import link_quality, read_quality
from dabiao.rules._read import read_pack
from dabiao.rules._read_indicators import read_indicators, read_regions
from dabiao.rules._schema import check_schema
from dabiao.rules._yaml import load_yaml
from dabiao.rules.files import RuleFile, bundled_rules
from dabiao.rules.model import Indicator, Pack, QualityRule, Rulebook

_UNKNOWN = {"indicators": ("LNK301", "LNK306"), "regions": ("LNK305",)}


def build_rulebook(files: Sequence[RuleFile]) -> tuple[Rulebook, list[Diagnostic]]:
    """Reads and links all files. The rulebook is only to be used where no diagnostic is an error."""
    found: list[Diagnostic] = []
    packs: list[Pack] = []
    indicators: list[Indicator] = []
    regions: list[Region] = []
    quality: list[QualityRule] = []
    unread: set[str] = set()
    schema_folder = bundled_rules() / "schema"
    for file in files:
        loaded, problems = load_yaml(file.path, file.shown)
        found.extend(problems)
        if loaded is None:
            unread.add(file.kind)
        if loaded is None:
            continue
        violations = check_schema(loaded, schema_folder / f"{file.kind}.schema.json")
        found.extend(violations)
        if violations:
            unread.add(file.kind)
            continue
        if file.kind == "regions":
            regions.extend(read_regions(loaded))
        elif file.kind == "indicators":
            read, problems = read_indicators(loaded)
            indicators.extend(read)
            found.extend(problems)
            unread.update([file.kind] if len(read) < len(loaded.value["indicators"]) else [])
        elif file.kind == "quality":
            rules, problems = read_quality(loaded)
            quality.extend(rules)
            found.extend(problems)
        else:
            pack, problems = read_pack(loaded)
            packs.append(pack)
            found.extend(problems)
    table = RegionTable(regions)
    by_id, names, unlinked = link_indicators(indicators)
    linked = []
    for read_in in packs:
        pack, problems = link_pack(read_in, by_id, names, table)
        linked.append(pack)
        unlinked.extend(problems)
    unlinked.extend(link_quality(quality, by_id, names))
    # a name may stand in a file that could not be read: one mistake there is not reported again at each use
    hidden = {code for kind in unread for code in _UNKNOWN.get(kind, ())}
    found.extend(problem for problem in unlinked if problem.code not in hidden)
    found.extend(_repeated(linked))
    return Rulebook(tuple(linked), by_id, table, _sha256_of(files), tuple(quality)), found


def _sha256_of(files: Sequence[RuleFile]) -> str:
    """One SHA-256 over the names and contents of all files, as reports state it; a file that can not be read has none."""
    lines = (f"{file.kind} {file.shown} {_content_sha256(file)}\n" for file in files)
    return sha256("".join(lines).encode(errors="surrogateescape"))


def _content_sha256(file: RuleFile) -> str:
    try:
        return sha256(file.path.read_bytes())
    except OSError:
        return ""


def _repeated(packs: Sequence[Pack]) -> list[Diagnostic]:
    first: dict[str, Pack] = {}
    found = []
    for pack in packs:
        if pack.id in first:
            spans = (Span(pack.file, 1), Span(first[pack.id].file, 1))
            found.append(error("RUL222", f"规则包编号“{pack.id}”重复", *spans, hint="换一个编号"))
        first.setdefault(pack.id, pack)
    return found
