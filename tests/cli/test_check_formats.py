"""check -o: the suffix tells the format; what goes with one format alone is refused with another."""

import json
from pathlib import Path

import pytest

from dabiao.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
DONGLI = str(ROOT / "inputs" / "dongli-2020.csv")
STARTS = {
    ".html": b"<!DOCTYPE html>",
    ".xlsx": b"PK",
    ".docx": b"PK",
    ".json": b"{",
    ".md": b"# ",
    ".txt": "═".encode(),
}


@pytest.mark.parametrize("suffix", STARTS)
def test_the_suffix_tells_the_format(tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"报告{suffix}"
    assert main(["check", DONGLI, "-o", str(out)]) == 0
    content = out.read_bytes()
    assert content.lstrip()[:20].lower().startswith(STARTS[suffix].lower())


def test_what_is_asked_for_outranks_the_suffix(tmp_path: Path) -> None:
    out = tmp_path / "评估.txt"
    assert main(["check", DONGLI, "--format", "json", "-o", str(out)]) == 0
    assert json.loads(out.read_text("utf-8"))["region"] == "120110"


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (["--format", "docx"], ["CLI019"]),
        (["--format", "xlsx"], ["CLI019"]),
        (["--template", "样式.docx"], ["CLI020"]),
        (["--template", "样式.docx", "--earlier", "去年.json", "-o", "x.md"], ["CLI020", "CLI020"]),
        (["--template", "没有.docx", "-o", "x.docx"], ["CLI025"]),
        (["--earlier", "没有.json", "-o", "x.html"], ["ASM850"]),
    ],
)
def test_options_that_do_not_fit_are_refused_and_nothing_is_written(
    tmp_path: Path,
    options: list[str],
    codes: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["check", DONGLI, *options]) == 2
    said = capsys.readouterr()
    assert [word for word in said.err.split() if word in {"CLI019", "CLI020", "CLI025", "ASM850"}] == codes
    assert said.out == ""
    assert list(tmp_path.iterdir()) == []


def test_years_before_are_drawn_into_the_page(tmp_path: Path) -> None:
    before, now = tmp_path / "2022.json", tmp_path / "2023.html"
    sample = str(ROOT / "inputs" / "示例-东丽-2023.csv")
    main(["check", sample, "--year", "2022", "-o", str(before)])
    main(["check", sample, "-o", str(now)])
    alone = now.read_text("utf-8")
    main(["check", sample, "--earlier", str(before), "-o", str(now)])
    assert now.read_text("utf-8").count("2022") > alone.count("2022")
