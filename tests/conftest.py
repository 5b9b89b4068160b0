"""What all tests share: Bahasa Indonesia at the start of each, and one Chromium a test process."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from inovik_forms import words

# Without the background flags Chromium looks for hosts that a closed network refuses.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(autouse=True)
def in_the_source_language() -> None:
    """A test that asks for English leaves nothing behind."""
    words.use_language(words.SOURCE_LANGUAGE)


@pytest.fixture(scope="session")
def chromium_arguments() -> list[str]:
    """For a test that opens and closes a browser of its own, through `chromium.browser_type`."""
    return ARGUMENTS


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Playwright's synchronous driver allows no second one beside it."""
    path = shutil.which("chromium-headless-shell")
    assert path, "Debian's chromium-headless-shell is missing (scripts/setup.sh test)"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
