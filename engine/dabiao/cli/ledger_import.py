"""dabiao ledger import."""

import sys
from collections.abc import Sequence
from pathlib import Path

from dabiao.cli._common import print_warnings, write_text
from dabiao.cli._ledger import action_parser, add_writer, required
from dabiao.cli.main import OK, OWED
from dabiao.diagnostics import InputError, Span, error
from dabiao.ledger.model import FIELDS

EXAMPLES = ("import 整改台账.xlsx --by 王老师", "import 整改台账.xlsx --by 王老师 --force 661de091")


def run(argv: Sequence[str]) -> int:
    """Takes edited rows back; 1 where a conflict was left alone."""
    says = "读回填好的整改台账。导出以后别人又改过同一格的，两边的内容都列出来，这一行不写入（退出码 1）；其余各行照常写入。"
    options = action_parser("import", says, EXAMPLES)
    options.add_argument("workbook", type=Path, metavar="工作簿", help="dabiao ledger export 导出、填好的 .xlsx")
    options.add_argument(
        "--force", action="append", default=[], metavar="编号", help="这一行有冲突也以工作簿为准（可重复）"
    )
    add_writer(options)
    chosen = options.parse_args(argv)
    by = required(chosen.by, "--by")
    try:
        content = chosen.workbook.read_bytes()
    except OSError as failure:
        message = f"工作簿打不开：{failure.strerror or type(failure).__name__}"
        raise InputError([error("LED820", message, Span(str(chosen.workbook)), hint="检查文件名")]) from failure

    from dabiao.ledger.book import resolve
    from dabiao.ledger.merge import merge
    from dabiao.ledger.store import writing
    from dabiao.ledger.workbook_rows import read_rows

    rows, found = read_rows(content, str(chosen.workbook))
    if any(problem.is_error for problem in found):
        raise InputError(found)
    with writing(chosen.ledger) as connection:
        force = {resolve(connection, text).id for text in chosen.force}
        merged = merge(connection, rows, by, chosen.today, force)
    print_warnings([*found, *merged.notes, *merged.conflicts])
    lines = [
        f"{ident[:8]} 已填写：{'、'.join(FIELDS[name] for name in fields)}" for ident, fields in merged.changed.items()
    ]
    skipped = len({conflict.message.split()[0] for conflict in merged.conflicts})
    lines.append(f"读了 {len(rows)} 行，写入 {len(merged.changed)} 行，有冲突没有写入 {skipped} 行。")
    write_text("\n".join(lines) + "\n", None)
    sys.stdout.flush()
    return OWED if merged.conflicts else OK
