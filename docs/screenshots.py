"""The pictures of the handbook: `make handbook` follows docs/手册.md to the letter and takes pictures of what comes of it.

Wants what the machine has: chromium (through playwright), LibreOffice and pdftoppm (poppler-utils), Noto CJK fonts.
"""

import functools
import html
import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image, ImageChops
from rich.cells import cell_len

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
LIMIT = 150_000  # bytes of one picture
COLOURS = 160
_SCREEN = """<meta charset="utf-8"><style>body{{margin:0;background:#1e1e1e}}
pre{{display:inline-block;margin:0;padding:14px 18px;color:#e6e6e6;font:15px/1.45 'Noto Sans Mono CJK SC',monospace}}
b{{color:#8fd18f;font-weight:normal}}
i{{display:inline-block;width:.5em;font:inherit;font-family:'DejaVu Sans Mono';line-height:1}}</style><pre><b>&gt; {command}</b>\n{text}</pre>"""


def keep(name: str, picture: Image.Image) -> None:
    """Writes a picture with a small palette; refuses one that is too heavy for a page."""
    content = io.BytesIO()
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(content, "PNG", optimize=True)
    if len(content.getvalue()) > LIMIT:
        raise SystemExit(f"{name}.png: {len(content.getvalue())} bytes, more than {LIMIT}")
    (IMAGES / f"{name}.png").write_bytes(content.getvalue())


def keep_page(name: str, page: Any, **options: Any) -> None:
    """What the browser shows now."""
    keep(name, Image.open(io.BytesIO(page.screenshot(**options))))


def terminal(page: Any, name: str, command: str, text: str, lines: int) -> None:
    """The first lines a command prints, as a window shows them."""
    shown = "\n".join(text.splitlines()[:lines])
    page.set_content(_SCREEN.format(command=html.escape(command), text="".join(_cell(sign) for sign in shown)))
    keep(name, Image.open(io.BytesIO(page.locator("pre").screenshot())))


def paper(document: Path, says: str, pages: int = 1, dpi: int = 80) -> list[Image.Image]:
    """Pages of an office file as LibreOffice prints them, from the first that says a text (blanks apart)."""
    with TemporaryDirectory() as folder:
        office = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        _quiet([*office, "--outdir", folder, str(document)])
        printed = f"{folder}/{document.stem}.pdf"
        texts = _quiet(["pdftotext", "-layout", printed, "-"]).split("\f")
        first = next(number for number, text in enumerate(texts, 1) if says in "".join(text.split()))
        span = ["-f", str(first), "-l", str(first + pages - 1)]
        _quiet(["pdftoppm", "-png", "-r", str(dpi), *span, printed, f"{folder}/page"])
        return [Image.open(io.BytesIO(path.read_bytes())) for path in sorted(Path(folder).glob("page*.png"))]


def corner(page: Image.Image, width: int, height: int) -> Image.Image:
    """The upper left of a page, without its margins."""
    left, top, *_ = ImageChops.difference(page.convert("L"), Image.new("L", page.size, 255)).getbbox() or (0, 0)
    left, top = max(left - 10, 0), max(top - 10, 0)
    return page.crop((left, top, min(left + width, page.width), min(top + height, page.height)))


def beside(pages: list[Image.Image]) -> Image.Image:
    """Pages next to each other on grey."""
    gap = 12
    whole = Image.new("RGB", (sum(page.width + gap for page in pages) + gap, pages[0].height + 2 * gap), "#d0d0d0")
    left = gap
    for page in pages:
        whole.paste(page, (left, gap))
        left += page.width + gap
    return whole


def web(open_: Callable[..., Any], desk: Path) -> None:
    """The HTML reports: the opening, an opened row, a telephone, the tree, the comparison."""
    page = open_(1280, 800)
    page.goto((desk / "报告.html").as_uri())
    keep_page("网页-总体", page)
    page.set_viewport_size({"width": 1100, "height": 960})
    page.locator("#q").fill("义务教育巩固率")
    page.locator("#list > li details, #list > details").first.evaluate("row => { row.open = true }")
    page.evaluate("document.getElementById('tools').scrollIntoView()")
    keep_page("网页-逐项", page)
    page.set_viewport_size({"width": 1100, "height": 760})
    telephone = open_(390, 780)
    telephone.goto((desk / "报告.html").as_uri())
    keep_page("网页-手机", telephone)
    page.goto((desk / "优质均衡.html").as_uri())
    page.evaluate("document.getElementById('conclusions').scrollIntoView()")
    keep_page("网页-综合结论", page)
    page.goto((desk / "变化.html").as_uri())
    keep_page("变化", page)


def main() -> None:
    """Follows the handbook in a folder of its own, then takes every picture."""
    sys.path.insert(0, str(ROOT / "tests"))
    from playwright.sync_api import sync_playwright

    from guide_desk import follow

    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as driver:
        desk = Path(folder)
        printed = follow("docs/手册.md", desk)
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        screen = browser.new_page(viewport={"width": 1100, "height": 760})
        for name, command, lines in (
            ("数据核查", "dabiao verify 填错的表.csv", 40),
            ("屏幕报告", "dabiao check inputs/示例-东丽-2023.csv", 47),
        ):
            terminal(screen, name, command, printed[command], lines)
        web(functools.partial(_opened, browser), desk)
        browser.close()
        keep("填报表", corner(paper(desk / "填报表.xlsx", "指标填报天津市", dpi=120)[0], 1310, 530))
        keep("Excel-自评表", corner(paper(desk / "报告.xlsx", "自评表第", dpi=110)[0], 1160, 560))
        keep("Word-自评报告", beside(paper(desk / "优质均衡-自评报告.docx", "自评报告", pages=2)))
        keep("整改台账", corner(paper(desk / "整改台账.xlsx", "整改台账", dpi=125)[0], 1440, 430))


def _cell(sign: str) -> str:
    """A character as wide as a terminal counts it: signs that Chinese fonts draw wide take half."""
    narrow = ord(sign) > 0x7F and cell_len(sign) == 1
    return f"<i>{sign}</i>" if narrow else html.escape(sign)


def _opened(browser: Any, width: int, height: int) -> Any:
    return browser.new_page(viewport={"width": width, "height": height})


def _quiet(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8", timeout=180).stdout


if __name__ == "__main__":
    main()
