"""Two writers in a loop on one ledger, killed at random points; then nothing may be lost, doubled or half written.

    python tests/ledger_soak.py --kills 200

Each round starts on a ledger that is not there yet. A writer notes every command before it runs it and again when it has reported
success; both notes carry a token that the command writes into the ledger.
"""

import argparse
import contextlib
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "engine"), str(ROOT / "tests")]

from dabiao.cli.main import main as dabiao  # noqa: E402
from dabiao.ledger.model import CLOSE, FOUND, RUN, SET, finding_id  # noqa: E402
from dabiao.ledger.store import check, events, findings, reading  # noqa: E402
from dabiao.reports.json_report import render  # noqa: E402
from report_sample import assessment, figure  # noqa: E402

WRITERS = ("w1", "w2")
NAMES = tuple(f"指标{n}" for n in range(6))
IDS = tuple(finding_id("110101", "demo-plan-2021", name, None, None) for name in NAMES)
KILLS_A_ROUND = 20


class Tally(NamedTuple):
    """What a soak saw: kills, commands that reported success, commands cut off, and of those how many were there all the same."""

    rounds: int
    kills: int
    succeeded: int
    cut_off: int
    cut_off_but_there: int
    events: int
    wrong: list[str]


def make_assessment(token: str, pick: random.Random) -> bytes:
    """A whole assessment in which every target fails by some gap; the token makes its fingerprint its own."""
    verdicts = [figure(name, "not_met", "90", "99", gap=str(pick.randint(1, 9))) for name in NAMES]
    return render(assessment(*verdicts, inputs=((token, "0" * 64),)))


def write_for_ever(name: str, folder: Path, seed: int) -> None:
    """Runs commands until it is killed."""
    pick = random.Random(seed)  # noqa: S311 - a choice of commands, no secret
    ledger = str(folder / "台账.db")
    for number in range(1_000_000):
        token = f"{name}-{seed}-{number}"
        what = "update" if number == 0 else pick.choice(("update", "set", "set", "set", "close", "import"))
        arguments = _command(what, token, name, folder, pick)
        note(folder, name, f"try {what} {token}")
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as told:
            code = dabiao(["ledger", arguments[0], "--ledger", ledger, *arguments[1:]])
        if code == 0:
            note(folder, name, f"did {what} {token}")
        elif "LED809" in told.getvalue():  # the other writer has closed it
            note(folder, name, f"not {what} {token}")
        else:
            note(folder, name, f"bad {what} {token} {code} {told.getvalue()!r}")


def _command(what: str, token: str, name: str, folder: Path, pick: random.Random) -> list[str]:
    ident = pick.choice(IDS)
    if what == "update":
        file = folder / f"{name}.json"
        file.write_bytes(make_assessment(token, pick))
        return ["update", str(file)]
    if what == "set":
        return ["set", ident, "--by", name, "--措施", token]
    if what == "import":
        file = folder / f"{name}.xlsx"
        _edited_workbook(folder, file, ident, token)
        return ["import", str(file), "--by", name, "--force", ident]
    return ["close", ident, "--by", name, "--reason", token]


def _edited_workbook(folder: Path, file: Path, ident: str, token: str) -> None:
    import openpyxl

    with contextlib.redirect_stdout(io.StringIO()):
        dabiao(["ledger", "export", "--ledger", str(folder / "台账.db"), "-o", str(file)])
    book = openpyxl.load_workbook(file)
    sheet = book["整改台账"]
    heads = {str(cell.value): cell.column or 0 for cell in sheet[2]}
    for row in range(3, sheet.max_row + 1):
        if sheet.cell(row, heads["台账编号（勿改）"]).value == ident:
            sheet.cell(row, heads["整改结果"]).value = token
    book.save(file)


def note(folder: Path, name: str, text: str) -> None:
    """Appends a line to the writer's notes, at once."""
    with (folder / f"{name}.notes").open("a", encoding="utf-8") as file:
        file.write(text + "\n")


def notes(folder: Path) -> list[list[str]]:
    """All whole lines of all notes, in words; the last line may have been cut off by a kill."""
    lines = []
    for name in WRITERS:
        path = folder / f"{name}.notes"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        lines += [line.split(" ", 3) for line in text.split("\n")[:-1]]
    return lines


def soak(kills: int, seed: int) -> Tally:
    """Kills writers at random points, so many times; rounds of KILLS_A_ROUND, each on a new ledger."""
    pick = random.Random(seed)  # noqa: S311
    rounds: list[Tally] = []
    while sum(one.kills for one in rounds) < kills:
        with tempfile.TemporaryDirectory() as folder:
            count = min(KILLS_A_ROUND, kills - sum(one.kills for one in rounds))
            _round(Path(folder), count, pick)
            rounds.append(judge(Path(folder))._replace(kills=count))
    return Tally(
        rounds=len(rounds),
        kills=sum(one.kills for one in rounds),
        succeeded=sum(one.succeeded for one in rounds),
        cut_off=sum(one.cut_off for one in rounds),
        cut_off_but_there=sum(one.cut_off_but_there for one in rounds),
        events=sum(one.events for one in rounds),
        wrong=[text for one in rounds for text in one.wrong],
    )


def _round(folder: Path, kills: int, pick: random.Random) -> None:
    running = {name: _start(name, folder, pick) for name in WRITERS}
    for number in range(kills):
        name = pick.choice(WRITERS)
        if number % 5:
            _wait_for_success(folder, name, running[name])
            time.sleep(pick.uniform(0, 0.08))
        else:
            time.sleep(pick.uniform(0, 0.5))  # anywhere, also while it starts or makes the file
        running[name].kill()
        running[name].wait()
        running[name] = _start(name, folder, pick)
    _wait_for_success(folder, name, running[name])
    for process in running.values():
        process.kill()
        process.wait()


def _start(name: str, folder: Path, pick: random.Random) -> "subprocess.Popen[bytes]":
    (folder / f"{name}.mark").write_text(str(_size(folder, name)), encoding="utf-8")
    command = [sys.executable, str(Path(__file__)), "--writer", name, str(folder), str(pick.randrange(10**9))]
    return subprocess.Popen(command, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})


def _size(folder: Path, name: str) -> int:
    path = folder / f"{name}.notes"
    return path.stat().st_size if path.exists() else 0


def _wait_for_success(folder: Path, name: str, process: "subprocess.Popen[bytes]") -> None:
    """Until the writer has done a command since it was started."""
    before = int((folder / f"{name}.mark").read_text(encoding="utf-8"))
    path = folder / f"{name}.notes"
    for _ in range(6000):
        if _size(folder, name) > before and "did " in path.read_bytes()[before:].decode(errors="replace"):
            return
        assert process.poll() is None, "a writer ended by itself"
        time.sleep(0.01)
    raise AssertionError("a writer does nothing")


def judge(folder: Path) -> Tally:
    """What stands in the ledger against what the writers noted."""
    said = notes(folder)
    tried = {line[2] for line in said if line[0] == "try"}
    done = {line[2]: line[1] for line in said if line[0] == "did"}
    wrong = [" ".join(line) for line in said if line[0] == "bad"]
    with reading(folder / "台账.db") as connection:
        wrong += check(connection)
        history = list(events(connection))
        known = len(findings(connection))
    there: Counter[str] = Counter()
    for event in history:
        if event.kind == RUN:
            there[event.facts["inputs"][0][0]] += 1
            follow = [each.kind for each in history[event.seq : event.seq + len(NAMES)]]
            if follow != [FOUND] * len(NAMES):
                wrong.append(f"half an assessment after event {event.seq}")
        elif event.kind in (SET, CLOSE):
            there[event.facts.get("measure") or event.facts.get("result") or event.facts.get("reason") or "?"] += 1
    wrong += [f"lost: {what} {token}" for token, what in done.items() if not there[token]]
    wrong += [f"doubled: {token}" for token, count in there.items() if count > 1]
    wrong += [f"from nowhere: {token}" for token in there if token not in tried]
    if [event.seq for event in history] != list(range(1, len(history) + 1)) or known != len(NAMES):
        wrong.append("the history has holes, or findings are missing")
    cut = tried - set(done) - {line[2] for line in said if line[0] == "not"}
    return Tally(1, 0, len(done), len(cut), sum(1 for token in cut if there[token]), len(history), wrong)


def main() -> int:
    """Runs a writer, or the soak; 1 where anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--writer", nargs=3)
    options = parser.parse_args()
    if options.writer:
        write_for_ever(options.writer[0], Path(options.writer[1]), int(options.writer[2]))
    tally = soak(options.kills, options.seed)
    print(json.dumps(tally._asdict(), ensure_ascii=False, indent=1))
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
