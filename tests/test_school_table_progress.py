"""Progress: heard while a large workbook is read, shown on a terminal only."""

import io
from pathlib import Path

import pytest

from dabiao.cli._common import ProgressLine
from dabiao.inputs.read import read_files
from school_helpers import DEFAULTS, vocabulary, workbook

HEADER = ["学校名称", "小学在校生数", "教学及辅助用房面积"]


def test_progress_grows_from_nothing_to_all_file_by_file(tmp_path: Path) -> None:
    paths = []
    for name in ("甲.xlsx", "乙.xlsx"):
        rows = [HEADER, *([f"{name}{n}校", n, 1] for n in range(1500))]
        (tmp_path / name).write_bytes(
            workbook(rows, more={"续": [HEADER, *([f"{name}{n}园", n, 1] for n in range(300))]})
        )
        paths.append(tmp_path / name)
    heard: list[tuple[str, int, int]] = []
    dataset = read_files(paths, vocabulary(), DEFAULTS, lambda *step: heard.append(step))
    assert len(dataset.observations) == 2 * 2 * 1800
    assert list(dict.fromkeys(name for name, _, _ in heard)) == [path.as_posix() for path in paths]
    for path in paths:
        done = [part / whole for name, part, whole in heard if name == path.as_posix()]
        assert done == sorted(done)
        assert done[-1] == 1
        assert len(set(done)) > 8
        assert done[0] < 0.2


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_one_line_and_clears_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ProgressLine, "_MOMENT", 0)
    stream = Terminal()
    with ProgressLine(stream) as line:
        for part in (0, 3, 3, 1000):
            line.show("夹/学校.xlsx", part, 1000)
    shown = stream.getvalue().split("\r\x1b[K")
    assert shown == ["", "读取 学校.xlsx 0%", "读取 学校.xlsx 100%", ""]


def test_a_quick_read_shows_nothing_nor_does_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = Terminal()
    with ProgressLine(quick) as line:
        line.show("a.csv", 1000, 1000)
    monkeypatch.setattr(ProgressLine, "_MOMENT", 0)
    pipe = io.StringIO()
    with ProgressLine(pipe) as line:
        line.show("a.csv", 1000, 1000)
    assert (quick.getvalue(), pipe.getvalue()) == ("", "")
