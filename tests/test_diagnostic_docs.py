"""Every diagnostic code of the source has its row in docs/诊断代码.md, and every row a code in the source."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "诊断代码.md"
MODULES = sorted((ROOT / "engine" / "dabiao").rglob("*.py"))
CODE = re.compile(r"\b[A-Z]{3,4}[0-9]{3}\b")
ROW = re.compile(r"\| \[?([A-Z]{3,4}[0-9]{3})(?:\]\([^)]*\))? \| (.*?) \| (.*?) \| (.*?) \|")
WEIGHTS = {"错误", "提示", "故障", "错误或提示"}


def codes_in(source: str) -> set[str]:
    """The codes in the string literals of a module; docstrings may speak of families (INP410 to INP429) and do not count."""
    tree = ast.parse(source)
    scopes = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, scopes) and node.body and isinstance(node.body[0], ast.Expr)
    }
    literals = (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    )
    return {code for literal in literals for code in CODE.findall(literal)}


@cache
def raised_in(source: str) -> list[tuple[str, str]]:
    """(error, warning or refuse; code) of every call that makes a diagnostic with a literal code."""
    made = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args and isinstance(first := node.args[0], ast.Constant):
            name = getattr(node.func, "id", getattr(node.func, "attr", "")).lstrip("_")
            if name in ("error", "warning", "refuse") and CODE.fullmatch(str(first.value)):
                made.append((name, str(first.value)))
    return made


@cache
def used() -> dict[str, str]:
    """Each code of the engine, with a module that uses it."""
    return {
        code: module.relative_to(ROOT).as_posix()
        for module in MODULES
        for code in codes_in(module.read_text(encoding="utf-8"))
    }


def rows() -> list[tuple[str, str, str, str]]:
    """(code, weight, meaning, mend) of every row of the page."""
    return [(m[1], m[2], m[3], m[4]) for m in map(ROW.match, PAGE.read_text(encoding="utf-8").splitlines()) if m]


def test_every_code_has_a_row() -> None:
    documented = {row[0] for row in rows()}
    missing = {code: module for code, module in used().items() if code not in documented}
    assert not missing, f"no row in {PAGE.name}: {missing}"


def test_every_row_has_a_code() -> None:
    assert {row[0] for row in rows()} <= set(used())


def test_no_code_is_explained_twice() -> None:
    assert [code for code, count in Counter(row[0] for row in rows()).items() if count > 1] == []


@pytest.mark.parametrize(("code", "weight", "meaning", "mend"), rows(), ids=[row[0] for row in rows()])
def test_a_row_says_how_grave_it_is_what_it_means_and_how_to_mend_it(
    code: str, weight: str, meaning: str, mend: str
) -> None:
    assert weight in WEIGHTS
    assert len(re.findall(r"[\u4e00-\u9fff]", meaning)) >= 4
    assert mend.strip()


def test_rows_are_as_grave_as_the_source_makes_them() -> None:
    grave = {"error": ("错误", "故障", "错误或提示"), "refuse": ("错误",), "warning": ("提示", "错误或提示")}
    weights = {row[0]: row[1] for row in rows()}
    calls = [call for module in MODULES for call in raised_in(module.read_text(encoding="utf-8"))]
    wrong = [(code, how, weights.get(code)) for how, code in calls if weights.get(code) not in grave[how]]
    assert wrong == []


def test_every_lint_code_has_its_page() -> None:
    lints = {code for code in used() if code.startswith("LIN")}
    pages = {page.stem for page in (ROOT / "docs" / "lint").glob("*.md")}
    assert pages == lints
    linked = re.findall(r"\(lint/(LIN\d+)\.md\)", PAGE.read_text(encoding="utf-8"))
    assert sorted(linked) == sorted(lints)


def test_codes_are_taken_from_literals_not_from_docstrings() -> None:
    source = '"""See INP410 to INP429."""\n\n\ndef f(x: str) -> str:\n    """Raises RUL299."""\n    return f"错误 CLI999 {x}"\n'
    assert codes_in(source) == {"CLI999"}
