"""The page of many regions from the columnar engine: a letter for each region and indicator; what it has no figures of stays blank."""

from collections.abc import Iterable

from dabiao.assess.columnar.model import Judged, Row
from dabiao.assess.model import VERDICTS
from dabiao.reports.html.matrix import ABSENT, LETTERS, OUTCOMES, Column, Matrix, Region
from dabiao.reports.html.matrix_page import render_matrix
from dabiao.reports.many import quality_lines
from dabiao.rules.model import Rulebook, Target
from dabiao.rules.wording import subject_name

_RANK = {verdict: rank for rank, verdict in enumerate(VERDICTS)}
_Key = tuple[str, ...]


def render(judged: Judged, rulebook: Rulebook) -> bytes:
    """The page; needs `rows` of one year."""
    return render_matrix(matrix_of(judged, rulebook))


def matrix_of(judged: Judged, rulebook: Rulebook) -> Matrix:
    """Regions × indicators: of several requirements on one indicator, and of several schools, the worst verdict."""
    targets = {(t.pack, t.id, t.stage): t for t in rulebook.targets()}
    columns: dict[_Key, Column] = {}
    letters: dict[str, dict[_Key, str]] = {code: {} for code in judged.regions}
    for outcome in judged.conclusions:
        key: _Key = ("0", outcome.pack, outcome.conclusion)
        title = next(c.title for c in rulebook.pack(outcome.pack).conclusions if c.id == outcome.conclusion)
        columns[key] = Column(title, "", conclusion=True)
        letters[outcome.region][key] = OUTCOMES.get(outcome.outcome, ABSENT)
    worst: dict[tuple[str, _Key], Row] = {}
    for row in judged.rows:
        target = targets[row.pack, row.target, row.stage]
        key = _key(row, target)
        if key not in columns:
            columns[key] = _column(row, target, rulebook)
        other = worst.get((row.region, key))
        if other is None or _RANK[row.verdict] < _RANK[other.verdict]:
            worst[row.region, key] = row
    for (region, key), row in worst.items():
        letters[region][key] = LETTERS[row.verdict]
    order = sorted(columns, key=lambda key: "012".index(key[0]))
    regions = tuple(
        Region(code, rulebook.regions.full_name(code), "".join(letters[code].get(key, ABSENT) for key in order))
        for code in judged.regions
    )
    notes = (
        "同一指标有几条要求的，列最差的一条",
        "逐校判定的指标，只列最差的一所学校",
        "没有列数值，数值看各地区自己的报告",
        *(line.strip() for line in quality_lines(judged)),
    )
    documents = _documents(judged.rows, rulebook)
    return Matrix(
        judged.years[0], tuple(columns[key] for key in order), regions, tuple(() for _ in order), documents, notes
    )


def _key(row: Row, target: Target) -> _Key:
    of_each = "各校" if row.entity is not None else ""
    if target.indicator is None:
        return ("2", row.pack, row.target, row.stage or "", of_each)
    return ("1", target.indicator, row.stage or "", of_each)


def _column(row: Row, target: Target, rulebook: Rulebook) -> Column:
    indicator = rulebook.indicators.get(target.indicator or "")
    name = subject_name(target, indicator)
    stage = f"（{row.stage}）" if row.stage and row.stage not in name else ""
    return Column(f"{name}{stage}{'，各校' if row.entity is not None else ''}", "")


def _documents(rows: Iterable[Row], rulebook: Rulebook) -> tuple[str, ...]:
    judged = {row.pack for row in rows}
    return tuple(f"《{p.source.title}》" if p.source.title else p.id for p in rulebook.packs if p.id in judged)
