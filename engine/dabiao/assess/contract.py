"""An Assessment read back from its JSON file (rules/schema/assessment.schema.json), and its fingerprint."""

import hashlib
import json
from typing import Any

from dabiao.assess.assessment import VERSION, Assessment, from_json, to_json
from dabiao.diagnostics import Diagnostic, InputError, Span, error
from dabiao.rules.files import bundled_rules

MAX_BYTES = 300_000_000
_SHOWN = 8
_MAKE = "用 dabiao check … --format json -o 评估.json 重新生成"


def read_assessment(content: bytes, name: str) -> Assessment:
    """The assessment in the bytes of a JSON file; `name` is what the reader calls the file.

    Raises InputError with ASM851 (too large), ASM852 (no JSON), ASM853 (another version) or ASM854 (not as the schema says, each
    place named).
    """
    place = Span(name)
    if len(content) > MAX_BYTES:
        raise InputError([error("ASM851", f"评估文件超过 {MAX_BYTES // 1_000_000} MB", place, hint="按地区分开评估")])
    try:
        data = json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as failure:
        raise InputError([error("ASM852", f"不是有效的 JSON：{_fault(failure)}", place, hint=_MAKE)]) from failure
    if not isinstance(data, dict) or "verdicts" not in data or "version" not in data:
        raise InputError([error("ASM852", "是 JSON，但不是评估文件", place, hint=_MAKE)])
    if data["version"] != VERSION:
        message = f"评估文件的版本是“{str(data['version'])[:20]}”，本程序只认 {VERSION}"
        raise InputError([error("ASM853", message, place, hint="用同一版本的 dabiao " + _MAKE.partition(" ")[2])])
    if found := _violations(data, place):
        raise InputError(found)
    return from_json(data)


def fingerprint(assessment: Assessment) -> str:
    """The sha256 of what an assessment says, however its file is laid out."""
    text = json.dumps(to_json(assessment), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _no_constant(text: str) -> Any:
    raise ValueError(f"{text} 不是数")


def _fault(failure: Exception) -> str:
    if isinstance(failure, json.JSONDecodeError):
        return f"第 {failure.lineno} 行第 {failure.colno} 列"
    if isinstance(failure, UnicodeDecodeError):
        return "不是 UTF-8 文字"
    return "嵌套过深" if isinstance(failure, RecursionError) else str(failure)[:40]


def _wrong(failure: Any) -> str:
    """What a violation of the schema is, in a few words."""
    value, wanted = failure.instance, failure.validator_value
    if failure.validator == "required":
        return f"缺少 {'、'.join(key for key in wanted if key not in value)}"
    if failure.validator == "additionalProperties":
        known = failure.schema.get("properties", {})
        return f"有不认识的键 {'、'.join(str(key)[:20] for key in value if key not in known)}"
    return f"的值不合格式：{str(value)[:20]}"


def _violations(data: dict[str, Any], place: Span) -> list[Diagnostic]:
    from jsonschema import Draft202012Validator

    schema = json.loads((bundled_rules() / "schema" / "assessment.schema.json").read_text(encoding="utf-8"))
    found: list[Diagnostic] = []
    for failure in Draft202012Validator(schema).iter_errors(data):
        if len(found) == _SHOWN:
            found.append(error("ASM854", "还有别的地方不合格式，没有全部列出", place, hint=_MAKE))
            break
        path = failure.absolute_path
        where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
        found.append(error("ASM854", f"{where or '整个文件'} {_wrong(failure)}", place, hint=_MAKE))
    return found
