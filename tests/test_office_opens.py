"""LibreOffice opens the reports without a head and prints them: nothing is ####, every part is there, on a plausible number of pages.

Skipped where soffice is not installed (apt-get install --no-install-recommends libreoffice-calc libreoffice-writer fonts-noto-cjk).
"""

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from dabiao.reports import docx, xlsx
from office_helpers import COUNTY, DONGLI, SAMPLE_YEAR, mapped, report_bytes, sample, workbook_bytes
from report_sample import SAMPLE, assessment, figure

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="没有安装 LibreOffice（soffice）")
NAMES = (DONGLI, SAMPLE_YEAR, COUNTY)
WIDE = assessment(
    figure("经费", "not_met", "123456789012.345", "999999999999.999", shown="123456789012.345", gap="876543210987.654", unit="元"),
    figure("学位", "met", "123456789012345", "1", shown="123456789012345", unit="个", entity="甲校", stage="小学"),
)  # fmt: skip
HOSTILE = mapped(SAMPLE, lambda text: f"=1+1<b>\u202e𠮷😀{text}" + "长" * 200)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PdfReader]:
    """Every report as a PDF, all made in one run: the office takes seconds to start."""
    folder = tmp_path_factory.mktemp("office")
    files = {f"{name}.xlsx": workbook_bytes(name) for name in NAMES}
    files |= {f"{name}.docx": report_bytes(name) for name in NAMES}
    files |= {"wide.xlsx": xlsx.render(WIDE), "hostile.xlsx": xlsx.render(HOSTILE), "hostile.docx": docx.render(HOSTILE)}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for suffix in ("xlsx", "docx"):
        sources = sorted(folder.glob(f"*.{suffix}"))
        command = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder / suffix)]
        subprocess.run([*command, *map(str, sources)], check=True, capture_output=True, timeout=300)
    return {name: PdfReader(io.BytesIO((folder / name[-4:] / f"{Path(name).stem}.pdf").read_bytes())) for name in files}


def text_of(pdf: PdfReader) -> str:
    """The text of all pages, blanks left out."""
    return "".join("".join(page.extract_text().split()) for page in pdf.pages)


@pytest.mark.parametrize("name", NAMES)
def test_the_workbook_prints_whole(printed: dict[str, PdfReader], name: str) -> None:
    pdf, found = printed[f"{name}.xlsx"], sample(name)
    text = text_of(pdf)
    assert "###" not in text
    for sheet in ("明细", "自评表", "学校×指标", "差异系数", "问题清单", "待补数据和佐证", "整改台账"):
        assert sheet in text
    assert f"共检查{len(found.verdicts)}项" in text
    assert 15 <= len(pdf.pages) <= 60
    # every page is landscape, and numbered
    assert all(page.mediabox.width > page.mediabox.height for page in pdf.pages)
    assert f"第{len(pdf.pages)}页，共{len(pdf.pages)}页" in text


@pytest.mark.parametrize("name", NAMES)
def test_the_report_prints_whole(printed: dict[str, PdfReader], name: str) -> None:
    pdf = printed[f"{name}.docx"]
    text = text_of(pdf)
    assert sample(name).region_name in text
    for part in ("一、自查情况", "二、工作成效", "三、存在问题", "四、改进措施", "〔待填：成文日期〕"):
        assert part in text
    assert 15 <= len(pdf.pages) <= 70
    assert f"—{len(pdf.pages)}—" in "".join(pdf.pages[-1].extract_text().split())
    for page in pdf.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


def test_a_page_of_the_report_has_22_lines_at_most(printed: dict[str, PdfReader]) -> None:
    for page in printed[f"{COUNTY}.docx"].pages[4:12]:
        heights = {round(line) for line in _lines(page.extract_text(extraction_mode="layout"))}
        assert 15 <= len(heights) <= 23  # with the page number


def _lines(text: str) -> list[int]:
    return [index for index, line in enumerate(text.splitlines()) if line.strip()]


def test_numbers_wider_than_their_column_are_not_hidden(printed: dict[str, PdfReader]) -> None:
    text = text_of(printed["wide.xlsx"])
    assert "###" not in text
    assert "123456789012.345" in text
    assert "123456789012345" in text


@pytest.mark.parametrize("name", ["hostile.xlsx", "hostile.docx"])
def test_hostile_text_is_printed_as_text(printed: dict[str, PdfReader], name: str) -> None:
    text = text_of(printed[name])
    assert "=1+1<b>" in text
    assert "###" not in text
