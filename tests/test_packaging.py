"""The wheel, built from the sdist and installed in an empty environment outside the checkout, checks a CSV."""

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def run(*command: str | Path, cwd: Path) -> str:
    """Standard output of a command that must succeed; nothing of this checkout on its path."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PYTEST", "XDG"))}
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-3000:]
    return done.stdout.decode()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel built from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", folder, ROOT, cwd=folder)
    return folder


def test_sdist_and_wheel_carry_the_rules(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"rules/regions.yaml", "rules/schema/pack.schema.json", "inputs/dongli-2020.csv", "LICENSE"} <= names
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        files = set(wheel.namelist())
    bundled = {f"dabiao/_bundled/{path.relative_to(ROOT)}" for path in (ROOT / "rules").rglob("*.*")}
    assert bundled <= files
    assert "dabiao/py.typed" in files
    pages = ROOT / "engine" / "dabiao" / "reports" / "html"
    assert {f"dabiao/reports/html/{path.relative_to(pages)}" for path in pages.glob("*s/*.*")} <= files


def test_the_installed_wheel_checks_a_csv(built: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    programs = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    run(programs / "python", "-m", "pip", "install", "--quiet", next(built.glob("*.whl")), cwd=tmp_path)
    (tmp_path / "数据.csv").write_text("地区,年份,指标,数值\n东丽区,2025,普惠性幼儿园覆盖率,83\n", encoding="gb18030")
    out = run(programs / "dabiao", "check", "数据.csv", "--format", "json", "--fail-on", "never", cwd=tmp_path)
    verdicts = {verdict["target"]: verdict["verdict"] for verdict in json.loads(out)["verdicts"]}
    assert verdicts["inclusive-coverage-text"] == "met"
