"""The real application over a real SQLite file: one made a session, a copy of it for each test."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache

from inovik_forms.settings import Settings
from inovik_forms.store import accounts
from inovik_forms.store.migrate import migrate
from inovik_forms.store.store import Store
from inovik_forms.web import create_app, filling
from inovik_forms.workflow import Unit

FORM = Path(__file__).parent.parent / "cases" / "web" / "uji.md"
PASSWORD = "kata-sandi-uji-coba"
STAGES = [
    {"kode": "satu", "judul": "Diagnosa", "kuesioner": "uji"},
    {"kode": "dua", "judul": "Laporan", "kuesioner": "lain", "berulang": True},
    {"kode": "mou", "judul": "Nota kesepakatan", "kuesioner": "nota", "jenis": "kesepakatan"},
]
PEOPLE = {
    "ani": ("staff", "dinas-a"),
    "budi": ("staff", "dinas-b"),
    "hukum": ("legal", ""),
    "koor": ("coordinator", ""),
    "admin": ("administrator", ""),
}


class Compiled(BytecodeCache):
    """The templates' compiled code, shared by the applications of all tests."""

    def __init__(self) -> None:
        self.code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.code[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Passwords are hashed as always, but with the least work that argon2 takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory, quick_hashes: None) -> Path:
    """A data folder with two units, one person a role (two staff), and three questionnaires."""
    folder = tmp_path_factory.mktemp("kantor")
    settings = Settings.from_env({"INOVIK_DATA_DIR": str(folder)})
    store = Store.open(settings)
    migrate(store.db.engine)
    store.put_units([Unit("dinas-a", "Dinas A"), Unit("dinas-b", "Dinas B")])
    store.put_city(
        {
            "kota.nama": "Kota Uji",
            "kota.pemerintah": "Pemerintah Kota Uji",
            "kota.zona_waktu": "Asia/Jayapura",
            "kota.warna_utama": "#0b4f6c",
        }
    )
    store.remember("sistem.tahapan", json.dumps(STAGES))
    data = FORM.read_bytes()
    for name in ("uji", "lain", "nota"):
        store.publish_questionnaire(name, data, "uji.md")
    for username, (role, unit) in PEOPLE.items():
        store.add_account(username, username.title(), role, PASSWORD, unit)  # type: ignore[arg-type]
    store.close()
    return folder


@pytest.fixture
def settings(office: Path, tmp_path: Path) -> Settings:
    folder = tmp_path / "data"
    shutil.copytree(office, folder)
    return Settings.from_env({"INOVIK_DATA_DIR": str(folder)})


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    store = Store.open(settings)
    yield store
    store.close()


@pytest.fixture
def app(settings: Settings, store: Store) -> Flask:
    filling._recent.clear()  # response ids begin at 1 again in each test
    app = create_app(settings, store)
    app.jinja_env.bytecode_cache = COMPILED
    return app


@dataclass
class Page:
    """An answer of the server, with what tests ask of it."""

    status: int
    html: str
    headers: Any
    data: bytes = b""

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    @property
    def title(self) -> str:
        return unescape(re.search(r"<title>(.*?)</title>", self.html, re.S)[1])

    @property
    def text(self) -> str:
        """What is read on the page, without markup."""
        main = re.sub(r"<script.*?</script>", "", self.html.partition("<main")[2].partition("</main>")[0], flags=re.S)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())

    def links(self, part: str) -> list[str]:
        return [unescape(u) for u in re.findall(r'href="([^"]*)"', self.html) if part in u]

    def value(self, name: str) -> str | None:
        """What stands in a field."""
        field_ = re.search(rf'<input[^>]* name="{re.escape(name)}"[^>]*>', self.html)
        if field_:
            found = re.search(r' value="([^"]*)"', field_[0])
            return unescape(found[1]) if found else ""
        area = re.search(rf'<textarea[^>]* name="{re.escape(name)}"[^>]*>\n?(.*?)</textarea>', self.html, re.S)
        return unescape(area[1]) if area else None

    def problem_at(self, path: str) -> str:
        """The message at a question; '' when there is none."""
        found = re.search(rf'id="q\.{re.escape(path)}~s"[^>]*>(.*?)</p>', self.html, re.S)
        return (
            " ".join(unescape(re.sub(r"<[^>]+>", "", found[1])).split()).removeprefix("Kesalahan:").strip()
            if found
            else ""
        )

    def is_hidden(self, path: str) -> bool:
        return bool(re.search(rf'data-soal="{re.escape(path)}" hidden', self.html))


@dataclass
class Browser:
    """A person's browser without JavaScript; it posts the page token as a form does."""

    client: FlaskClient
    store: Store
    token: str = ""
    page: Page = field(default_factory=lambda: Page(0, "", {}))

    def sign_in(self, username: str) -> Browser:
        account = self.store.account_by_username(username)
        assert account is not None
        self.client.set_cookie("inovik_sesi", self.store.open_session(account.id, datetime.now(UTC)))
        return self

    def get(self, url: str, *, status: int = 200, follow: bool = False) -> Page:
        return self._keep(self.client.get(url, follow_redirects=follow), status)

    def post(
        self, url: str, data: dict[str, Any] | None = None, *, status: int = 303, follow: bool = False, **fields: Any
    ) -> Page:
        if not self.token:
            self.get("/masuk", status=self.client.get("/masuk").status_code)
            if not self.token:
                self.get("/")
        body = {"csrf_token": self.token, **(data or {}), **fields}
        return self._keep(self.client.post(url, data=body, follow_redirects=follow), status)

    def json(self, url: str, body: Any, *, status: int = 200, token: str | None = None) -> Any:
        headers = {"X-CSRFToken": self.token if token is None else token}
        answer = self.client.post(url, json=body, headers=headers)
        assert answer.status_code == status, (answer.status_code, answer.get_data(as_text=True)[:300])
        return answer.get_json()

    def _keep(self, answer: Any, status: int) -> Page:
        is_text = answer.mimetype.startswith("text/")
        html = answer.get_data(as_text=True) if is_text else ""
        self.page = Page(answer.status_code, html, answer.headers, b"" if is_text else answer.data)
        assert self.page.status == status, (self.page.status, self.page.location, self.page.text[:400])
        found = re.search(r'name="csrf_token" value="([^"]+)"', html)
        self.token = found[1] if found else self.token
        return self.page


@pytest.fixture
def visit(app: Flask, store: Store) -> Any:
    """`visit("ani")`: a browser in which this person is signed in; `visit()`: nobody."""

    def open_browser(username: str = "") -> Browser:
        browser = Browser(app.test_client(), store)
        if username:
            browser.sign_in(username)
            browser.get("/")
        return browser

    return open_browser


@pytest.fixture
def response_id(store: Store) -> int:
    """Ani's response to the test questionnaire, empty."""
    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    return store.start_response(subject.id, "uji", "ani", {}).id


@pytest.fixture
def kept(store: Store, response_id: int) -> Any:
    """The answers as the store has them: path → value."""
    return lambda: store.draft(response_id)[1].values
