"""How firm an assessment stands, as plain text: what conclusions hang on, and which verdicts a small error would change."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import groupby

from dabiao.assess.assessment import Place
from dabiao.assess.model import NOT_APPLICABLE, VERDICTS
from dabiao.assess.revision import Move
from dabiao.assess.stability import Flip, Hinge, Stability, Which
from dabiao.quantity import shown_decimal
from dabiao.quantity.rounding import machine_decimal
from dabiao.reports._safe import clean

_MOST_NAMED = 8


def render(found: Stability) -> str:
    """The report: a summary, conclusions with what decides them, verdicts with the least revision that changes them."""
    amount = f"{machine_decimal(found.amount * 100)}%"
    lines = [
        clean(f"{found.region_name} {found.year} 年：各数有 ±{amount} 以内的出入时，判定会不会变"),
        "",
        f"共 {found.verdicts} 项判定：{found.changing} 项会变，{found.verdicts - found.changing} 项不变。",
        "",
        "一、哪些结论系于一所学校或一个数",
        *(_conclusions(found.hinges) or ["  没有。"]),
        "",
        "二、哪些判定会变",
        *(_verdicts(found.flips) or ["  没有。"]),
        "",
        f"每个数先单独上下变动，最多 {amount}；单独都不变的，再把同一方向的几个数按同一比例一起变动。人数、所数等按整数变动，其他数",
        "按填报或显示的最后一位变动。列出的是使判定改变的最小变动，都已按原算式重新判定过。",
    ]
    return "\n".join(lines) + "\n"


def _conclusions(hinges: Sequence[Hinge]) -> list[str]:
    lines: list[str] = []
    for _, group in groupby(hinges, key=lambda hinge: (hinge.pack, hinge.conclusion)):
        several = list(group)
        lines.append(clean(f"  {several[0].title}（{several[0].pack}）：现在{several[0].now}"))
        lines += [f"    {_school(hinge) if hinge.move is None else _figure(hinge, hinge.move)}" for hinge in several]
    return lines


def _school(hinge: Hinge) -> str:
    what = _named(hinge.verdicts)
    if hinge.raised:
        return clean(f"学校：{hinge.entity} 未达标的 {len(hinge.verdicts)} 项都达到，就变为{hinge.then}：{what}")
    return clean(f"学校：{hinge.entity} 有 {len(hinge.verdicts)} 项会变，变了就变为{hinge.then}：{what}")


def _figure(hinge: Hinge, move: Move) -> str:
    return clean(f"数：{_move(move)}，就变为{hinge.then}")


def _named(verdicts: Sequence[Which]) -> str:
    names = [which.name + (f"（{which.stage}）" if which.stage else "") for which in verdicts[:_MOST_NAMED]]
    return "、".join(names) + (f" 等 {len(verdicts)} 项" if len(verdicts) > _MOST_NAMED else "")


def _verdicts(flips: Iterable[Flip]) -> list[str]:
    lines: list[str] = []
    for number, (which, group) in enumerate(groupby(flips, key=lambda flip: flip.verdict), 1):
        several = list(group)
        stage = f"（{which.stage}）" if which.stage else ""
        entity = f"{which.entity}　" if which.entity else ""
        now = VERDICTS[several[0].now]
        lines.append(clean(f"  {number}. {entity}{which.name}{stage}　现在{now}　{which.pack}/{which.target}"))
        for flip in several:
            then = "不再纳入评估" if flip.then == NOT_APPLICABLE else VERDICTS[flip.then]
            if len(flip.moves) == 1:
                lines.append(clean(f"     {_move(flip.moves[0])}，就变为{then}"))
            else:
                lines.append(clean(f"     下面 {len(flip.moves)} 个数一起变，就变为{then}："))
                lines += [clean(f"       {_move(move)}") for move in flip.moves]
    return lines


def _move(move: Move) -> str:
    """示例一小 小学在校生数 900 人，多 1 人（0.11%）〔学校.xlsx!学校!M2〕"""
    entity = f"{move.entity} " if move.entity else ""
    direction = "多" if move.change > 0 else "少"
    unit = " 个百分点" if move.unit == "%" else f" {move.unit}"
    own = "%" if move.unit == "%" else f" {move.unit}"
    return (
        f"{entity}{move.when} 年{move.name} {machine_decimal(move.value)}{own}，"
        f"{direction} {machine_decimal(abs(move.change))}{unit}（{_percent(move.relative)}）〔{_cells(move.cells)}〕"
    )


def _percent(share: Fraction) -> str:
    text = shown_decimal(share * 100, 2)
    return "不到 0.01%" if text == "0.00" else f"{text}%"


def _cells(cells: Sequence[Place]) -> str:
    named = "、".join("!".join(part for part in cell if part) for cell in cells[:3])
    return named + (f" 等 {len(cells)} 处" if len(cells) > 3 else "")
