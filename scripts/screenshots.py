"""Take the README's screenshots: `python scripts/screenshots.py http://127.0.0.1:8000 NAME=PASSWORD…`.

Names: kesehatan (staff), hukum (legal staff), koordinator. Phone pictures are 390 px wide, laptop pictures 1280 px.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).parent.parent / "docs" / "images"
PICTURES = (  # who, width, address, button to press, name of the picture
    ("kesehatan", 390, "/", "", "beranda-ponsel"),
    ("kesehatan", 390, "/isian/4/periksa", "", "jawaban-ponsel"),
    ("kesehatan", 1280, "/dokumen/3/rencana-aksi", "", "pratinjau"),
    ("hukum", 1280, "/isian/19/bagian/naskah", "Tampilkan di samping", "di-samping"),
    ("koordinator", 1280, "/kemajuan", "", "kemajuan"),
)


def signed_in(browser: Browser, base: str, name: str, password: str, width: int) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 844 if width == 390 else 800})
    page.goto(f"{base}/masuk")
    page.fill("#nama", name)
    page.fill("#sandi", password)
    page.click("main button.tombol")
    page.wait_for_url(f"{base}/")
    return page


def main(base: str, passwords: dict[str, str]) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        path = shutil.which("chromium-headless-shell")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, width, address, button, picture in PICTURES:
            page = signed_in(browser, base, name, passwords[name], width)
            page.goto(base + address)
            page.wait_for_load_state("networkidle")
            if button:
                page.get_by_role("button", name=button).first.click()
                page.frame_locator("iframe").locator("[data-path]").first.wait_for()
                page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=IMAGES / f"{picture}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], dict(pair.split("=", 1) for pair in sys.argv[2:]))
