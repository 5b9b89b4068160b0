"""The real server with its worker over the sample pack, and Debian's Chromium in front of it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from inovik_forms import packs
from inovik_forms.settings import Settings
from inovik_forms.store.migrate import migrate
from inovik_forms.store.store import Store

WIDTHS = {390: 844, 1280: 900}
PASSWORD = "kata-sandi-uji-coba"
FIELDS_FORM = Path(__file__).parent.parent / "cases" / "web" / "medan.md"
AXE = (Path(__file__).parent / "axe.min.js").read_text()


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of the running installation."""
    return tmp_path_factory.mktemp("situs")


class Installation:
    """A running installation with the sample pack; every account has the same password."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder = folder
        self.address = f"http://127.0.0.1:{self.port}"
        self.settings = Settings.from_env({"INOVIK_DATA_DIR": str(folder)})
        store = Store.open(self.settings)
        migrate(store.db.engine)
        pack, problems = packs.read_pack(packs.content_dir("packs") / "ambon")
        assert pack is not None, problems
        packs.load_pack(store, pack)
        for account in store.accounts():
            store.set_password(account.id, PASSWORD)
        store.close()
        self.start()

    def start(self) -> None:
        """Until it answers."""
        own = {"INOVIK_DATA_DIR": str(self.folder), "INOVIK_PORT": str(self.port), "INOVIK_WORKERS": "1"}
        command = [sys.executable, "-m", "inovik_forms", "serve"]
        self.server = subprocess.Popen(command, env={**os.environ, **own}, stdout=subprocess.DEVNULL)
        for _ in range(1200):
            assert self.server.poll() is None, "the server stopped"
            try:
                urllib.request.urlopen(f"{self.address}/sehat", timeout=10).close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not answer")

    def kill(self) -> None:
        """As the kernel does when memory runs out; until nobody listens any more."""
        self.server.kill()
        self.server.wait(timeout=30)
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)):
                    return
            time.sleep(0.1)
        raise AssertionError("somebody still listens")

    def stop(self) -> None:
        self.server.terminate()
        self.server.wait(timeout=30)


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """The address of a running installation."""
    installation = Installation(site_folder)
    try:
        yield installation.address
    finally:
        installation.stop()


def started(store: Store, name: str, form: str, title: str) -> int:
    """A new response of the education office to this questionnaire, about something new of this name; its number."""
    if name not in store.questionnaire_names():
        store.publish_questionnaire(name, form.encode(), f"{name}.md")
    return start(store, name, title)


def start(store: Store, name: str, title: str, username: str = "pendidikan") -> int:
    """… to one that is published, of this person's office."""
    office = store.account_by_username(username)
    assert office is not None
    subject = store.add_subject("inovasi", office.unit, title, office.username)
    return store.start_response(subject.id, name, office.username, {}).id


@pytest.fixture
def fields_response(site: str, store: Store) -> int:
    """A response of the education office, empty, to the questionnaire that has every kind of field."""
    return started(store, "medan", FIELDS_FORM.read_text(), "Semua medan")


class Visitor:
    """A person at a screen. Collects what the console says; `look` judges the page that is open. `store`: what the
    server has."""

    def __init__(self, context: BrowserContext, site: str, store: Store, is_plain: bool = False) -> None:
        self.is_plain = is_plain  # without scripts
        self.context = context
        self.site = site
        self.store = store
        self.page: Page = context.new_page()
        self.width = self.page.viewport_size["width"]  # type: ignore[index]
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))

    def go(self, path: str) -> None:
        self.page.goto(self.site + path)

    def enter(self, username: str) -> None:
        """Signed in without the page for it, and whoever was before is not any more."""
        account = self.store.account_by_username(username)
        assert account is not None
        token = self.store.open_session(account.id, datetime.now(UTC))
        self.context.add_cookies([{"name": "inovik_sesi", "value": token, "url": self.site, "httpOnly": True}])

    def sign_in(self, username: str) -> None:
        """As a person does, up to the start page."""
        self.go("/masuk")
        self.page.fill("#nama", username)
        self.page.fill("#sandi", PASSWORD)
        self.page.click("main button.tombol")
        self.page.wait_for_url(f"{self.site}/")

    def press(self, name: str) -> None:
        """A button or link by its words."""
        found = (
            self.page.locator("main")
            .get_by_role("button", name=name, exact=True)
            .or_(self.page.locator("main").get_by_role("link", name=name, exact=True))
        )
        self.follow(found.first)

    def follow(self, link: Locator) -> None:
        """Click what leads to another page, until that one is there."""
        if (
            self.is_plain
        ):  # a page that takes the place of the other: the click may return before the browser asks for it
            with self.page.expect_navigation():
                link.click()
        else:
            link.click()
            self.turned()

    def dressed(self) -> None:
        dressed(self.page)

    def turned(self, tab: Any = None) -> None:
        """Until the page that was sent has been followed by the next one."""
        page = tab or self.page
        page.locator("#formulir[data-dikirim]").wait_for(state="detached")
        page.wait_for_load_state()

    def look(self) -> None:
        """No sideways scrolling, nothing serious from axe, no complaint in the console."""
        page = self.page
        assert page.evaluate("document.documentElement.scrollWidth") <= self.width, page.url
        assert self.complaints == [], page.url
        found = self._axe()
        serious = [
            f"{v['id']}: {[n['target'] for n in v['nodes']][:3]}"
            for v in found
            if v["impact"] in ("serious", "critical")
        ]
        assert serious == [], page.url

    def _axe(self) -> list[dict[str, Any]]:
        # Through the debugger, which the page's policy (no eval, no inline script) does not bind.
        session = self.context.new_cdp_session(self.page)
        session.send("Runtime.evaluate", {"expression": AXE})
        answer = session.send(
            "Runtime.evaluate",
            {
                "expression": "axe.run(document, {iframes: false}).then(r => r.violations)",
                "awaitPromise": True,
                "returnByValue": True,
            },
        )
        session.detach()
        return answer["result"]["value"]


def dressed(page: Page) -> None:
    """Until all fields of the page are what they will be."""
    for _ in range(600):
        if page.evaluate("performance.getEntriesByName('inovik-siap').length"):
            return
        page.wait_for_timeout(25)
    raise AssertionError("not dressed")


@pytest.fixture
def store(site_folder: Path) -> Iterator[Store]:
    """What the running installation has."""
    store = Store.open(Settings.from_env({"INOVIK_DATA_DIR": str(site_folder)}))
    yield store
    store.close()


@pytest.fixture(params=WIDTHS, ids=lambda w: f"{w}px")
def visitor(request: pytest.FixtureRequest, chromium: Browser, site: str, store: Store) -> Iterator[Visitor]:
    context = chromium.new_context(
        viewport={"width": request.param, "height": WIDTHS[request.param]},
        locale="id-ID",
        timezone_id="Asia/Jayapura",
        accept_downloads=True,
    )
    context.set_default_timeout(15_000)
    # Nothing is set up or fetched ahead for a time without a network; test_offline.py looks at that.
    context.add_init_script("Object.defineProperty(NetworkInformation.prototype, 'saveData', {get: () => true})")
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'serviceWorker', {get: () => undefined})")
    yield Visitor(context, site, store)
    context.close()


@pytest.fixture
def plain_visitor(chromium: Browser, site: str, store: Store) -> Iterator[Visitor]:
    """A narrow screen without JavaScript."""
    context = chromium.new_context(
        viewport={"width": 320, "height": 640}, java_script_enabled=False, accept_downloads=True
    )
    context.set_default_timeout(15_000)
    yield Visitor(context, site, store, is_plain=True)
    context.close()
