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
HOSTILE = mapped(SAMPLE, lambda text: f"=1+1<b>\u202e𠮷😀{text}" + "长" * 20)


def printed(folder: Path, content: bytes, suffix: str) -> PdfReader:
    """A report as a PDF."""
    (folder / f"report.{suffix}").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / f"report.{suffix}")], check=True, capture_output=True, timeout=180)
    return PdfReader(io.BytesIO((folder / "report.pdf").read_bytes()))


def text_of(pdf: PdfReader) -> str:
    """The text of all pages, blanks left out."""
    return "".join("".join(page.extract_text().split()) for page in pdf.pages)


@pytest.mark.parametrize("name", NAMES)
def test_the_workbook_prints_whole(name: str, tmp_path: Path) -> None:
    pdf, found = printed(tmp_path, workbook_bytes(name), "xlsx"), sample(name)
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
def test_the_report_prints_whole(name: str, tmp_path: Path) -> None:
    pdf = printed(tmp_path, report_bytes(name), "docx")
    text = text_of(pdf)
    assert sample(name).region_name in text
    for part in ("一、自查情况", "二、工作成效", "三、存在问题", "四、改进措施", "〔待填：成文日期〕"):
        assert part in text
    assert 15 <= len(pdf.pages) <= 70
    assert f"—{len(pdf.pages)}—" in "".join(pdf.pages[-1].extract_text().split())
    for page in pdf.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


def test_numbers_wider_than_their_column_are_not_hidden(tmp_path: Path) -> None:
    text = text_of(printed(tmp_path, xlsx.render(WIDE), "xlsx"))
    assert "###" not in text
    assert "123456789012.345" in text
    assert "123456789012345" in text


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_hostile_text_is_printed_as_text(suffix: str, tmp_path: Path) -> None:
    render = xlsx.render if suffix == "xlsx" else docx.render
    text = text_of(printed(tmp_path, render(HOSTILE), suffix))
    assert "=1+1<b>" in text
    assert "###" not in text
