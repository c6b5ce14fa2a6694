"""A YAML reader for rules: keeps line marks, refuses duplicate keys, and has none of YAML 1.1's surprises.

Built on the events of PyYAML's parser, so depth, size and alias expansion are bounded before anything is built.
Plain `no`, `on`, `1:30`, `012` and dates stay text; `1.50` is the exact decimal 1.50; only `true`, `false`, `null`, `~`
and numbers are read as such.
"""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from dabiao.diagnostics import Diagnostic, Span, error
from dabiao.record import NamedTuple

MAX_BYTES = 4_000_000
MAX_DEPTH = 32
MAX_NODES = 400_000
_CHARACTERS_A_NODE = 10

_INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,17})")
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d{0,17})\.\d{1,12}")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|nan)|nan|[-+]?inf(?:inity)?", re.IGNORECASE)

Path_ = tuple[str | int, ...]


class Loaded(NamedTuple):
    """A document: plain values, and the mark of every node (and key) by its path."""

    value: Any
    marks: dict[Path_, tuple[int, int]]
    file: str

    def span(self, *path: str | int) -> Span:
        """The place of the node at a path, or of its nearest ancestor that has one."""
        for length in range(len(path), -1, -1):
            if (mark := self.marks.get(path[:length])) is not None:
                return Span(self.file, *mark)
        return Span(self.file)


class _Refused(Exception):
    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic


def load_yaml(path: Path, shown: str | None = None) -> tuple[Loaded | None, list[Diagnostic]]:
    """Reads one file. Returns the document, or None, and every diagnostic (codes YAML0xx)."""
    name = shown or str(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            return None, [error("YAML001", f"文件超过 {MAX_BYTES // 1_000_000} MB", Span(name), hint="拆成几个文件")]
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as failure:
        return None, [error("YAML002", f"文件打不开：{failure.strerror}", Span(name), hint="检查文件名和权限")]
    except UnicodeDecodeError:
        return None, [error("YAML003", "文件不是 UTF-8 编码", Span(name), hint="另存为 UTF-8")]
    return parse_yaml(text, name)


def parse_yaml(text: str, name: str) -> tuple[Loaded | None, list[Diagnostic]]:
    """Reads YAML text; see load_yaml."""
    builder = _Builder(name)
    try:
        value = builder.build(text)
    except _Refused as refused:
        return None, [*builder.diagnostics, refused.diagnostic]
    except yaml.MarkedYAMLError as failure:
        mark = failure.problem_mark or failure.context_mark
        span = Span(name, mark.line + 1, mark.column + 1) if mark else Span(name)
        if "nesting depth" in (failure.problem or ""):  # the parser's own limit, which comes first: it looks ahead
            return None, [*builder.diagnostics, error("YAML007", f"嵌套超过 {MAX_DEPTH} 层", span, hint="减少嵌套")]
        found = error(
            "YAML004", f"YAML 写法有误：{failure.problem or failure.context}", span, hint="检查缩进、冒号后的空格和引号"
        )
        return None, [*builder.diagnostics, found]
    except yaml.YAMLError:
        return None, [
            *builder.diagnostics,
            error("YAML004", "YAML 写法有误：含有不允许的字符", Span(name), hint="删去控制字符"),
        ]
    return Loaded(value, builder.marks, name), builder.diagnostics


class _Builder:
    """Builds values from parser events, copying aliases by replaying their events within the node budget."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.marks: dict[Path_, tuple[int, int]] = {}
        self.diagnostics: list[Diagnostic] = []
        self._anchors: dict[str, Any] = {}
        self._nodes = 0

    def build(self, text: str) -> Any:
        parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._events = iter(yaml.parse(text, Loader=parser))
        documents: list[Any] = []
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if documents:
                    raise self._refuse("YAML005", "一个文件里有两份 YAML 文档", event, "用 --- 隔开的内容拆成两个文件")
                documents.append(self._node(next(self._events), ()))
        return documents[0] if documents else None

    def _refuse(self, code: str, message: str, event: Any, hint: str) -> _Refused:
        return _Refused(error(code, message, self._span(event), hint=hint))

    def _span(self, event: Any) -> Span:
        return Span(self.name, event.start_mark.line + 1, event.start_mark.column + 1)

    def _count(self, event: Any, size: int = 1) -> None:
        self._nodes += size
        if self._nodes > MAX_NODES:
            raise self._refuse("YAML006", "引用展开后内容过大（疑似别名炸弹）", event, "不要用 & 和 * 层层引用")

    def _node(self, event: Any, path: Path_) -> Any:
        self._count(event)
        if len(path) > MAX_DEPTH:
            raise self._refuse("YAML007", f"嵌套超过 {MAX_DEPTH} 层", event, "减少嵌套")
        self.marks[path] = (event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, len(path))
        if event.tag is not None and event.tag != "!":
            raise self._refuse("YAML008", f"不支持标签 {event.tag}", event, "删去标签")
        value = self._content(event, path)
        if event.anchor is not None:
            self._anchors[event.anchor] = value
        return value

    def _content(self, event: Any, path: Path_) -> Any:
        if isinstance(event, yaml.ScalarEvent):
            return event.value if event.style else self._plain(event)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(inner := next(self._events), yaml.SequenceEndEvent):
                items.append(self._node(inner, (*path, len(items))))
            return items
        return self._mapping(path)

    def _mapping(self, path: Path_) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refuse("YAML009", "键不是文字", event, "键写成简单文字")
            place = self._span(event)
            value = self._node(next(self._events), (*path, event.value))
            self.marks[(*path, event.value)] = (place.line, place.column)
            if event.value in values:
                hint = "同一层里一个键只能写一次，删去多余的"
                self.diagnostics.append(error("YAML010", f"键“{event.value}”重复", place, hint=hint))
            values[event.value] = value
        return values

    def _alias(self, event: Any, depth: int) -> Any:
        if event.anchor not in self._anchors:
            raise self._refuse("YAML011", f"引用 *{event.anchor} 没有定义", event, "先用 & 定义再引用")
        value = self._anchors[event.anchor]
        size, height = _measure(value, MAX_NODES - self._nodes)
        self._count(event, size)
        if depth + height > MAX_DEPTH:
            raise self._refuse("YAML007", f"引用展开后嵌套超过 {MAX_DEPTH} 层", event, "减少嵌套")
        return value

    def _plain(self, event: Any) -> Any:
        text = event.value
        if text in ("", "~", "null"):
            return None
        if text in ("true", "false"):
            return text == "true"
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return Decimal(text)
        if _NOT_FINITE.fullmatch(text):
            self.diagnostics.append(error("YAML012", f"“{text}”不是数", self._span(event), hint="写成普通的十进制数"))
        return text


def _measure(value: Any, limit: int) -> tuple[int, int]:
    """Nodes (long text weighs more) and height of a value, counted with repetition and abandoned once past the limit."""
    count, height, stack = 0, 0, [(value, 0)]
    while stack and count <= limit:
        item, level = stack.pop()
        height = max(height, level)
        count += 1
        if isinstance(item, str):
            count += len(item) // _CHARACTERS_A_NODE
        elif isinstance(item, dict):
            count += sum(len(key) for key in item) // _CHARACTERS_A_NODE
            stack.extend((inner, level + 1) for inner in item.values())
        elif isinstance(item, list):
            stack.extend((inner, level + 1) for inner in item)
    return count, height
