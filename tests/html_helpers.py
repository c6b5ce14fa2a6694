"""What the tests of HTML reports share: a strict parser, assessments with everything in them, and hostile texts in every field."""

import functools
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dabiao.assess.assessment import (
    Assessment,
    ConclusionText,
    Given,
    Place,
    Quality,
    RestsOn,
    SchoolShare,
    Spread,
    from_json,
)
from dabiao.cli.main import main
from report_sample import SAMPLE, clause, figure, read

ROOT = Path(__file__).resolve().parents[1]
COUNTY = ("示例-优质均衡.csv", "示例-优质均衡-学校.csv")
HOSTILE = {
    "element": "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "attribute": "\" onmouseover=alert(3) x='",
    "template": "{{ 7*7 }}{% raw %}]]>--><!--",
    "formula": '=HYPERLINK("http://x","y")+cmd|\' /C calc\'!A0',
    "bidi": "甲\u202e乙\u2066丙\u200f",
    "controls": "甲\x00\x07\x1b[31m乙\x85\ud800",
    "beyond the BMP": "𠮷𡈽😀👨‍👩‍👧‍👦",
    "long": "长" * 10_000,
    "line ends": "一\r\n二\u2028三\u2029四</style></title></textarea>",
}
VOID = {"meta", "input", "br", "hr", "img", "link"}


class Node:
    """An element with its attributes, its children and texts in order."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.children: list[Node | str] = []

    def walk(self) -> Iterator["Node"]:
        """Itself and every element within."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def find(self, tag: str = "", **attributes: str) -> list["Node"]:
        """Elements within of a tag that have the attributes; `_class` and `data_f` stand for class and data-f."""
        wanted = {name.lstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            node
            for node in self.walk()
            if (not tag or node.tag == tag) and all(node.attributes.get(n) == v for n, v in wanted.items())
        ]

    def text(self) -> str:
        """The text within, but not that of style and script."""
        if self.tag in ("style", "script"):
            return ""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


class _Strict(HTMLParser):
    """Builds nodes; an end tag that closes another element than the last opened one is an error."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice in <{tag}>"
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}> at {self.getpos()}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(page: bytes) -> Node:
    """The page; fails where it is not well formed."""
    parser = _Strict()
    parser.feed(page.decode())
    parser.close()
    assert [node.tag for node in parser.open] == [""], "an element is not closed"
    return parser.root


@functools.cache
def checked(*files: str) -> Assessment:
    """What `dabiao check` says of files in inputs/."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "评估.json"
        main(["check", *(str(ROOT / "inputs" / name) for name in files), "--format", "json", "-o", str(out)])
        return from_json(json.loads(out.read_bytes()))


def rich() -> Assessment:
    """An assessment in which no field of any value is left empty."""
    at = (Place("填报表.xlsx", "指标", "C7"), Place("填报表.xlsx", "学校", "D8"))
    given = Given("在园幼儿数", "学前", "2023", "9100", "人", at, "公办 + 民办")
    reading = read("70.1", "behind", "C9", right="70.2", formula="100 * 甲 / 乙", inputs=(given,), doubts=("有疑点",))
    other = read("71", "on_track", "C10", "按园所数", primary=False, status="estimate", note="只比对")
    spread = Spread("5.5", "1.25", (SchoolShare("示例小学", "4.5", "900", "61.25"),))
    full = figure(
        "普惠性幼儿园覆盖率",
        "behind",
        "70.1",
        "83",
        target="coverage",
        indicator="coverage",
        entity="示例小学",
        stage="学前",
        gap="12.9",
        short="还差 1290 人",
        flags=("customary", "borderline"),
        by="2025-12-31",
        path="77",
        path_text="68 + (83 − 68) × 3 ÷ 5",
        baseline=(2020, "68"),
        nature="约束性",
        force="strive",
        clause=clause(),
        lead=("学前教育科", "财政局"),
        readings=(reading, other),
        note="一条说明",
        spread=spread,
        evidence=("认定文件.pdf", "照片"),
    )
    again = full._replace(target="coverage-table", verdict="not_met", due=True, requirement="≥ 85 %（逐年）", lead=())
    conclusions = (
        ConclusionText(
            "demo-plan-2021",
            "top",
            "县域认定",
            "不合格",
            ("条件：不合格",),
            "all",
            0,
            ("inner",),
            (RestsOn("conclusion", "inner", None, None, "不合格"),),
            clause(),
        ),
        ConclusionText(
            "demo-plan-2021",
            "inner",
            "条件",
            "不合格",
            ("覆盖率 未达标：不合格",),
            "at_least",
            2,
            ("coverage", "coverage-table"),
            (RestsOn("target", "coverage-table", "学前", "示例小学", "不合格"),),
            clause(),
        ),
    )
    doubtful = Quality(
        rule="sum",
        code="DAT301",
        kind="within",
        title="普惠幼儿不多于在园幼儿",
        severity="warning",
        entity="示例小学",
        stage="学前",
        year=2023,
        when="2023",
        relation="<=",
        left="120",
        right="100",
        unit="人",
        imbalance="20",
        relative="20",
        cells=at,
        items=("普惠幼儿数", "在园幼儿数"),
        note="核对两格",
        hint="改其中一格",
        source="教育事业统计",
    )
    verdicts = (full, again, *SAMPLE.verdicts)
    return SAMPLE._replace(verdicts=verdicts, conclusions=conclusions, quality=(doubtful,))


# Figures and what the schema gives a closed list of numbers for: a text in their place would not be an Assessment.
NUMERIC = {
    *("value", "gap", "limit", "path", "baseline", "left", "right", "imbalance", "relative"),
    *("mean", "deviation", "share", "students"),
}


def poisoned(value: Any, text: str, path: str = "") -> Any:
    """The value with every text field hostile, whatever it is a name of; each says where it stands, numbers stay."""
    if isinstance(value, str):
        return f"{text}⟦{path}⟧"
    if isinstance(value, tuple):
        fields = getattr(value, "_fields", None)
        if fields is None:
            return tuple(poisoned(part, text, f"{path}.{n}") for n, part in enumerate(value))
        parts = zip(fields, value, strict=True)
        return type(value)(
            *[part if name in NUMERIC else poisoned(part, text, f"{path}.{name}") for name, part in parts]
        )
    if isinstance(value, dict):
        return {poisoned(key, text, f"{path}.key"): part for key, part in value.items()}
    return value


def many(count: int, columns: int = 60) -> list[Assessment]:
    """Regions with the same indicators and varied figures: met, not met, behind, none."""
    kinds = [
        figure(f"示例指标{n + 1}", "met", "0", str(50 + n), indicator=f"i{n}", target=f"t{n}") for n in range(columns)
    ]
    made = []
    for number in range(count):
        verdicts = []
        for column in range(columns):
            limit, cast = 50 + column, number * 7 + column * 3
            value = (None, limit - 10, limit - 1 - number % 9, limit, limit + 5)[cast % 5]
            kind = "no_data" if value is None else "met" if value >= limit else ("not_met", "behind")[cast % 2]
            text, shown, gap = (None,) * 3 if value is None else (str(value), f"{value}.0", str(max(limit - value, 0)))
            verdicts.append(kinds[column]._replace(verdict=kind, value=text, shown=shown, gap=gap))
        name = f"示例省示例市示例{number + 1}县"
        region = SAMPLE._replace(region=f"{110000 + number}", region_name=name, conclusions=())
        made.append(region._replace(verdicts=tuple(verdicts)))
    return made


def rows_of(page: Node) -> dict[str, Node]:
    """The rows of a report by their id."""
    return {node.attributes["id"]: node for node in page.find("details") if "data-v" in node.attributes}


def values_of(node: Node, field: str) -> list[tuple[str, str]]:
    """Exact figure and text of each <data> of a field."""
    return [(one.attributes["value"], one.text()) for one in node.find("data", data_f=field)]
