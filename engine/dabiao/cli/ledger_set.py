"""dabiao ledger set."""

from collections.abc import Sequence

from dabiao.cli._common import write_text
from dabiao.cli._ledger import action_parser, add_writer, required
from dabiao.cli.main import OK
from dabiao.diagnostics import InputError, error
from dabiao.ledger.model import FIELDS

EXAMPLES = (
    "set 661de091 --by 王老师 --责任人 李校长 --时限 2024年8月底",
    "set 661de091 --by 王老师 --措施 招聘专职心理健康教师2名 --today 2024-03-01",
)
_SHORT = {"measure": "措施", "deadline": "时限", "result": "结果", "evidence": "佐证"}


def run(argv: Sequence[str]) -> int:
    """Fills in what is given; an empty text clears."""
    options = action_parser("set", "填写一条问题的责任、措施、时限和结果。没有写的选项不动；写空文字是清空。", EXAMPLES)
    options.add_argument("id", metavar="编号", help="台账编号，写开头几位就行")
    for field, name in FIELDS.items():
        word = _SHORT.get(field, name)
        options.add_argument(f"--{word}", f"--{field}", dest=field, metavar="文字", help=name)
    add_writer(options)
    chosen = options.parse_args(argv)
    given = {field: getattr(chosen, field) for field in FIELDS if getattr(chosen, field) is not None}
    if not given:
        raise InputError([error("LED817", "没有写要填什么", hint="例如 --责任人 李校长；见 dabiao ledger set --help")])
    by = required(chosen.by, "--by")

    from dabiao.ledger.book import change, resolve
    from dabiao.ledger.store import writing
    from dabiao.ledger.text import read_field

    read = {field: read_field(field, text) for field, text in given.items()}
    if wrong := [problem for _, problems in read.values() for problem in problems]:
        raise InputError(wrong)
    with writing(chosen.ledger) as connection:
        finding = resolve(connection, chosen.id)
        new = change(connection, finding, {field: text for field, (text, _) in read.items()}, by, chosen.today)
    told = "、".join(FIELDS[field] for field in new)
    write_text(f"{finding.short} 已填写：{told}。\n" if told else f"{finding.short} 没有变化。\n", None)
    return OK
