"""dabiao diff."""

from collections.abc import Sequence
from pathlib import Path

from dabiao.cli._assessment_file import load_assessments
from dabiao.cli._common import print_warnings, write_text
from dabiao.cli.main import OK, OWED, command_parser
from dabiao.diagnostics import InputError, Span, error, warning

EXAMPLES = """  dabiao diff 评估-2022.json 评估-2023.json
  dabiao diff 修订前.json 修订后.json --format html -o 变化.html

退出码：0 没有新的未达标  1 有新的未达标，或有结论变为不合格  2 文件有误"""


def run(argv: Sequence[str]) -> int:
    """Compares two assessments; 1 where anything newly fails."""
    options = command_parser("diff", EXAMPLES)
    options.add_argument("old", type=Path, metavar="旧评估", help="dabiao check --format json 的输出")
    options.add_argument("new", type=Path, metavar="新评估", help="同一地区的另一次评估")
    options.add_argument("--format", choices=("text", "html", "json"), default="text", help="输出格式（缺省 text）")
    options.add_argument("-o", "--output", type=Path, metavar="文件", help="写到文件；不写则输出到屏幕")
    chosen = options.parse_args(argv)
    (_, old), (_, new) = load_assessments([chosen.old, chosen.new])
    places = Span(str(chosen.old)), Span(str(chosen.new))
    if old.region != new.region:
        message = f"两个评估不是同一个地区：{old.region_name}（{old.region}）、{new.region_name}（{new.region}）"
        raise InputError([error("ASM855", message, *places, hint="比较同一地区的两次评估")])
    if old.year > new.year:
        message = f"旧评估是 {old.year} 年，新评估是 {new.year} 年"
        print_warnings([warning("ASM856", message, *places, hint="次序写反了就对调；确要这样比，不用改")])

    from dabiao.assess.compare import compare

    comparison = compare(old, new)
    if chosen.format == "json":
        from dabiao.reports.diff.as_json import render as render_json

        text = render_json(comparison)
    elif chosen.format == "html":
        from dabiao.reports.diff.html import render as render_html

        text = render_html(comparison)
    else:
        from dabiao.reports.diff.terminal import render

        text = render(comparison, to_file=chosen.output is not None)
    write_text(text, chosen.output)
    return OWED if comparison.worse else OK
