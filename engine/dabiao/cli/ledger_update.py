"""dabiao ledger update."""

from collections.abc import Sequence
from pathlib import Path

from dabiao.cli._assessment_file import load_assessments
from dabiao.cli._common import print_warnings, write_text
from dabiao.cli._ledger import action_parser
from dabiao.cli.main import OK

EXAMPLES = ("update 评估-2023.json", "update 评估-2022.json 评估-2023.json --today 2024-03-01")


def run(argv: Sequence[str]) -> int:
    """Takes assessments in; says what each changed."""
    says = "把评估结果登记入台账：未达标和进度滞后的列为问题，达标的标为已达标。同一次评估登记几遍都一样。台账文件没有就新建。"
    options = action_parser("update", says, EXAMPLES)
    options.add_argument("files", nargs="+", type=Path, metavar="评估文件", help="dabiao check --format json 的输出")
    chosen = options.parse_args(argv)
    assessments = load_assessments(chosen.files)

    from dabiao.ledger.book import update
    from dabiao.ledger.listing import taken_lines
    from dabiao.ledger.store import writing

    with writing(chosen.ledger, create=True) as connection:
        taken, found = update(connection, assessments, chosen.today)
    print_warnings(found)
    write_text(taken_lines(taken), None)
    return OK
