"""SQL built step by step: every intermediate value is a column, computed in a layer above the columns it needs.

A step that would overflow gives null instead of an error, and null is never a verdict: it hands the row to the reference engine.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable

_COLUMN = re.compile(r"\b[vcx]\d+\b")
_NEGATED = re.compile(r"\(NOT [vcx]\d+\)")
_CONSTANTS = ("true", "false")
# names in small letters that are neither columns of a sheet nor functions
_WORD = re.compile(r"\b(?![vcx]\d+\b)[a-z_]\w*\b(?! *\()")
_SAID = frozenset(_CONSTANTS)

Key = tuple[str, str | None, int]


class Sheet:
    """The columns of a wide table (one row a region, or a school) and what is computed from them.

    `cell` asks for a figure as typed: v is its value in whole units (see Units), c says how many there are (see wide.py).
    `plain`: of rows in which every cell is either empty or holds one actual figure; v alone then says all, and null is absent.
    """

    def __init__(self, *, plain: bool = False) -> None:
        self.plain = plain
        self.cells: dict[Key, int] = {}
        self._known: dict[str, str] = {}
        self._depth: dict[str, int] = {}
        self._layers: list[list[tuple[str, str]]] = []
        self.outputs: list[str] = []

    def cell(self, indicator: str, stage: str | None, year: int) -> tuple[str, str]:
        """The columns (value, count) of a figure as reported."""
        number = self.cells.setdefault((indicator, stage, year), len(self.cells))
        return f"v{number}", f"c{number}"

    def let(self, expression: str) -> str:
        """The name of a column with the value of an expression over earlier ones."""
        if expression in self._known:
            return self._known[expression]
        if expression in _CONSTANTS or _COLUMN.fullmatch(expression):
            return expression
        depth = max((self._depth.get(name, 0) for name in _COLUMN.findall(expression)), default=0) + 1
        name = f"x{len(self._known)}"
        self._known[expression] = name
        self._depth[name] = depth
        while len(self._layers) < depth:
            self._layers.append([])
        self._layers[depth - 1].append((name, expression))
        return name

    def attempt(self, arithmetic: str) -> str:
        """A column of whole-number arithmetic; null where the result has more digits than HUGEINT holds."""
        return self.let(f"TRY({arithmetic})")

    def select(self, source: str, picked: Iterable[str], through: Iterable[str] = ()) -> str:
        """The query: the picked columns over the layers over the source; `through` are columns of the source that are picked too.

        A layer passes on only what is still needed, and what only one expression needs stands in that: planning a query takes longer
        than running it where thousands of columns pass.
        """
        wanted = [*through, *picked]
        needed = {name for one in wanted for name in _COLUMN.findall(one)}
        layers: list[str] = []
        for layer in reversed(self._drawn_together(needed)):
            own = {name: text for name, text in layer.items() if name in needed}
            passed = sorted(needed - own.keys())
            layers.append(", ".join([*through, *passed, *(f"{text} AS {name}" for name, text in own.items())]))
            needed = {*passed, *(name for text in own.values() for name in _COLUMN.findall(text))}
        for selected in reversed(layers):
            source = f"(SELECT {selected} FROM {source})"
        return f"SELECT {', '.join(wanted)} FROM {source}"

    def _drawn_together(self, wanted: Collection[str]) -> list[dict[str, str]]:
        """The layers of the columns that are wanted, without those only one other needs: these are written into it."""
        texts = {name: text for layer in self._layers for name, text in layer}
        uses = Counter(wanted)
        reached, left = set(wanted), [name for name in wanted if name in texts]
        while left:
            names = _COLUMN.findall(texts[left.pop()])
            uses.update(names)
            left += [name for name in dict.fromkeys(names) if name in texts and name not in reached]
            reached.update(names)
        # what speaks of the source's own columns (see kinds) stays where those are
        once = {
            n for n, text in texts.items() if uses[n] == 1 and n not in wanted and set(_WORD.findall(text)) <= _SAID
        }

        def written(name: re.Match[str]) -> str:
            return f"({made[name[0]]})" if name[0] in once else name[0]

        made: dict[str, str] = {}
        depth: dict[str, int] = {}
        layers: list[dict[str, str]] = []
        for layer in self._layers:
            for name, text in layer:
                if name not in reached:
                    continue
                made[name] = _COLUMN.sub(written, text)
                depth[name] = max((depth.get(one, 0) for one in _COLUMN.findall(made[name])), default=0) + 1
                if name not in once:
                    layers += [{} for _ in range(depth[name] - len(layers))]
                    layers[depth[name] - 1][name] = made[name]
        return layers


def any_of(conditions: Iterable[str]) -> str:
    """True where one of the conditions is."""
    kept = [one for one in dict.fromkeys(conditions) if one != "false"]
    return "true" if "true" in kept else _joined(kept, " OR ") if kept else "false"


def not_(condition: str) -> str:
    """The contrary."""
    if _NEGATED.fullmatch(condition):
        return condition[len("(NOT ") : -1]
    return {"true": "false", "false": "true"}.get(condition, f"(NOT {condition})")


def all_of(conditions: Iterable[str]) -> str:
    """True where every condition is."""
    kept = [one for one in dict.fromkeys(conditions) if one != "true"]
    return "false" if "false" in kept else _joined(kept, " AND ") if kept else "true"


def _joined(conditions: list[str], sign: str) -> str:
    alone = len(conditions) == 1 and (_COLUMN.fullmatch(conditions[0]) or _NEGATED.fullmatch(conditions[0]))
    return conditions[0] if alone else f"({sign.join(conditions)})"
