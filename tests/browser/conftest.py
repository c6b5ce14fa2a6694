"""A real browser over pages written to a folder; without chromium or playwright these tests are skipped and say so."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome")


class Opened:
    """A page as a person would open it: from the disk, watched for errors and for requests that leave the file."""

    def __init__(self, browser: Any, path: Path, width: int, scripts: bool) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("dialog", self._refuse)
        self.page.on("request", lambda request: self._left(request.url, path.as_uri()))
        self.page.goto(path.as_uri())

    def _refuse(self, dialog: Any) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _left(self, url: str, own: str) -> None:
        if url.partition("#")[0] != own:
            self.complaints.append(f"request: {url}")

    def until(self, said: str) -> None:
        """Waits until a text is there. (A page that lets no text be run as code can not be asked in a loop.)"""
        self.page.get_by_text(said, exact=True).wait_for()

    def visible(self, selector: str) -> list[str]:
        """The ids of the elements a selector finds that are shown, in their order."""
        found = "found => found.filter(one => one.offsetParent !== null).map(one => one.id)"
        return list(self.page.locator(selector).evaluate_all(found))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's chromium, driven by playwright."""
    api = pytest.importorskip("playwright.sync_api", reason="没有安装 playwright，浏览器测试跳过")
    path = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("没有 chromium，浏览器测试跳过（Debian：apt-get install chromium fonts-noto-cjk）")
    with api.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Opens a report's bytes; at the end no page may have complained or asked for anything but itself."""
    opened: list[Opened] = []

    def open_(content: bytes, width: int = 1280, scripts: bool = True) -> Opened:
        path = tmp_path / f"报告 {len(opened)}.html"
        path.write_bytes(content)
        opened.append(Opened(browser, path, width, scripts))
        return opened[-1]

    yield open_
    complaints = [complaint for one in opened for complaint in one.complaints]
    for one in opened:
        one.context.close()
    assert complaints == []
