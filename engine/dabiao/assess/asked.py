"""What the targets that bind a region in a year have to be told: figures of the county, items of schools, reports of what was done.

Nothing is asked twice. A standard for recognition wants an indicator's counts (its forms print them), and the share may then stay
out; a plan speaks of the share, and its counts may stay out. What sheets of schools say is not asked of the county again.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dabiao.assess.asked_county import County, Need
from dabiao.assess.asked_schools import Entities, ItemNeed
from dabiao.assess.model import Bound
from dabiao.inputs.vocabulary import fold_name, vocabulary_of
from dabiao.rules.model import Attest, Milestone, Rulebook


class Report(NamedTuple):
    """A milestone or attestation under the name a table may call it by, and the targets it is of."""

    name: str
    bounds: tuple[Bound, ...]


class Asked(NamedTuple):
    """All that is asked. The items of schools and kindergartens are None where no target is judged for each of them."""

    needs: tuple[Need, ...]
    schools: tuple[ItemNeed, ...] | None
    kindergartens: tuple[ItemNeed, ...] | None
    reports: tuple[Report, ...]


def asked(rulebook: Rulebook, bounds: Iterable[Bound], region: str, year: int) -> Asked:
    """What the bound targets have to be told of the region and the year, in the order of the targets."""
    of_all = tuple(bounds)
    entities = Entities(rulebook, of_all)
    county = County(rulebook, region, year)
    told = [bound for bound in of_all if not entities.tell(bound) and not _is_report(bound)]
    county.take_recognised(told)
    for bound in told:
        county.ask(bound)
    return Asked(county.needs(), entities.of("school"), entities.of("kindergarten"), tuple(_reports(rulebook, of_all)))


def _is_report(bound: Bound) -> bool:
    return isinstance(bound.target.form, (Milestone, Attest))


def _reports(rulebook: Rulebook, bounds: Iterable[Bound]) -> Iterator[Report]:
    """Each report once, though several documents ask for it; by its reference where its words mean something else."""
    vocabulary = vocabulary_of(rulebook)
    named: dict[str, list[Bound]] = {}
    shown: dict[str, str] = {}
    for bound in bounds:
        form = bound.target.form
        if not isinstance(form, (Milestone, Attest)):
            continue
        words = f"{form.subject or ''}{form.what}" if isinstance(form, Milestone) else form.what
        ref = bound.target.ref
        clear = vocabulary.indicator(words) is None and ref in vocabulary.subject(words)
        name = words if clear else ref
        shown.setdefault(fold_name(name), name)
        named.setdefault(fold_name(name), []).append(bound)
    for key, several in named.items():
        yield Report(shown[key], tuple(several))
