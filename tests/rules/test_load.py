"""Folders of rules: every problem of every file at once, extra folders, single packs, missing ones."""

from pathlib import Path

import pytest

from dabiao.diagnostics import RuleError
from dabiao.rules.build import build_rulebook
from dabiao.rules.files import bundled_rules, find_files, fingerprint_of
from dabiao.rules.load import load_rulebook
from helpers import INDICATORS, REGIONS, findings, pack, rule_folder, target

GOOD = target('value: ">= 95 %"')
EXTRA_INDICATOR = 'indicators:\n  - {id: local-rate, name: 本地率, unit: "%", direction: higher, decimals: 1}\n'


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_problems_of_all_files_and_all_kinds_come_at_once(tmp_path: Path) -> None:
    packs = [
        pack([target('value: ">= 5 %"\nvaleu: 1')], "one"),
        pack([target('value: "5 %"'), target('value: ">= 5 所"', "u")], "two"),
        pack([GOOD], "three") + "pack: again\n",
        "pack: [",
        pack([target('value: ">= 5 %"', indicator="nothing")], "five"),
    ]
    extra = "  - {id: bad, name: 坏, unit: 公斤, direction: none, decimals: 0}\n"
    found = findings(tmp_path, *packs, indicators=INDICATORS + extra, regions=REGIONS)
    where = {(Path(d.spans[0].file).name, d.code) for d in found}
    assert where == {
        ("pack0.yaml", "SCH101"),
        ("pack1.yaml", "RUL202"),
        ("pack1.yaml", "LNK302"),
        ("pack2.yaml", "YAML010"),
        ("pack3.yaml", "YAML004"),
        ("all.yaml", "RUL212"),
    }
    assert all(d.hint and d.spans[0].line for d in found)


def test_loading_raises_with_everything_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "rules"
    write(folder, "甲.yaml", pack([target('value: "5"')], "one"))
    write(folder, "乙/丙.yml", pack([target('value: ">= 5 %"', indicator="nothing")], "two"))
    with pytest.raises(RuleError) as caught:
        load_rulebook([folder])
    assert {(Path(d.spans[0].file).name, d.code) for d in caught.value.diagnostics} == {
        ("甲.yaml", "RUL202"),
        ("丙.yml", "LNK301"),
    }


def test_an_extra_folder_adds_to_the_bundled_rules_and_shares_their_indicators(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    bundled, _ = load_rulebook()
    write(tmp_path / "rules", "indicators/local.yaml", EXTRA_INDICATOR)
    bound = [
        target('value: ">= 95 %"', indicator="local-rate"),
        target('value: ">= 9 %"', "u", "compulsory-retention-rate"),
    ]
    path = write(tmp_path / "rules", "市/县/plan.yaml", pack(bound, "local-plan"))
    book, found = load_rulebook([tmp_path / "rules"])
    assert not found
    assert {p.id for p in book.packs} == {*(p.id for p in bundled.packs), "local-plan"}
    assert book.pack("local-plan").file == str(path)
    assert set(book.indicators) == {*bundled.indicators, "local-rate"}
    with pytest.raises(KeyError):
        book.pack("no-such-pack")


def test_a_single_pack_file_is_added_once(tmp_path: Path) -> None:
    folder = rule_folder(tmp_path / "rules", pack([GOOD]))
    single = write(tmp_path, "indicators/single.yaml", pack([GOOD], "single"))
    files = find_files([folder], [single, folder / "pack0.yaml", single])
    assert [file.path for file in files].count(single) == 1
    book, found = build_rulebook(files)
    assert not found
    assert sorted(p.id for p in book.packs) == ["plan", "single"]


def test_a_folder_given_twice_is_read_once(tmp_path: Path) -> None:
    folder = rule_folder(tmp_path / "rules", pack([GOOD]))
    around = folder.parent / "other" / ".." / "rules"
    (folder.parent / "other").mkdir()
    assert find_files([folder, around, folder]) == find_files([folder])
    assert find_files([bundled_rules(), bundled_rules()]) == find_files([bundled_rules()])


def test_two_packs_of_one_id_name_both_files(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, pack([GOOD]), pack([GOOD]))
    assert found.code == "RUL222"
    assert [Path(span.file).name for span in found.spans] == ["pack1.yaml", "pack0.yaml"]
    assert found.hint


def test_every_missing_folder_and_file_is_named(tmp_path: Path) -> None:
    no_folder, no_pack = tmp_path / "没有", tmp_path / "没有.yaml"
    with pytest.raises(RuleError) as caught:
        find_files([tmp_path, no_folder], [no_pack, tmp_path])
    found = caught.value.diagnostics
    assert [(d.code, d.spans[0].file) for d in found] == [
        ("RUL220", str(no_folder)),
        ("RUL221", str(no_pack)),
        ("RUL221", str(tmp_path)),
    ]
    assert all(d.hint for d in found)


def test_an_empty_folder_gives_an_empty_rulebook(tmp_path: Path) -> None:
    book, found = build_rulebook(find_files([tmp_path]))
    assert (book.packs, book.indicators, found) == ((), {}, [])


def test_the_digest_follows_every_rule_file_and_nothing_else(tmp_path: Path) -> None:
    folder = rule_folder(tmp_path / "rules", pack([GOOD]), pack([GOOD], "two"))
    seen = [fingerprint_of(find_files([folder]))]
    write(folder, "README.md", "不是规则")
    write(folder, "schema/x.json", "{}")
    assert fingerprint_of(find_files([folder])) == seen[0]
    for name in ("regions.yaml", "indicators/all.yaml", "pack0.yaml", "pack1.yaml"):
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8") + "# 改\n", encoding="utf-8")
        seen.append(fingerprint_of(find_files([folder])))
    write(folder, "new.yml", "# 新\n")
    seen.append(fingerprint_of(find_files([folder])))
    (folder / "new.yml").rename(folder / "newer.yml")
    seen.append(fingerprint_of(find_files([folder])))
    (folder / "pack1.yaml").unlink()
    seen.append(fingerprint_of(find_files([folder])))
    assert len(set(seen)) == len(seen)


def test_the_order_of_files_is_fixed(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    names = ["b.yaml", "a.yaml", "c/a.yaml", "c/b.yml"]
    for number, name in enumerate(names):
        write(one, name, f"# {name}\n")
        write(other, names[-1 - number], f"# {names[-1 - number]}\n")
    orders = [[file.path.relative_to(folder) for file in find_files([folder])] for folder in (one, other)]
    assert orders[0] == orders[1]


def test_files_of_the_folder_one_is_in_are_shown_by_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "plan.yaml", "# 无")
    write(tmp_path, "indicators/all.yaml", "# 无")
    monkeypatch.chdir(tmp_path)
    assert [file.shown for file in find_files([Path()])] == [str(Path("indicators/all.yaml")), "plan.yaml"]
