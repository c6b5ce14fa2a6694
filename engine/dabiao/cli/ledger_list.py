"""dabiao ledger list."""

from collections.abc import Sequence
from pathlib import Path

from dabiao.cli._common import write_text
from dabiao.cli._ledger import action_parser
from dabiao.cli.main import OK
from dabiao.diagnostics import InputError, error
from dabiao.ledger.model import STATES

EXAMPLES = (
    "list",
    "list --open --office 财政局",
    "list --overdue --today 2024-07-01",
    "list --format json -o 问题.json",
)


def run(argv: Sequence[str]) -> int:
    """Lists the findings asked for."""
    options = action_parser("list", "列出台账里的问题。", EXAMPLES)
    names = "，".join(f"{state} {word}" for state, word in STATES.items())
    options.add_argument("--open", action="store_true", help="只看未解决的")
    options.add_argument("--overdue", action="store_true", help="只看过了整改时限还没有解决的，要同时写 --today")
    options.add_argument("--state", action="append", default=[], choices=tuple(STATES), metavar="状态", help=names)
    options.add_argument("--region", default="", metavar="地区", help="只看这个地区（代码或名称的一部分）")
    options.add_argument("--school", default="", metavar="学校", help="只看名称含这几个字的学校")
    options.add_argument("--office", default="", metavar="单位", help="只看责任单位含这几个字的")
    options.add_argument("--format", choices=("text", "json"), default="text", help="输出格式（缺省 text）")
    options.add_argument("-o", "--output", type=Path, metavar="文件", help="写到文件；不写则输出到屏幕")
    chosen = options.parse_args(argv)
    if chosen.overdue and not chosen.today:
        hint = "例如 --overdue --today 2024-07-01"
        raise InputError([error("LED816", "--overdue 要同时写 --today：程序不看电脑的时钟", hint=hint)])

    from dabiao.ledger.listing import as_json, listing
    from dabiao.ledger.select import Wanted, select
    from dabiao.ledger.store import findings, reading
    from dabiao.reports._screen import screen_for

    day = chosen.today or ""
    wanted = Wanted(tuple(chosen.state), chosen.open, chosen.overdue, day, chosen.region, chosen.school, chosen.office)
    with reading(chosen.ledger) as connection:
        found = select(findings(connection), wanted)
    screen = screen_for(chosen.output is not None, None)
    write_text(as_json(found) if chosen.format == "json" else listing(screen, found, day), chosen.output)
    return OK
