"""JSON Schema findings as diagnostics in Chinese, each with its line and a mend."""

import difflib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dabiao.diagnostics import Diagnostic, error
from dabiao.rules._yaml import Loaded

_TYPES = {
    "object": "键值对",
    "array": "列表（每行以 - 开头，或写在 [ ] 里）",
    "string": "文字",
    "integer": "整数",
    "number": "数",
    "boolean": "true 或 false",
    "null": "null",
}


def check_schema(loaded: Loaded, schema_file: Path) -> list[Diagnostic]:
    """Every violation of the schema (codes SCH1xx)."""
    from jsonschema import Draft202012Validator

    schema = json.loads(schema_file.read_text(encoding="utf-8"))
    found: list[Diagnostic] = []
    for failure in Draft202012Validator(schema).iter_errors(loaded.value):
        found.extend(_explain(loaded, failure))
    return sorted(dict.fromkeys(found), key=lambda d: (d.spans, d.message))


def _explain(loaded: Loaded, failure: Any) -> Iterator[Diagnostic]:
    path = tuple(failure.absolute_path)
    place = loaded.span(*path)
    value, wanted = failure.instance, failure.validator_value
    name = _name(path)
    if failure.validator == "additionalProperties":
        known = list(failure.schema.get("properties", {}))
        patterns = list(failure.schema.get("patternProperties", {}))
        for key in sorted(set(value) - set(known)):
            if any(re.search(pattern, key) for pattern in patterns):
                continue
            close = difflib.get_close_matches(key, known, 1, 0.6)
            usable = "可用的键：" + "、".join(known) if known else _described(failure.schema)
            hint = f"是否应为“{close[0]}”？" if close else usable
            yield error("SCH101", f"{name}里有不认识的键“{key}”", loaded.span(*path, key), hint=hint)
    elif failure.validator == "required":
        missing = [key for key in wanted if key not in value]
        yield error("SCH102", f"{name}缺少“{'”“'.join(missing)}”", place, hint="补上" + "、".join(missing))
    elif failure.validator == "type":
        kinds = [wanted] if isinstance(wanted, str) else wanted
        yield error(
            "SCH103",
            f"{name}应为{'或'.join(_TYPES[k] for k in kinds)}，写的是“{_show(value)}”",
            place,
            hint="改成应有的类型",
        )
    elif failure.validator in ("enum", "const"):
        choices = [str(v) for v in (wanted if isinstance(wanted, list) else [wanted])]
        close = difflib.get_close_matches(str(value), choices, 1, 0.5)
        hint = f"是否应为“{close[0]}”？" if close else "可选：" + "、".join(choices)
        yield error("SCH104", f"{name}不能是“{_show(value)}”", place, hint=hint)
    elif failure.validator == "maxLength":
        yield error("SCH105", f"{name}有 {len(value)} 字，最多 {wanted} 字", place, hint="只留载有数字的最短原文")
    elif failure.validator == "pattern":
        hint = "区划代码、日期等要加引号并写全" if "\\d" in wanted else "用小写英文、数字和连字符"
        yield error("SCH106", f"{name}“{_show(value)}”的格式不对", place, hint=hint)
    elif failure.validator == "anyOf":
        yield error(
            "SCH107",
            f"{name}“{_show(value)}”不是允许的写法",
            place,
            hint=_described(failure.schema) or "对照 schema 的说明改写",
        )
    else:
        yield error(
            "SCH108",
            f"{name}不符合要求（{failure.validator}）",
            place,
            hint=_described(failure.schema) or "对照 schema 的说明改写",
        )


def _name(path: tuple[Any, ...]) -> str:
    words = [f"第 {part + 1} 项" if isinstance(part, int) else str(part) for part in path]
    return "“" + " ".join(words) + "”" if words else "文件"


def _show(value: Any) -> str:
    return str(value)[:30]


def _described(schema: dict[str, Any]) -> str:
    return str(schema.get("description", ""))
