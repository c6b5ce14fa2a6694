"""LibreOffice opens the reports without a head and prints them: nothing is ####, every part is there, on a plausible number of pages.

Skipped where soffice is not installed (apt-get install --no-install-recommends libreoffice-calc libreoffice-writer fonts-noto-cjk).
"""

import io
import shutil
import subprocess
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from dabiao.reports import docx, xlsx
from office_helpers import COUNTY, DONGLI, SAMPLE_YEAR, mapped, report_bytes, sample, workbook_bytes
from report_sample import SAMPLE, assessment, figure

SOFFICE = shutil.which("soffice")
Printed = Callable[[str], PdfReader]
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="没有安装 LibreOffice（soffice）")
NAMES = (DONGLI, SAMPLE_YEAR, COUNTY)
WIDE = assessment(
    figure("经费", "not_met", "123456789012.345", "999999999999.999", shown="123456789012.345", gap="876543210987.654", unit="元"),
    figure("学位", "met", "123456789012345", "1", shown="123456789012345", unit="个", entity="甲校", stage="小学"),
)  # fmt: skip
HOSTILE = mapped(SAMPLE, lambda text: f"=1+1<b>\u202e𠮷😀{text}" + "长" * 20)


def reports() -> dict[str, bytes]:
    """Every report that is printed here, by the name of its file."""
    made = {"wide.xlsx": xlsx.render(WIDE), "hostile.xlsx": xlsx.render(HOSTILE), "hostile.docx": docx.render(HOSTILE)}
    for name in NAMES:
        made |= {f"{name}.xlsx": workbook_bytes(name), f"{name}.docx": report_bytes(name)}
    return made


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """A report as a PDF. LibreOffice takes as long to start as to print, so it prints all of them at once."""
    folder = tmp_path_factory.mktemp("office")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    made = reports()
    for name, content in made.items():
        (folder / name).write_bytes(content)
    for suffix in ("xlsx", "docx"):
        command = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder / suffix)]
        files = [str(folder / name) for name in made if name.endswith(suffix)]
        subprocess.run([*command, *files], check=True, capture_output=True, timeout=600)

    def open_(name: str) -> PdfReader:
        stem, _, suffix = name.rpartition(".")
        return PdfReader(io.BytesIO((folder / suffix / f"{stem}.pdf").read_bytes()))

    return open_


def text_of(pdf: PdfReader) -> str:
    """The text of all pages, blanks left out."""
    return "".join("".join(page.extract_text().split()) for page in pdf.pages)


@pytest.mark.parametrize("name", NAMES)
def test_the_workbook_prints_whole(name: str, printed: Printed) -> None:
    pdf, found = printed(f"{name}.xlsx"), sample(name)
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
def test_the_report_prints_whole(name: str, printed: Printed) -> None:
    pdf = printed(f"{name}.docx")
    text = text_of(pdf)
    assert sample(name).region_name in text
    for part in ("一、自查情况", "二、工作成效", "三、存在问题", "四、改进措施", "〔待填：成文日期〕"):
        assert part in text
    assert 15 <= len(pdf.pages) <= 70
    assert f"—{len(pdf.pages)}—" in "".join(pdf.pages[-1].extract_text().split())
    for page in pdf.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


def test_numbers_wider_than_their_column_are_not_hidden(printed: Printed) -> None:
    text = text_of(printed("wide.xlsx"))
    assert "###" not in text
    assert "123456789012.345" in text
    assert "123456789012345" in text


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_hostile_text_is_printed_as_text(suffix: str, printed: Printed) -> None:
    text = text_of(printed(f"hostile.{suffix}"))
    assert "=1+1<b>" in text
    assert "###" not in text
