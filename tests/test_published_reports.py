"""The published sample reports are what the program gives today; `make reports` rebuilds them."""

from pathlib import Path

import pytest

from dabiao.cli.main import main

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(("name", "options"), [("东丽区-2020.txt", []), ("东丽区-2020.json", ["--format", "json"])])
def test_no_drift(name: str, options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "120")
    again = tmp_path / name
    assert main(["check", "inputs/dongli-2020.csv", *options, "-o", str(again)]) == 0
    published = (ROOT / "reports" / name).read_text(encoding="utf-8")
    assert again.read_text(encoding="utf-8") == published, "reports/ 与程序不一致：运行 make reports"
