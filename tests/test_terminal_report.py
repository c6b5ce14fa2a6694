"""The terminal report as a whole: what it says, in what order, how wide, in what colours."""

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from dabiao.assess.assessment import Assessment, ConclusionText, Engines, Finding, Verdict
from dabiao.assess.model import FLAGS, VERDICTS
from dabiao.reports.terminal import render
from report_sample import SAMPLE, UNTITLED, assessment, clause, figure, verdict
from update_golden import WIDTHS, terminal

EVERY_WIDTH = (40, 60, 79, 80, 99, 100, 119, 120, 159, 160, 200, 240)
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def text(made: Assessment, width: int = 80) -> str:
    """The report as a file would hold it."""
    return render(made, to_file=True, width=width).decode()


def squeezed(report: str) -> str:
    """The report without blanks and line ends: what is written is there however it is wrapped."""
    return "".join(report.split())


class Stream(io.StringIO):
    """Standard output that says of itself what the test wants."""

    def __init__(self, terminal: bool, encoding: str = "utf-8") -> None:
        super().__init__()
        self._terminal, self._encoding = terminal, encoding

    def isatty(self) -> bool:
        return self._terminal

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "NO_COLOR", "WT_SESSION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


@pytest.mark.parametrize("width", WIDTHS)
def test_golden(width: int) -> None:
    """A change shows in a diff: python tests/update_golden.py."""
    assert render(SAMPLE, to_file=True, width=width).decode() == terminal(width).read_text(encoding="utf-8")


@pytest.mark.parametrize("width", EVERY_WIDTH)
def test_no_line_is_wider_than_the_width_and_none_is_cut(width: int) -> None:
    report = text(SAMPLE, width)
    assert max(cell_len(line) for line in report.splitlines()) <= width
    assert "…" not in report


def test_everything_known_of_a_target_is_in_its_card() -> None:
    report = squeezed(text(SAMPLE, 80))
    for each in SAMPLE.verdicts:
        parts = [each.indicator_name, VERDICTS[each.verdict], each.note, *(FLAGS[flag] for flag in each.flags)]
        if each.value is not None:
            parts += [
                each.requirement.partition("（")[0],
                each.clause.source,
                f"「{each.clause.quote}」",
                *each.lead,
                each.short or "",
            ]
        parts.append(each.clause.at.split()[-1])
        assert not [part for part in parts if squeezed(part) not in report]


@pytest.mark.parametrize("width", [80, 120, 200])
def test_the_document_place_and_quote_stand_by_the_figure(width: int) -> None:
    clear = figure("指标甲", "not_met", "60", "83", gap="23", clause=clause("一 第1段", "达83%"), lead=("某科",))
    report = text(assessment(clear), width)
    row = squeezed(report[report.index("指标甲") :])
    for part in ("60%", "≥83%", "还差23百分点", "《示例区“十四五”教育发展规划》", "一第1段", "「达83%」", "某科"):
        assert part in row


KINDS = st.sampled_from(sorted(VERDICTS))


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    """Verdicts of every kind, with and without figures, flags, notes, leads, in several sections; each has a name of its own."""
    made: list[Verdict] = []
    for number, kind in enumerate(draw(st.lists(KINDS, max_size=12))):
        name = f"项目{number:03}号"
        fields = {
            "flags": tuple(draw(st.sets(st.sampled_from(sorted(FLAGS)), max_size=2))),
            "note": draw(st.sampled_from(["", "说明文字" * 30])),
            "lead": draw(st.sampled_from([(), ("督导室",), ("甲股", "乙股")])),
            "clause": clause(draw(st.sampled_from(["一（二）3", "二 第2段", "前言"]))),
            "due": draw(st.booleans()),
            "binding": draw(st.booleans()),
        }
        value = draw(st.one_of(st.none(), st.decimals(0, 200, places=2).map(str)))
        made.append(
            verdict(name, kind, **fields) if value is None else figure(name, kind, value, "90", gap="1.5", **fields)
        )
    return assessment(*made)


@settings(max_examples=60, deadline=None)
@given(made=assessments(), width=st.integers(40, 240))
def test_every_verdict_appears_once_at_any_width(made: Assessment, width: int) -> None:
    report = text(made, width)
    found = re.findall(r"项目\d{3}号", squeezed(report))
    assert sorted(found) == sorted(each.indicator_name for each in made.verdicts)
    assert max(cell_len(line) for line in report.splitlines()) <= width


@settings(max_examples=60, deadline=None)
@given(made=assessments(), width=st.sampled_from([80, 120, 200]))
def test_worst_first_then_in_the_order_of_the_document(made: Assessment, width: int) -> None:
    """Rows with figures: by verdict, not met first; within a verdict as the document has them."""
    names = {each.indicator_name: each for each in made.verdicts if each.shown is not None}
    found = [names[name] for name in re.findall(r"项目\d{3}号", text(made, width)) if name in names]
    order = list(VERDICTS)
    assert found == sorted(found, key=lambda each: (order.index(each.verdict), each.indicator_name))


def test_many_targets_without_data_take_a_line_each_after_the_figures() -> None:
    missing = [
        verdict(f"任务{n:02}", "no_data", clause=clause(f"三（{'一二'[n % 2]}） 第{n}段"), due=True) for n in range(60)
    ]
    report = text(assessment(*missing, figure("指标甲", "not_met", "1", "2")), 120)
    assert report.index("指标甲") < report.index("任务00")
    lines = [line for line in report.splitlines() if "任务" in line]
    assert len(lines) == 60
    assert all("2025 年底前" in line and re.search(r"第\d+段", line) for line in lines)
    assert report.count("【三（一）】") == report.count("【三（二）】") == 1


def test_a_task_is_not_named_twice() -> None:
    report = text(assessment(verdict("示例中学通过评审", "pending", requirement="示例中学通过评审（2024 年底前）")))
    assert report.count("示例中学通过评审") == 1
    assert "2024 年底前" in report


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        pytest.param(SAMPLE, "到期9项，其中达标1，未达标2，", id="due first"),
        pytest.param(SAMPLE, "未到期4项，其中进度滞后1，", id="then early"),
        pytest.param(SAMPLE, "提前达标1", id="met early is not among the due"),
        pytest.param(
            assessment(verdict("甲", "pending")), "没有到期的目标；未到期1项，其中进度滞后0", id="nothing due"
        ),
        pytest.param(
            assessment(figure("甲", "met", "1", "1", due=True)), "到期1项，其中达标1，未达标0。", id="nothing early"
        ),
    ],
)
def test_the_result_in_a_sentence(made: Assessment, sentence: str) -> None:
    assert sentence in squeezed(text(made))


def test_the_summary_adds_up() -> None:
    report = text(SAMPLE, 120)
    summary = report[report.index("二、") : report.index("三、")]
    rows = [re.findall(r"\d+", line.split("  ", 1)[1]) for line in summary.splitlines() if re.search(r"  \d+$", line)]
    assert all(sum(map(int, counts)) == int(total) for *counts, total in rows)
    half = len(rows) - sum(1 for stage in ("学前", "义务教育", "中小学", "小学", "不分学段") if stage in summary)
    assert sum(int(row[-1]) for row in rows[:half]) == sum(int(row[-1]) for row in rows[half:]) == len(SAMPLE.verdicts)


@pytest.mark.parametrize(
    ("engines", "said"),
    [
        (Engines(("durable", "reference"), True, ""), "两个引擎（durable、reference）判定一致"),
        (Engines(("durable", "reference"), False, ""), "判定不一致"),
        (Engines(("reference",), None, "没有安装 durable_rules"), "只用reference：没有安装durable_rules"),
    ],
    ids=["agree", "differ", "one"],
)
def test_engines(engines: Engines, said: str) -> None:
    assert said in squeezed(text(SAMPLE._replace(engines=engines)))


@pytest.mark.parametrize(
    ("missing", "said"), [(("*",), "没有任何文件适用"), ((UNTITLED.id,), UNTITLED.id)], ids=["no pack", "one pack"]
)
def test_an_incomplete_run_says_so_above_and_below(missing: tuple[str, ...], said: str) -> None:
    report = text(assessment(incomplete=missing))
    assert report.count("本次检查不完整") >= 2
    assert report.index("本次检查不完整") < report.index("检查不完整\n")
    assert said in report[report.index("、检查不完整") :]


def test_documents_in_force_and_not() -> None:
    top = text(SAMPLE, 120).split("一、")[0]
    assert "示政发〔2021〕1号，2021—2025 年" in top
    assert re.search(r"demo-points-2023.*没有标题", top)
    assert re.search(r"不适用的文件：《示例区“十三五”教育发展规划》，2016—2020 年", top)


@pytest.mark.parametrize(
    ("terminal", "to_file", "environment", "coloured"),
    [
        (True, False, {}, True),
        (True, True, {}, False),
        (False, False, {}, False),
        (True, False, {"NO_COLOR": "1"}, False),
        (True, False, {"NO_COLOR": ""}, True),
        (True, False, {"TERM": "dumb"}, False),
    ],
    ids=["terminal", "to a file", "piped", "NO_COLOR", "NO_COLOR empty", "dumb terminal"],
)
def test_colours_only_where_they_show_and_say_nothing_alone(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, to_file: bool, environment: dict[str, str], coloured: bool
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout", Stream(terminal))
    report = render(SAMPLE, to_file, 120).decode()
    assert ("\x1b" in report) == coloured
    assert ANSI.sub("", report) == text(SAMPLE, 120)


@pytest.mark.parametrize(
    ("columns", "expected"), [("73", 73), ("", 100), ("wide", 100), ("0", 100), ("5", 40), ("²", 100)], ids=repr
)
def test_width_when_piped(monkeypatch: pytest.MonkeyPatch, columns: str, expected: int) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr("sys.stdout", Stream(terminal=False))
    assert cell_len(render(SAMPLE).decode().splitlines()[0]) == expected


@pytest.mark.parametrize(("encoding", "block"), [("utf-8", True), ("gbk", True), ("ascii", False), ("latin-1", False)])
def test_bars_in_characters_the_screen_has(monkeypatch: pytest.MonkeyPatch, encoding: str, block: bool) -> None:
    monkeypatch.setattr("sys.stdout", Stream(True, encoding))
    report = render(SAMPLE, width=80).decode()
    assert ("█" in report) == block
    assert ("#####" in report) != block


HOSTILE = {
    "rich markup": ("[red]甲[/red][link=http://x]乙", "[red]甲[/red][link=http://x]乙"),
    "colour": ("甲\x1b[31m乙\x1b[0m", "甲乙"),
    "clear screen": ("甲\x1b[2J\x1b[H乙", "甲乙"),
    "window title": ("甲\x1b]0;title\x07乙", "甲乙"),
    "open string command": ("甲\x1b]0;乙", "甲0;乙"),
    "eight-bit control": ("甲\x9b31m乙", "甲乙"),
    "fake row": ("甲\r\n× 未达标 乙", "甲 × 未达标 乙"),
    "bidi": ("甲\u202e乙\u2066丙", "甲乙丙"),
    "zero width": ("甲\u200b乙\ufeff", "甲乙"),
    "backspace and bell": ("甲\b乙\a", "甲乙"),
    "nul": ("甲\x00乙", "甲乙"),
    "lone surrogate": ("甲\udcff乙", "甲\ufffd乙"),
}


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize(("given", "shown"), HOSTILE.values(), ids=HOSTILE.keys())
def test_text_from_inputs_commands_nothing(monkeypatch: pytest.MonkeyPatch, given: str, shown: str, width: int) -> None:
    """In every field a file can fill; on a terminal with colours, where only our own sequences may stand."""
    monkeypatch.setattr("sys.stdout", Stream(terminal=True))
    held = figure(
        given, "not_met", "1", "2", note=given, lead=(given,), stage=given, unit=given, short=given,
        requirement=given, clause=clause(given, given, given),
    )  # fmt: skip
    listed = verdict(given, "no_data", note=given, lead=(given,), requirement=given, clause=clause(given, given, given))
    hostile = assessment(
        held,
        listed,
        region_name=given,
        inputs=((given, ""),),
        findings=(Finding("DAT000", "warning", given, (given,), given),),
        packs=tuple(pack._replace(title=given, number=given) for pack in SAMPLE.packs),
        incomplete=(given,),
        engines=Engines(("reference",), None, given),
        conclusions=(ConclusionText(given, given, given, given, (given,), "all", 0, (given,), (), None),),
    )
    report = ANSI.sub("", render(hostile, width=width).decode())
    assert all(character.isprintable() or character in "\n\u3000" for character in report)
    assert squeezed(report).count(squeezed(shown)) >= 12
    assert max(cell_len(line) for line in report.splitlines()) <= width
