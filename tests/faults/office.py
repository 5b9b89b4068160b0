"""A real site in processes of its own, and telephones that save to it and write down what they are told."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from inovik_forms.settings import Settings
from inovik_forms.store import Store, migrate
from inovik_forms.web.app import create_app
from inovik_forms.workflow import Unit

QUESTIONS = 8
PERSON, PASSWORD = "uji", "cukup-panjang-untuk-uji"
LONG_TEXT = "panjang-" * 1000
PATIENCE = 60.0
"""Seconds until a site has to be there again."""


def form() -> bytes:
    lines = ["| survey |", "| | type | name | label |", "| | begin group | dasar | Dasar |"]
    lines += [f"| | text | t{n} | Pertanyaan {n} |" for n in range(QUESTIONS)]
    lines += ["| | end group | | |", "| settings |", "| | form_title | form_id |", "| | Uji | uji |"]
    return "\n".join(lines).encode()


@dataclass
class Office:
    """A data folder with somebody signed in: `cookies` and `token` are what the browser would send."""

    folder: Path
    database_url: str
    responses: list[int]
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    settings: dict[str, str] = field(default_factory=dict)

    @classmethod
    def made(cls, folder: Path, database_url: str = "", responses: int = 4) -> Office:
        environ = {"INOVIK_DATA_DIR": str(folder)}
        environ |= {"INOVIK_DATABASE_URL": database_url} if database_url else {}
        settings = Settings.from_env(environ)
        store = Store.open(settings)
        migrate(store.db.engine)
        store.put_units([Unit("uji", "Unit Uji")])
        store.publish_questionnaire("uji", form(), "uji.md")
        store.add_account(PERSON, "Penguji", "staff", PASSWORD, "uji")
        subject = store.add_subject("inovasi", "uji", "Judul", PERSON)
        keys = [store.start_response(subject.id, "uji", PERSON).id for _ in range(responses)]
        office = cls(folder, settings.database_url, keys, settings=environ)
        client = create_app(settings, store).test_client()
        found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/masuk").text)
        assert found
        client.post("/masuk", data={"csrf_token": found[1], "nama": PERSON, "sandi": PASSWORD})
        found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/").text)
        assert found
        office.token = found[1]
        office.cookies = {cookie.key: cookie.value for cookie in client._cookies.values()}
        store.close()
        return office

    def store(self) -> Store:
        """The same data, seen from outside the site."""
        return Store.open(Settings.from_env(self.settings))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """`inovik serve` over an office, with one web process unless told otherwise."""

    def __init__(self, office: Office, workers: int = 1, environ: Mapping[str, str] = {}, port: int = 0) -> None:
        self.office, self.port = office, port or free_port()
        own = {"INOVIK_PORT": str(self.port), "INOVIK_WORKERS": str(workers)}
        self.log = office.folder / "site.log"
        with self.log.open("ab") as log:
            command, env = [sys.executable, "-m", "inovik_forms", "serve"], os.environ | office.settings | own | environ
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=env)
        self.until_it_answers()

    def until_it_answers(self) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                if ask(self.port, "GET", "/sehat")[0] == 200:
                    return
            except (OSError, http.client.HTTPException):
                pass
            assert time.monotonic() < end and self.process.poll() is None, self.log.read_text()
            time.sleep(0.02)

    def web(self) -> list[int]:
        """The web processes: the children of the one child that has any."""
        end = time.monotonic() + PATIENCE
        while not (found := [pid for child in children(self.process.pid) for pid in children(child)]):
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.02)
        return found

    def worker(self) -> int:
        return next(pid for pid in children(self.process.pid) if not children(pid))

    def kill(self) -> None:
        """SIGKILL: whatever it was doing, all its processes end with it."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


def children(parent: int) -> list[int]:
    try:
        return [int(p) for task in Path(f"/proc/{parent}/task").glob("*/children") for p in task.read_text().split()]
    except OSError:
        return []


def ask(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One request over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body or None, headers)
        reply = connection.getresponse()
        return reply.status, {name.lower(): value for name, value in reply.headers.items()}, reply.read()
    finally:
        connection.close()


@dataclass
class Save:
    """One change as a telephone keeps it until its receipt has come. `seq`: what the receipt said; 0 = none yet."""

    id: str
    response: int
    path: str
    value: str
    seq: int = 0


class Phone:
    """Saves one answer after the other, each until it has a receipt, and writes down what it was told."""

    def __init__(self, office: Office, port: int, number: int = 0) -> None:
        self.office, self.port, self.number = office, port, number
        self.mark = f"hp{number}"
        self.cookies, self.token = dict(office.cookies), office.token
        self.response = office.responses[number % len(office.responses)]
        self.saves: list[Save] = []
        self.statuses: Counter[int] = Counter()
        self.messages: set[str] = set()

    def new(self, value: str = "") -> Save:
        count = len(self.saves)
        path = f"dasar/t{count % QUESTIONS}"
        self.saves.append(Save(str(uuid.uuid4()), self.response, path, value or f"{self.mark} ke-{count}"))
        return self.saves[-1]

    def post(self, *saves: Save) -> tuple[int, dict[str, Any]]:
        """One request with these changes; what it was answered. Raises OSError, HTTPException when nothing came. As the
        browser does, a page token that is refused is renewed once."""
        status, said = self._post(saves)
        if status == 400 and "token" in said:
            self.token = said["token"]
            status, said = self._post(saves)
        return status, said

    def _post(self, saves: Sequence[Save]) -> tuple[int, dict[str, Any]]:
        changes = [{"id": s.id, "path": s.path, "value": s.value} for s in saves]
        body = json.dumps({"changes": changes}).encode()
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.token, "Cookie": cookie}
        path = f"/isian/{saves[0].response}/simpan?lembar={self.mark}"
        status, back, data = ask(self.port, "POST", path, body, **headers)
        self.cookies |= {key: one.value for key, one in SimpleCookie(back.get("set-cookie", "")).items()}
        return status, json.loads(data)

    def send(self, *saves: Save) -> int:
        """`post`, and write the receipts down; the status, 0 when nothing came back."""
        try:
            status, said = self.post(*saves)
        except (OSError, http.client.HTTPException, ValueError):
            self.statuses[0] += 1
            return 0
        self.statuses[status] += 1
        if status == 200:
            received = {receipt["id"] for receipt in said["receipts"]}
            for save in saves:
                assert save.id in received
                save.seq = save.seq or said["seq"]
        else:
            self.messages.add(said.get("message", ""))
        return status

    def run(self, stop: threading.Event) -> None:
        """Save until told to stop; what has no receipt is tried again first, as the browser does."""
        save = self.new()
        while not stop.is_set():
            if self.send(save) == 200:
                save = self.new()
            else:
                stop.wait(0.05)

    def send_all_again(self) -> None:
        for save in self.saves:
            assert self.send(save) == 200


class Load:
    """Telephones that save all at once, as a context: they stop at its end."""

    def __init__(self, phones: Sequence[Phone]) -> None:
        self.phones = phones
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=phone.run, args=(self.stop,)) for phone in phones]

    def __enter__(self) -> Load:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def until(self, more: int) -> None:
        """Wait until so many more receipts have come."""
        wanted, end = self.receipts() + more, time.monotonic() + PATIENCE
        while self.receipts() < wanted:
            assert time.monotonic() < end, [phone.statuses for phone in self.phones]
            time.sleep(0.01)

    def receipts(self) -> int:
        return sum(1 for phone in self.phones for save in list(phone.saves) if save.seq)
