"""Conclusions of a pack from their keys, and whether their members hang together."""

from collections.abc import Mapping
from typing import Any

from dabiao.diagnostics import Diagnostic, error
from dabiao.rules._reader import Reader
from dabiao.rules._yaml import Loaded
from dabiao.rules.model import Clause, Conclusion

_KINDS = ("all", "any", "none", "at_least")


def read_conclusions(loaded: Loaded, targets: set[str]) -> tuple[tuple[Conclusion, ...], list[Diagnostic]]:
    """The conclusions of a schema-checked pack whose targets bear the ids given, with diagnostics RUL218, 219, 227, 228."""
    root: Mapping[str, Any] = loaded.value
    conclusions, found = [], []
    for number in range(len(root.get("conclusions") or ())):
        reader = Reader(loaded, ("conclusions", number))
        conclusion = _conclusion(reader)
        found.extend(reader.found)
        if conclusion is not None:
            conclusions.append(conclusion)
    return tuple(conclusions), [*found, *_members(conclusions, targets)]


def _conclusion(reader: Reader) -> Conclusion | None:
    node = reader.node
    kinds = [kind for kind in _KINDS if kind in node]
    if len(kinds) != 1:
        hint = "从 all、any、none、at_least 中留一种"
        reader.refuse("RUL227", f"结论“{node['id']}”应恰好写 all、any、none、at_least 之一", hint=hint)
        return None
    least, members = 0, node[kinds[0]]
    if kinds[0] == "at_least":
        least, members = members["count"], members["of"]
    clause = Clause(node["clause"]["at"], node["clause"]["quote"]) if "clause" in node else None
    return Conclusion(
        node["id"], node["title"], kinds[0], least, tuple(members), clause, node.get("note"), reader.span()
    )


def _members(conclusions: list[Conclusion], targets: set[str]) -> list[Diagnostic]:
    """Unknown members, names used twice, and conclusions that rest on themselves."""
    found = []
    by_id = {conclusion.id: conclusion for conclusion in conclusions}
    for number, conclusion in enumerate(conclusions):
        if conclusion.id in targets or conclusion.id in {other.id for other in conclusions[:number]}:
            found.append(error("RUL228", f"结论编号“{conclusion.id}”重复", conclusion.span, hint="换一个编号"))
        unknown = [member for member in conclusion.members if member not in targets and member not in by_id]
        found.extend(
            error(
                "RUL218",
                f"结论“{conclusion.id}”的成员“{member}”不存在",
                conclusion.span,
                hint="改成本包里的目标或结论编号",
            )
            for member in unknown
        )
        if _rests_on(conclusion.id, conclusion.id, by_id, set()):
            found.append(error("RUL219", f"结论“{conclusion.id}”绕回到自己", conclusion.span, hint="去掉循环引用"))
    return found


def _rests_on(start: str, wanted: str, by_id: Mapping[str, Conclusion], seen: set[str]) -> bool:
    for member in by_id[start].members:
        if member == wanted:
            return True
        if member in by_id and member not in seen:
            seen.add(member)
            if _rests_on(member, wanted, by_id, seen):
                return True
    return False
