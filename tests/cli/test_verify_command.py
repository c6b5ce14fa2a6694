"""dabiao verify: what it prints, what it writes, its exit codes."""

import csv
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from dabiao.cli.main import main
from dabiao.rules.files import bundled_rules

ROOT = Path(__file__).resolve().parents[2]
COUNTY, SCHOOLS = ROOT / "inputs" / "示例-优质均衡.csv", ROOT / "inputs" / "示例-优质均衡-学校.csv"
HEADER = "地区,年份,指标,学段,数值,单位,学校\n"


def figures(folder: Path, *rows: str, name: str = "a.csv") -> str:
    """A tidy table; its path."""
    path = folder / name
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return str(path)


def broken(folder: Path) -> str:
    """The sample's schools, one with a class too many."""
    with SCHOOLS.open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    rows[1][rows[0].index("班级总数")] = "22"
    path = folder / "schools.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return str(path)


def schema_of(name: str) -> jsonschema.Draft202012Validator:
    """The validator of a schema that ships."""
    folder = bundled_rules() / "schema"
    known = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")]
    registry: Registry[Any] = Registry().with_resources((one["$id"], Resource.from_contents(one)) for one in known)
    wanted = json.loads((folder / name).read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(wanted, registry=registry)


def test_the_sample_county_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(COUNTY), str(SCHOOLS)]) == 0
    out = capsys.readouterr().out
    assert "示例县（109901）截至 2024 年" in out
    assert "没有发现问题。" in out
    assert out.endswith("错误 0 处、存疑 0 处、提醒 0 处。\n")


def test_an_error_is_shown_with_both_sides_cells_and_mend(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "240")
    assert main(["verify", str(COUNTY), broken(tmp_path)]) == 1
    out = capsys.readouterr().out
    for words in (
        "错误 QUA502",
        "class-bands-sum",
        "示例第一小学 2024 年",
        "左边 21 个",
        "右边 22 个",
        "相差 -1 个",
        "Q2",
        "改法：",
    ):
        assert words in out


def test_doubts_and_hints_are_no_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = figures(tmp_path, "109901,2024,义务教育巩固率,,130,%,")
    assert main(["verify", path]) == 0
    assert "错误 0 处、存疑 1 处" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["没有这个文件.csv"],
        [],
        [str(COUNTY), "--region", "东丽区"],
        [str(COUNTY), "--region", "无此县"],
        [str(COUNTY), "--rules", "无此"],
    ],
)
def test_what_can_not_be_verified(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code = main(["verify", *arguments])
    except SystemExit as stop:
        code = int(stop.code or 0)
    assert code == 2
    assert "错误" in capsys.readouterr().err


def test_all_regions_unless_one_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ("120110,2024,交流轮岗教师数,,3,人,", "120110,2024,符合交流条件教师数,,2,人,", "370321,2023,在校生数,,5,人,")
    path = figures(tmp_path, *rows)
    assert main(["verify", path]) == 1
    out = capsys.readouterr().out
    assert "天津市东丽区（120110）截至 2024 年：2 个数" in out
    assert "桓台县（370321）截至 2023 年：1 个数" in out
    assert main(["verify", path, "--region", "桓台县"]) == 0
    assert "东丽区" not in capsys.readouterr().out
    assert main(["verify", path, "--year", "2023"]) == 0


def test_the_json_form(tmp_path: Path) -> None:
    out = tmp_path / "x.json"
    assert main(["verify", str(COUNTY), broken(tmp_path), "--format", "json", "-o", str(out)]) == 1
    data = json.loads(out.read_text(encoding="utf-8"))
    schema_of("verification.schema.json").validate(data)
    (region,) = data["regions"]
    (found,) = region["findings"]
    assert (found["rule"], found["left"], found["right"], found["imbalance"]) == ("class-bands-sum", "21", "22", "-1")
    assert found["cells"][0]["cell"] == "Q2"
    assert data["counts"] == {"error": 1, "warning": 0, "hint": 0}
    again = tmp_path / "y.json"
    main(["verify", str(COUNTY), broken(tmp_path), "-o", str(again)])
    assert again.read_bytes() == out.read_bytes()


def test_check_shows_the_findings_and_its_json_holds_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(COUNTY), broken(tmp_path)])
    out = capsys.readouterr().out
    assert "、数据核查" in out
    assert "数据核查发现错误 1 处" in out
    main(["check", str(COUNTY), broken(tmp_path), "--format", "json"])
    data = json.loads(capsys.readouterr().out)
    schema_of("assessment.schema.json").validate(data)
    assert [one["rule"] for one in data["quality"]] == ["class-bands-sum"]
    main(["check", str(COUNTY), str(SCHOOLS)])
    assert "数据核查" not in capsys.readouterr().out


def test_text_from_the_files_commands_no_screen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evil = "甲\x1b[31m校\u202e"
    rows = (f"109901,2024,交流轮岗教师数,,3,人,{evil}", f"109901,2024,符合交流条件教师数,,2,人,{evil}")
    assert main(["verify", figures(tmp_path, *rows)]) == 1
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "甲校" in out


def test_a_report_in_a_file(tmp_path: Path) -> None:
    out = tmp_path / "核查.txt"
    assert main(["verify", str(COUNTY), str(SCHOOLS), "-o", str(out)]) == 0
    assert "没有发现问题" in out.read_text(encoding="utf-8")
    assert main(["verify", str(COUNTY), "-o", str(tmp_path / "无此" / "x.txt")]) == 2


def test_warnings_of_reading_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "s.csv"
    path.write_text("学校名称,学校类型,毕业生数,班级总数,不认识的列\n甲校,小学,1,1,1\n", encoding="utf-8")
    main(["verify", str(path), "--region", "109901", "--year", "2024"])
    out = capsys.readouterr().out
    assert "读取数据时的提示" in out
    assert "INP413" in out


def test_a_template_nobody_has_filled_in_is_no_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "填报表.xlsx"
    assert main(["template", "示例县", "--year", "2024", "-o", str(book)]) == 0
    capsys.readouterr()
    assert main(["verify", str(book)]) == 0
    assert "示例县（109901）截至 2024 年：0 个数" in capsys.readouterr().out


def test_stability_follows_the_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(ROOT / "inputs" / "dongli-2020.csv")
    assert main(["verify", path, "--stability", "0.5%"]) == 0
    out = capsys.readouterr().out
    assert out.index("共核查 1 个地区") < out.index("±0.5%")
    assert main(["verify", path, "--stability", "80%"]) == 2
    with pytest.raises(SystemExit):
        main(["verify", path, "--stability", "1%", "-o", str(tmp_path / "x.json")])
