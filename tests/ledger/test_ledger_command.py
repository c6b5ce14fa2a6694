"""dabiao ledger as a person runs it, from an assessment to the crossed-off problem."""

import json
from pathlib import Path

import pytest

from dabiao.cli.main import main
from ledger_helpers import ident, outcome, stand, write, year

ROOT = Path(__file__).resolve().parents[2]


def run(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str | Path) -> tuple[int, str, str]:
    code = main(["ledger", *map(str, arguments)])
    captured = capfdbinary.readouterr()
    return code, captured.out.decode(), captured.err.decode()


@pytest.fixture(autouse=True)
def _desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """A folder with a ledger of two years under its usual name."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    school = outcome("not_met", "2", "counsellors", entity="甲校", lead=("教育局", "财政局"))
    write(tmp_path / "2021.json", year(2021, outcome("not_met", "5"), school))
    write(tmp_path / "2022.json", year(2022, outcome("not_met", "6"), school._replace(verdict="met", gap="0")))
    assert run(capfdbinary, "update", "2021.json")[0] == 0


def test_a_year_in_the_life_of_a_problem(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    short = ident()[:8]
    code, out, _ = run(
        capfdbinary,
        "set",
        short,
        "--by",
        "王老师",
        "--责任人",
        "李校长",
        "--时限",
        "2022年6月底",
        "--today",
        "2022-01-05",
    )
    assert (code, "责任人、整改时限" in out) == (0, True)
    code, out, _ = run(capfdbinary, "update", "2022.json", "--today", "2023-03-01")
    assert "加重 1，已达标 1" in out
    code, out, _ = run(capfdbinary, "list", "--overdue", "--today", "2022-07-01")
    assert (short in out, "已逾期" in out, "甲校" in out) == (True, True, False)
    assert short not in run(capfdbinary, "list", "--overdue", "--today", "2022-06-30")[1]
    code, out, err = run(
        capfdbinary,
        "close",
        short,
        "--by",
        "王老师",
        "--reason",
        "已整改",
        "--evidence",
        "验收单",
        "--today",
        "2023-05-01",
    )
    assert (code, "LED815" in err) == (0, True)
    code, out, _ = run(capfdbinary, "show", short)
    order = [out.index(text) for text in ("评估发现：", "2022-01-05　王老师　填写", "销号：已整改；佐证：验收单")]
    assert order == sorted(order)
    assert run(capfdbinary, "check")[0] == 0
    assert run(capfdbinary, "list", "--open")[1].startswith("共 0 条")


def test_set_clears_with_an_empty_text_and_says_when_nothing_changes(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    run(capfdbinary, "set", ident(), "--by", "王", "--措施", "一")
    assert "没有变化" in run(capfdbinary, "set", ident(), "--by", "王", "--措施", " 一 ")[1]
    run(capfdbinary, "set", ident(), "--by", "王", "--措施", "")
    one = stand(tmp_path / "台账.db")[0]
    assert (one.measure, one.version) == ("", 3)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ([], 2),
        (["--open"], 2),
        (["--school", "甲"], 1),
        (["--office", "财政"], 1),
        (["--office", "公安"], 0),
        (["--region", "110101"], 2),
        (["--region", "示例区"], 2),
        (["--region", "110102"], 0),
        (["--state", "new"], 2),
        (["--state", "closed", "--state", "resolved"], 0),
    ],
    ids=str,
)
def test_list_filters(capfdbinary: pytest.CaptureFixture[bytes], wanted: list[str], found: int) -> None:
    rows = json.loads(run(capfdbinary, "list", "--format", "json", *wanted)[1])
    assert len(rows) == found


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), "CLI001"),
        (("erase",), "CLI001"),
        (("close", "ID", "--by", "王"), "CLI001"),
        (("close", "ID", "--by", " ", "--reason", "好"), "LED810"),
        (("close", "ID", "--by", "王", "--reason", "\u200b"), "LED810"),
        (("close", "ID", "--by", "王", "--reason", "好", "--today", "昨天"), "CLI001"),
        (("close", "ID", "--by", "王", "--reason", "长" * 30_001), "LED811"),
        (("close", "ffffffff", "--by", "王", "--reason", "好"), "LED807"),
        (("show", "a"), "LED808"),
        (("show", ""), "LED808"),
        (("set", "ID", "--by", "王"), "LED817"),
        (("set", "ID", "--by", "王", "--时限", "快了"), "LED812"),
        (("set", "ID", "--by", "王", "--措施", "长" * 30_001), "LED811"),
        (("list", "--overdue"), "LED816"),
        (("list", "--ledger", "无.db"), "LED801"),
        (("export", "-o", "无/台账.xlsx"), "CLI006"),
        (("import", "2021.json", "--by", "王"), "INP404"),
    ],
    ids=str,
)
def test_what_a_person_gets_wrong_is_said_with_a_code(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], arguments: tuple[str, ...], code: str
) -> None:
    before = stand(tmp_path / "台账.db")
    try:
        ended, _, err = run(capfdbinary, *(ident() if text == "ID" else text for text in arguments))
    except SystemExit as left:
        ended, err = int(str(left.code)), capfdbinary.readouterr().err.decode()
    assert (ended, code in err, "Traceback" in err) == (2, True, False)
    assert stand(tmp_path / "台账.db") == before


def test_a_closed_problem_is_not_closed_again(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(capfdbinary, "close", ident(), "--by", "王", "--reason", "好")[0] == 0
    code, _, err = run(capfdbinary, "close", ident(), "--by", "李", "--reason", "好")
    assert (code, "LED809" in err) == (2, True)


def test_an_ambiguous_beginning_names_what_it_could_be(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Among some hundred findings two begin alike in four places now and then; here one is looked for until it is so."""
    names = [f"t{n}" for n in range(600)]
    write(tmp_path / "many.json", year(2022, *(outcome("not_met", "1", name) for name in names)))
    run(capfdbinary, "update", "many.json")
    starts: dict[str, list[str]] = {}
    for name in names:
        starts.setdefault(ident(name)[:4], []).append(ident(name))
    start, alike = next((start, ids) for start, ids in starts.items() if len(ids) > 1)
    code, _, err = run(capfdbinary, "show", start)
    assert (code, "LED808" in err, all(one in err for one in alike)) == (2, True, True)
    assert run(capfdbinary, "show", alike[0])[0] == 0


def test_the_real_samples_go_in_and_come_out(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Every not_met and behind of the sample county and of 东丽 2023 is a finding, with its gap and clause."""
    files = ["示例-优质均衡.csv", "示例-优质均衡-学校.csv"]
    made = []
    for name, inputs in (("a.json", files), ("b.json", ["示例-东丽-2023.csv"])):
        command = [
            "check",
            *(str(ROOT / "inputs" / one) for one in inputs),
            "--engine",
            "reference",
            "--format",
            "json",
            "-o",
            name,
        ]
        assert main(command) == 1
        made.append(json.loads((tmp_path / name).read_text("utf-8")))
    assert run(capfdbinary, "update", "a.json", "b.json", "--ledger", "真.db")[0] == 0
    failing = [v for one in made for v in one["verdicts"] if v["verdict"] in ("not_met", "behind")]
    found = stand(tmp_path / "真.db")
    assert sorted((f.pack, f.target, f.stage or "", f.entity or "", f.gap or "") for f in found) == sorted(
        (v["pack"], v["target"], v["stage"] or "", v["entity"] or "", v["gap"] or "") for v in failing
    )
    for finding in found:
        (verdict,) = [
            v
            for v in failing
            if (v["pack"], v["target"], v["stage"], v["entity"])
            == (finding.pack, finding.target, finding.stage, finding.entity)
        ]
        assert verdict["clause"]["quote"] in finding.basis
        assert verdict["shown"] is None or f"{verdict['shown']} {verdict['unit']}" in finding.problem
