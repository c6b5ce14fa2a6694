"""dabiao template as a person runs it: the file, what is said of it, what is refused."""

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from dabiao.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
INPUTS = ROOT / "inputs"


@pytest.fixture(autouse=True)
def _own_cache(cache_of_tests: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_of_tests))


def run(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    code = main([str(argument) for argument in arguments])
    captured = capfdbinary.readouterr()
    return code, captured.out.decode(), captured.err.decode()


def test_a_workbook_is_written_and_can_be_checked_at_once(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "填报表.xlsx"
    code, out, err = run(capfdbinary, "template", "东丽区", "--year", "2023", "-o", path)
    assert (code, err) == (0, "")
    assert out.startswith(f"已写好 {path}：指标 ")
    assert "学校填报（已列 0 所）" in out
    code, out, err = run(capfdbinary, "check", path)
    assert (code, err) == (0, "")
    assert "天津市东丽区（120110）2023 年" in out
    assert "提示 INP409：填报表还没有填写，各项都列为缺数据或待佐证" in out


def test_the_year_is_the_workbooks_though_only_earlier_figures_are_in_it(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "填报表.xlsx"
    earlier = INPUTS / "示例-东丽-2023.csv"
    code, _, _ = run(capfdbinary, "template", "120110", "--year", "2024", "--from", earlier, "-o", path)
    assert code == 0
    code, out, _ = run(capfdbinary, "check", path)
    assert code in (0, 1)
    assert "（120110）2024 年" in out
    assert "INP409" not in out


def test_packs_narrow_and_the_cover_says_how_to_check_by_them(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "规划.xlsx"
    run(capfdbinary, "template", "东丽区", "--year", "2023", "--pack", "dongli-plan-2021", "-o", path)
    opened = openpyxl.load_workbook(path)
    assert opened.sheetnames == ["说明", "指标填报", "里程碑与佐证"]
    said = [cell.value for row in opened["说明"].iter_rows() for cell in row]
    assert "dabiao check 规划.xlsx --pack dongli-plan-2021" in said


def test_the_cover_names_no_folder_of_this_machine(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "填报表.xlsx"
    pack = INPUTS / "示例-省定参数.yaml"
    code, _, _ = run(capfdbinary, "template", "鲤城区", "--year", "2023", "--pack", pack, "-o", path)
    assert code == 0
    said = [str(cell.value) for row in openpyxl.load_workbook(path)["说明"].iter_rows() for cell in row]
    assert "dabiao check 填报表.xlsx --pack 示例-省定参数.yaml" in said
    assert not any(str(tmp_path) in text or str(ROOT) in text for text in said)


def test_earlier_files_are_all_read_and_given_in_any_order(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    files = [INPUTS / "示例-优质均衡.csv", INPUTS / "示例-优质均衡-学校.csv"]
    written = []
    for number, order in enumerate((files, files[::-1])):
        path = tmp_path / str(number) / "填报表.xlsx"
        path.parent.mkdir()
        code, out, _ = run(capfdbinary, "template", "109901", "--year", "2025", "--from", *order, "-o", path)
        assert code == 0
        assert "学校填报（已列 12 所）" in out
        written.append(path.read_bytes())
    assert written[0] == written[1]


def test_a_filled_workbook_is_not_written_over(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "填报表.xlsx"
    path.write_bytes("填好的数".encode())
    code, _, err = run(capfdbinary, "template", "东丽区", "--year", "2023", "-o", path)
    assert code == 2
    assert "CLI024" in err
    assert path.read_bytes() == "填好的数".encode()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("某某区", "--year", "2023"), "CLI003"),
        (("东丽区", "--year", "1900"), "CLI021"),
        (("东丽区",), "CLI001"),
        (("东丽区", "--year", "二〇二三"), "CLI001"),
        (("东丽区", "--year", "2040", "--pack", "dongli-plan-2021"), "CLI022"),
        (("示例县", "--year", "2023", "--pack", "dongli-plan-2021"), "CLI022"),
        (("东丽区", "--year", "2023", "--pack", "no-such-pack"), "CLI002"),
        (("东丽区", "--year", "2023", "-o", "填报表.csv"), "CLI023"),
        (("东丽区", "--year", "2023", "--from", "没有这个文件.csv"), "INP400"),
        (("东丽区", "--year", "2023", "-o", "没有这个文件夹/填报表.xlsx"), "CLI006"),
    ],
)
def test_what_can_not_be_done_is_said_and_nothing_is_written(
    tmp_path: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        exit_code, _, err = run(capfdbinary, "template", *arguments)
    except SystemExit as stop:
        exit_code, err = int(stop.code or 0), capfdbinary.readouterr().err.decode()
    assert exit_code == 2
    assert code in err
    assert [path.name for path in tmp_path.iterdir() if path.name != "cache"] == []


def test_check_does_not_load_what_only_the_writing_needs(tmp_path: Path) -> None:
    figures = str(INPUTS / "dongli-2020.csv")
    program = "import sys; from dabiao.cli.main import main; main(sys.argv[1:]); sys.exit('xlsxwriter' in sys.modules)"
    paths = {"XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": str(ROOT / "engine")}
    command = [sys.executable, "-c", program, "check", figures]
    done = subprocess.run(command, capture_output=True, check=False, env=paths)
    assert (done.returncode, done.stderr) == (0, b"")


def test_help_is_chinese_and_shows_how_to_go_on(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with pytest.raises(SystemExit):
        main(["template", "--help"])
    out = capfdbinary.readouterr().out.decode()
    for text in ("dabiao template", "--from", "以前的数据", "dabiao check 填报表.xlsx", "不覆盖"):
        assert text in out
