"""The comparison on the screen."""

from dabiao.assess.compare import Comparison
from dabiao.reports._cells import hanging, wrap
from dabiao.reports._screen import screen_for
from dabiao.reports.diff.sentences import sections, summary, title


def render(comparison: Comparison, to_file: bool = False, width: int | None = None) -> str:
    """The report as text, in lines no wider than the screen."""
    screen = screen_for(to_file, width)
    lines = [screen.rule("═"), *(screen.paint(line, "title") for line in wrap(title(comparison), screen.width))]
    lines.append(screen.rule("═"))
    for sentence in summary(comparison):
        lines += wrap(sentence, screen.width)
    made = sections(comparison)
    if not made:
        lines += ["", *wrap("两次评估没有任何差别。", screen.width)]
    for section in made:
        head = f"{'× ' if section.grave else ''}{section.title} {len(section.items)} 项"
        lines += ["", *(screen.paint(line, "bad" if section.grave else "title") for line in wrap(head, screen.width))]
        for item in section.items:
            lines += hanging("· ", f"{item.about}：{item.says}", screen.width)
            for sentence in item.more:
                lines += hanging("    ", sentence, screen.width)
    return "\n".join(line.rstrip() for line in lines) + "\n"
