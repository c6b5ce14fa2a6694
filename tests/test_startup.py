"""What a check of a table does not load: most of the time from the key to the report is loading."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# what each is for, or what would bring it in
HEAVY = {
    "yaml": "rules that are not in the cache",
    "jsonschema": "rules that are not in the cache",
    "durable": "the Python layer of durable_rules, its timers and its logging",
    "threading": "the same",
    "_hashlib": "digests of large files",
    "logging": "the same",
    "inspect": "the same",
    "random": "the same",
    "datetime": "the same",
    "rich": "signs no Chinese report is made of",
    "duckdb": "many regions",
    "openpyxl": "workbooks",
    "xlsxwriter": "reports as workbooks",
    "docx": "reports as documents",
    "jinja2": "reports as pages",
    "dataclasses": "values that are named tuples",
    "typing": "types, which nobody checks at a start",
    "pickle": "a rulebook that is written",
    "pathlib": "options that name a file",
    "locale": "catalogues of words that are not Chinese",
    "ast": "formulas, which the cache holds parsed",
    "subprocess": "nothing",
    "shutil": "help as wide as the screen",
    "tempfile": "reports written to a file",
    "textwrap": "help",
    "difflib": "names that are not known",
    "dabiao.assess.stability": "verify",
    "dabiao.assess.columnar": "many regions",
    "dabiao.rules.build": "rules that are not in the cache",
    "dabiao.inputs.xlsx_file": "workbooks",
    "dabiao.inputs.school_table": "tables of schools",
    "dabiao.inputs._school_row": "tables of schools",
    "dabiao.reports.json_report": "another format",
}


def loaded(cache: Path, *options: str) -> set[str]:
    """The modules a process has loaded when it has checked a county."""
    script = (
        "import sys\nfrom dabiao.cli.main import main\n"
        f"main(['check', 'inputs/dongli-2020.csv', *{list(options)!r}])\n"
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(ROOT / "engine")}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "东丽区" in done.stdout
    return set(done.stderr.split())


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder that holds the rulebook."""
    folder = tmp_path_factory.mktemp("cache")
    loaded(folder)
    return folder


def test_a_check_loads_nothing_it_does_not_need(cache: Path) -> None:
    found = loaded(cache)
    assert not [f"{name}: {what}" for name, what in HEAVY.items() if name in found]


def test_nor_does_json_but_for_its_own_report(cache: Path) -> None:
    unwanted = loaded(cache, "--format", "json") & HEAVY.keys()
    assert unwanted == {"dabiao.reports.json_report"}


def test_one_engine_alone_does_not_load_the_other(cache: Path) -> None:
    assert "durable_rules_engine" not in loaded(cache, "--engine", "reference")
