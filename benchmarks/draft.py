"""Recall and precision of `rules draft` against the finished packs, over targets with a printed figure.

A drafted target finds a reference target where both take the same number from the same place of the document: the same block, and
the same printed digits in it. One draft answers one reference. For precision it must also take the same family of form and the same
operator. Documents stand in ../shared/seeds beside the checkout and are told apart by their fingerprints.
Usage: python benchmarks/draft.py [--misses] [--extras] [PACK…]
"""

import argparse
import re
import sys
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from dabiao.quantity import NumberError, parse_number
from dabiao.rules.clauses._readers import document_text
from dabiao.rules.clauses._text import fingerprint, fold
from dabiao.rules.clauses.document import Document, read_text
from dabiao.rules.clauses.place import blocks_at, parse_place
from dabiao.rules.draft import draft_pack, render
from dabiao.rules.load import load_rulebook
from dabiao.rules.model import Change, Each, Limit, Pack, Rulebook, Target, form_name, limit_of

SEEDS = Path(__file__).resolve().parent.parent.parent / "shared" / "seeds"
_NUMBER = re.compile(r"\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+(?=个?(?:[所名位人次项场门期间班支节台件届轮]|课时|学时|小时|大))")
_FAMILIES = {"value": "level", "about": "level", "total": "amount", "plan": "amount"}


class Printed(NamedTuple):
    """A target with the places of its printed number: (block, start in the block)."""

    target: Target
    places: frozenset[tuple[int, int]]
    share: bool

    @property
    def form(self) -> str:
        """The form, a share other than 100 % of an `each` being a level."""
        return "value" if self.share else form_name(self.target.form)

    @property
    def family(self) -> str:
        """The family of the form."""
        return _FAMILIES.get(self.form, self.form)

    @property
    def op(self) -> str:
        """The operator's side: at least, at most, exactly, about, between."""
        return _side(self.target)


def _side(target: Target) -> str:
    form = target.form
    if isinstance(form, Each) and form.require is not None and form.share.low == 100:
        return next((sign for sign in (">=", "<=", ">", "<") if sign in form.require.text), "=")
    limit = limit_of(form)
    return "~" if limit is None else {">=": ">=", "<=": "<="}.get(limit.op, limit.op)


def printed(pack: Pack, document: Document) -> list[Printed]:
    """The targets of a pack whose number stands printed in their quote."""
    numbered = {id(block): n for n, block in enumerate(document.blocks)}
    found = []
    for target in pack.targets:
        wanted, share = _numbers(target)
        quote = fold(target.clause.quote)
        places = set()
        for block in blocks_at(document, parse_place(target.clause.at)):
            start = block.folded.find(quote)
            while start >= 0:
                places |= {(numbered[id(block)], start + at) for at in _where(quote, wanted)}
                start = block.folded.find(quote, start + 1)
        if places:
            found.append(Printed(target, frozenset(places), share))
    return found


def _numbers(target: Target) -> tuple[set[Fraction], bool]:
    form = target.form
    limit: Limit | None = limit_of(form)
    if isinstance(form, Each):
        if form.share.low != 100:
            return {form.share.low}, True
        texts = " ".join(formula.text for formula in (form.where, form.require) if formula)
        return {Fraction(n) for n in re.findall(r"(?<![\w.])\d+(?:\.\d+)?", texts)}, False
    if limit is None:
        return set(), False
    ends = {limit.low, limit.high}
    return ({abs(end) for end in ends} - {Fraction(0)} if isinstance(form, Change) else ends), False


def _where(quote: str, wanted: set[Fraction]) -> set[int]:
    places = set()
    for match in _NUMBER.finditer(quote):
        try:
            number = parse_number(match[0])
        except NumberError:
            continue
        if number in wanted:
            places.add(match.start())
    return places


class Score(NamedTuple):
    """One document's result."""

    reference: list[Printed]
    drafted: list[Printed]
    pairs: list[tuple[Printed, Printed]]

    @property
    def right(self) -> list[tuple[Printed, Printed]]:
        """The pairs of one family and one side."""
        return [(a, b) for a, b in self.pairs if a.family == b.family and a.op == b.op]

    @property
    def exact(self) -> list[tuple[Printed, Printed]]:
        """The pairs of the very form."""
        return [(a, b) for a, b in self.right if a.form == b.form]


def score(reference: list[Printed], drafted: list[Printed]) -> Score:
    """Pairs each reference with one draft: of those that share a place, the one of the same family and side first."""
    free = list(drafted)
    pairs = []
    for wanted in reference:
        near = [made for made in free if made.places & wanted.places]
        near.sort(key=lambda made: (made.family != wanted.family, made.op != wanted.op, made.form != wanted.form))
        if near:
            free.remove(near[0])
            pairs.append((wanted, near[0]))
    return Score(reference, drafted, pairs)


def drafted_pack(text: str, rulebook: Rulebook) -> Pack:
    """The draft of a document, written, and read back through the loader beside the bundled rules."""
    draft = draft_pack(text, rulebook)
    pack, indicators = render(draft)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "indicators").mkdir()
        (Path(folder) / "pack.yaml").write_text(pack, encoding="utf-8")
        (Path(folder) / "indicators" / "draft.yaml").write_text(indicators, encoding="utf-8")
        linked, _ = load_rulebook([Path(folder)], cached=False)
    return linked.pack(draft.pack)


def main(argv: list[str]) -> None:
    """Prints a line a pack and the totals; with --misses and --extras the sentences."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("packs", nargs="*")
    options.add_argument("--misses", action="store_true")
    options.add_argument("--extras", action="store_true")
    chosen = options.parse_args(argv)
    rulebook, _ = load_rulebook(cached=False)
    texts = {fingerprint(text): text for text in (document_text(path) for path in sorted(SEEDS.glob("*.txt")))}
    scores: list[Score] = []
    for pack in rulebook.packs:
        text = texts.get(pack.source.fingerprint or "")
        if text is None or (chosen.packs and pack.id not in chosen.packs):
            continue
        document = read_text(text)
        result = score(printed(pack, document), printed(drafted_pack(text, rulebook), document))
        scores.append(result)
        print(line(pack.id, result))
        show(result, chosen.misses, chosen.extras)
    total = Score(*(sum((list(part) for part in parts), []) for parts in zip(*scores, strict=True)))
    print(line("total", total))
    same = [(a, b) for a, b in total.right if a.target.indicator == b.target.indicator]
    print(f"same indicator, of the right ones: {len(same)}/{len(total.right)} (the catalogue holds these documents' own words)")


def line(name: str, result: Score) -> str:
    """Recall, precision by family, precision by the very form."""
    found, wanted, made = len(result.pairs), len(result.reference), len(result.drafted)
    return (
        f"{name:<24} recall {found:3d}/{wanted:3d} = {100 * found / max(wanted, 1):5.1f} %   "
        f"precision {len(result.right):3d}/{made:3d} = {100 * len(result.right) / max(made, 1):5.1f} %   "
        f"same form {len(result.exact):3d}/{made:3d} = {100 * len(result.exact) / max(made, 1):5.1f} %"
    )


def show(result: Score, misses: bool, extras: bool) -> None:
    """The references missed, and the drafts that are wrong or answer nothing."""
    paired = {id(a) for a, _ in result.pairs}
    if misses:
        for wanted in result.reference:
            if id(wanted) not in paired:
                print(f"  missed {wanted.target.id}: {wanted.form} {wanted.target.clause.at} “{wanted.target.clause.quote}”")
    if extras:
        answered = {id(b): a for a, b in result.pairs}
        right = {id(b) for _, b in result.right}
        for made in result.drafted:
            if id(made) in right:
                continue
            other = answered.get(id(made))
            said = f"reference {other.form} {other.op}" if other else "no reference"
            print(f"  extra {made.target.id}: {made.form} {made.op} ({said}) {made.target.clause.at} “{made.target.clause.quote}”")


if __name__ == "__main__":
    main(sys.argv[1:])
