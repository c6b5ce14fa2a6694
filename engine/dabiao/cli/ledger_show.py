"""dabiao ledger show."""

from collections.abc import Sequence

from dabiao.cli._common import write_text
from dabiao.cli._ledger import action_parser
from dabiao.cli.main import OK

EXAMPLES = ("show 661de091",)


def run(argv: Sequence[str]) -> int:
    """Shows one finding and its history."""
    options = action_parser("show", "显示一条问题和它的全部经过。", EXAMPLES)
    options.add_argument("id", metavar="编号", help="台账编号，写开头几位就行")
    chosen = options.parse_args(argv)

    from dabiao.ledger.book import resolve
    from dabiao.ledger.listing import story
    from dabiao.ledger.store import events, reading
    from dabiao.reports._screen import screen_for

    with reading(chosen.ledger) as connection:
        finding = resolve(connection, chosen.id)
        history = list(events(connection, finding.id))
    write_text(story(screen_for(False, None), finding, history), None)
    return OK
