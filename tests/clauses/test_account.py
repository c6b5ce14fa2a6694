"""The account of a pack against its document: quotes, places, figures, coverage, seals."""

from pathlib import Path

import pytest

from dabiao.rules.build import build_rulebook
from dabiao.rules.clauses._readers import document_text
from dabiao.rules.clauses._text import fingerprint
from dabiao.rules.clauses.account import Account, account_of
from dabiao.rules.clauses.document import read_text
from dabiao.rules.files import bundled_rules, find_files
from dabiao.rules.model import Pack
from helpers import INDICATORS, REGIONS

SEEDS = bundled_rules().parent.parent / "shared" / "seeds"

DOCUMENT = """\
某县教育发展规划

一、发展目标

（一）学前教育

到2025年，覆盖率达到90%以上，新增学位300个。每所学校配备1名辅导员。

（二）义务教育

毛入学率达百分之九十九以上；确保覆盖率不低于85%。

二、组织实施

落实“八五”普法规划，开展2轮督导。
"""

PACK = """\
pack: plan
source: {title: 规划, number: null, issuer: null, issued: null, region: "350502", level: district, period: [2021, 2025]}
targets:
  - {id: a, indicator: coverage, value: ">= 90 %", force: must, clause: {at: 一（一） 第1段, quote: 覆盖率达到90%以上}}
  - {id: b, indicator: seats, total: ">= 300 个", force: must, clause: {at: 一（一）, quote: 新增学位300个}}
  - {id: c, indicator: school-share, each: school, require: 专职心理教师 >= 1, force: must,
     clause: {at: 一（一） 第1段, quote: 每所学校配备1名辅导员}}
  - {id: d, indicator: enrolment, value: ">= 99 %", force: must, clause: {at: 一（二）义务教育 第1段, quote: 毛入学率达百分之九十九以上}}
  - {id: e, indicator: coverage, value: ">= 85 %", force: must, clause: {at: 一（二） 第1段, quote: 覆盖率不低于85%}}
not_targets:
  - {at: 二 第1段, quote: 开展2轮督导, kind: vague}
"""


def pack_of(tmp_path: Path, text: str) -> Pack:
    (tmp_path / "indicators").mkdir(parents=True, exist_ok=True)
    (tmp_path / "indicators" / "all.yaml").write_text(INDICATORS, encoding="utf-8")
    (tmp_path / "regions.yaml").write_text(REGIONS, encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    rulebook, found = build_rulebook(find_files([tmp_path]))
    assert not found
    return rulebook.packs[0]


def account(pack: Pack, text: str = DOCUMENT) -> Account:
    return account_of(pack, read_text(text), fingerprint(text))


def sealed(pack: Pack, text: str = DOCUMENT) -> Pack:
    return pack._replace(
        account=tuple((quote.target, quote.sentence) for quote in account(pack, text).quotes if quote.target)
    )


def without(pack: Pack, *targets: str) -> Pack:
    return pack._replace(targets=tuple(t for t in pack.targets if t.id not in targets))


def test_a_sound_pack_closes(tmp_path: Path) -> None:
    result = account(pack_of(tmp_path, PACK))
    assert result.closes
    assert {m.hit.text for m in result.marked} == {"2025", "90", "300", "每", "1", "百分之九十九", "不低于", "85", "2"}


@pytest.mark.parametrize("target", ["a", "b", "c", "d", "e"])
def test_deleting_any_rule_breaks_the_account_and_names_the_sentence(tmp_path: Path, target: str) -> None:
    whole = sealed(pack_of(tmp_path, PACK))
    quote = next(t.clause.quote for t in whole.targets if t.id == target)
    result = account(without(whole, target))
    assert not result.closes
    assert any(quote in seal.sentence for seal in result.seals if seal.target == target)


def test_a_figure_without_a_rule_is_unaccounted(tmp_path: Path) -> None:
    result = account(without(pack_of(tmp_path, PACK), "b"))
    assert [m.hit.text for m in result.unaccounted] == ["300"]
    assert "新增学位300个" in result.unaccounted[0].sentence


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        pytest.param("at: 一（二） 第1段", "at: 一（一） 第1段", "wrong_place", id="another section"),
        pytest.param(
            "at: 一（一）, quote: 新增学位300个", "at: 九, quote: 新增学位300个", "wrong_place", id="no such section"
        ),
        pytest.param("quote: 覆盖率不低于85%", "quote: 覆盖率不低于86%", "not_found", id="another figure"),
    ],
)
def test_a_quote_that_is_not_there_is_told(tmp_path: Path, old: str, new: str, status: str) -> None:
    result = account(pack_of(tmp_path, PACK.replace(old, new)))
    assert [quote.status for quote in result.lost] == [status]


def test_the_rules_number_must_stand_in_the_quote(tmp_path: Path) -> None:
    result = account(pack_of(tmp_path, PACK.replace('">= 99 %"', '">= 98 %"')))
    assert [(quote.target, quote.missing) for quote in result.unequal] == [("d", ("98",))]


def test_a_changed_sentence_shows_the_rules_it_touches(tmp_path: Path) -> None:
    whole = sealed(pack_of(tmp_path, PACK))
    result = account(whole, DOCUMENT.replace("；确保", "；努力确保"))
    assert [seal.target for seal in result.seals] == ["e"]


def test_a_whole_section_may_be_history(tmp_path: Path) -> None:
    text = PACK.replace(
        "{at: 二 第1段, quote: 开展2轮督导, kind: vague}", "{at: 二, quote: 组织实施, kind: context, whole: true}"
    )
    assert account(pack_of(tmp_path, text)).closes


def test_html_and_docx_read_like_the_text(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    paragraphs = [line for line in DOCUMENT.split("\n") if line]
    page = tmp_path / "plan.html"
    page.write_text(
        "<html><body>" + "".join(f"<p>{line}</p>" for line in paragraphs) + "<script>9999</script></body></html>",
        encoding="utf-8",
    )
    document = docx.Document()
    for line in paragraphs:
        document.add_paragraph(line)
    word = tmp_path / "plan.docx"
    document.save(str(word))
    pack = pack_of(tmp_path / "rules", PACK)
    for path in (page, word):
        assert account(pack, document_text(path)).closes


def test_tables_keep_their_rows_in_html_and_docx(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    rows = [("指标", "2020年", "2025年"), ("巩固率（%）", "99.0", "99.5")]
    page = tmp_path / "table.html"
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    page.write_text(f"<p>一、目标</p><table>{cells}</table>", encoding="utf-8")
    document = docx.Document()
    document.add_paragraph("一、目标")
    table = document.add_table(rows=2, cols=3)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    word = tmp_path / "table.docx"
    document.save(str(word))
    for path in (page, word):
        blocks = [b for b in read_text(document_text(path)).blocks if b.kind == "row"]
        assert [b.folded for b in blocks] == ["指标2020年2025年", "巩固率(%)99.0|99.5"]


def document_of(pack: Pack) -> Path | None:
    for path in sorted(SEEDS.glob("*.txt")) if SEEDS.is_dir() else ():
        if fingerprint(path.read_text(encoding="utf-8")) == pack.source.fingerprint:
            return path
    return None


def bundled_packs() -> list[Pack]:
    return [pack for pack in build_rulebook(find_files([bundled_rules()]))[0].packs if pack.source.fingerprint]


_APART = 7


@pytest.mark.parametrize("pack", bundled_packs(), ids=lambda pack: pack.id)
def test_each_bundled_pack_closes_and_no_rule_can_be_taken_out(pack: Pack) -> None:
    path = document_of(pack)
    if path is None:
        pytest.skip("原文不在检出目录旁边，无法核对")
    text = path.read_text(encoding="utf-8")
    document = read_text(text)
    assert account_of(pack, document, fingerprint(text)).closes
    # several at once, none of them near another: rules that rest on one sentence stand side by side
    idents = list(dict.fromkeys(target.id for target in pack.targets))
    for start in range(_APART):
        taken = idents[start::_APART]
        seals = account_of(without(pack, *taken), document, fingerprint(text)).seals
        assert {seal.target for seal in seals if seal.sentence} >= set(taken)
