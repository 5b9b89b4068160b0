"""A page turn, measured: post one section of a 200-question form, have it saved durably, get the next section.

Runs `inovik serve` (2 web processes) over SQLite in a temporary folder. A turn is one request, as the
browser makes it (static/turn.js); without JavaScript it is two, POST → 303 → GET, which is measured beside it. Clients
speak HTTP over kept-alive sockets, so that they take little of the two cores. The floor (bench/floor.py) is served in
the same way and measured in turns with it, so that the ratio of both holds on a slow or busy machine, too.

    python bench/turns.py [--seconds 8]
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from inovik_forms.cli.serve import THREADS
from inovik_forms.settings import Settings
from inovik_forms.store.migrate import migrate
from inovik_forms.store.store import Store
from inovik_forms.workflow import Unit

CLIENTS = 8
Series = list[tuple[float, list[float]]]
"""Turns a second, and how long each took."""
SECTIONS = 20
LENGTH = re.compile(rb"(?i)\r\ncontent-length: (\d+)")
PASSWORD = "cukup-panjang-untuk-uji"
KINDS = (
    "text",
    "text",
    "integer",
    "select_one jawaban",
    "date",
    "text",
    "decimal",
    "select_multiple jawaban",
    "text",
    "integer",
)


def form() -> str:
    """200 questions in 20 sections, every third with a condition, each section with a calculation."""
    lines = ["| survey |", "|  | type | name | label | hint | required | relevant | constraint | calculation |"]
    for s in range(SECTIONS):
        lines.append(f"|  | begin group | b{s} | Bagian {s + 1} | | | | | |")
        for q, kind in enumerate(KINDS):
            name = f"t{s}_{q}"
            relevant = f"${{t{s}_0}} != 'lewati'" if q % 3 == 2 else ""
            constraint = ". >= 0 and . <= 1000000" if kind in ("integer", "decimal") else ""
            hint = "Petunjuk singkat untuk pertanyaan ini."
            lines.append(
                f"|  | {kind} | {name} | Pertanyaan {s + 1}.{q + 1} | {hint} | yes | {relevant} | {constraint} | |"
            )
        lines.append(f"|  | calculate | jumlah{s} | | | | | | coalesce(${{t{s}_2}}, 0) + coalesce(${{t{s}_9}}, 0) |")
        lines.append("|  | end group | | | | | | | |")
    lines += ["| choices |", "|  | list_name | name | label |"]
    lines += [f"|  | jawaban | p{n} | Pilihan {n} |" for n in range(1, 5)]
    lines += ["| settings |", "|  | form_title | form_id |", "|  | Formulir uji | uji |"]
    return "\n".join(lines) + "\n"


def fields(section: int, turn: int) -> dict[str, str]:
    """What somebody fills in; it changes with every turn, so that there is always something to save."""
    values = ("isi ke-", "tulisan ", "", "p1", "2026-11-24", "catatan ", "1,5", "p2", "ya ", "")
    return {
        f"q.b{section}/t{section}_{q}": f"{value}{turn}" if value.endswith((" ", "-")) or not value else value
        for q, value in enumerate(values)
    }


class Connection:
    """A kept-alive connection, and how long each turn over it took."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.port, self.cookie = port, cookie
        self.connection = socket.create_connection(("127.0.0.1", port))
        self.times: list[float] = []
        self.turn = 0

    def turn_page(self) -> None:
        """One turn of the floor."""
        body = urlencode({"text": f"isi ke-{self.turn}"}).encode()
        start = time.perf_counter()
        status, page = self.ask("POST /", body)
        self.times.append(time.perf_counter() - start)
        assert status == 200 and b"isi ke-%d" % self.turn in page, (status, page[:500])
        self.turn += 1

    def ask(
        self, head: str, body: bytes = b"", extra: str = "", kind: str = "application/x-www-form-urlencoded"
    ) -> tuple[int, bytes]:
        length = f"Content-Length: {len(body)}\r\nContent-Type: {kind}\r\n" if body else ""
        text = f"{head} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {self.cookie}\r\n{extra}{length}\r\n"
        self.connection.sendall(text.encode() + body)
        data = self.received()
        while b"\r\n\r\n" not in data:
            data += self.received()
        top, _, rest = data.partition(b"\r\n\r\n")
        size = int(LENGTH.search(top)[1])  # type: ignore[index]
        while len(rest) < size:
            rest += self.received()
        return int(top[9:12]), rest

    def received(self) -> bytes:
        data = self.connection.recv(65536)
        if not data:
            raise ConnectionError("the server closed the connection")
        return data


class Client(Connection):
    """One browser: with its cookies, and a response of its own."""

    def __init__(self, port: int, cookie: str, response: int, first: str = "") -> None:
        super().__init__(port, cookie)
        self.response = response
        self.scripted = True
        page = self.ask(f"GET {first}")[1] if first else self.get(0)
        self.token = re.search(rb'name="csrf_token" value="([^"]+)"', page)[1].decode()  # type: ignore[index]

    def get(self, section: int) -> bytes:
        status, page = self.ask(f"GET /isian/{self.response}/bagian/b{section}")
        assert status == 200, (status, page[:500])
        return page

    def turn_page(self) -> None:
        section = self.turn % (SECTIONS - 1)
        body = urlencode({"csrf_token": self.token, "aksi": "lanjut", "js": "1", **fields(section, self.turn)}).encode()
        start = time.perf_counter()
        if self.scripted:
            status, page = self.ask(f"POST /isian/{self.response}/bagian/b{section}", body, "Inovik-Turn: 1\r\n")
            assert status == 200, (status, page[:500])
        else:
            status, page = self.ask(f"POST /isian/{self.response}/bagian/b{section}", body)
            assert status == 303, (status, page[:500])
            page = self.get(section + 1)
        self.times.append(time.perf_counter() - start)
        assert b"Bagian %d dari" % (section + 2) in page
        self.turn += 1


def prepare(folder: Path, database_url: str = "", clients: int = CLIENTS) -> tuple[Settings, list[int]]:
    environ = {"INOVIK_DATA_DIR": str(folder)}
    settings = Settings.from_env(environ | ({"INOVIK_DATABASE_URL": database_url} if database_url else {}))
    store = Store.open(settings)
    migrate(store.db.engine)
    store.put_units([Unit("uji", "Unit Uji")])
    store.put_city({"kota.nama": "Kota Uji", "kota.zona_waktu": "Asia/Jakarta"})
    store.publish_questionnaire("uji", form().encode(), "uji.md")
    store.add_account("uji", "Penguji", "staff", PASSWORD, "uji")
    subject = store.add_subject("inovasi", "uji", "Ukuran", "uji")
    responses = [store.start_response(subject.id, "uji", "uji", {}).id for _ in range(clients)]
    store.close()
    return settings, responses


def signed_in(port: int, username: str = "uji", password: str = PASSWORD) -> str:
    """Signs in as a browser does; the cookies."""
    import http.cookiejar
    import urllib.request

    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = opener.open(f"http://127.0.0.1:{port}/masuk").read().decode()
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]  # type: ignore[index]
    data = urlencode({"csrf_token": token, "nama": username, "sandi": password}).encode()
    opener.open(f"http://127.0.0.1:{port}/masuk", data).read()
    return "; ".join(f"{c.name}={c.value}" for c in jar)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_server(folder: Path, port: int, database_url: str = "") -> subprocess.Popen[bytes]:
    """The site as `inovik serve` runs it: the web processes, and the worker beside it."""
    root = Path(__file__).resolve().parent.parent
    env = {**os.environ, "INOVIK_DATA_DIR": str(folder), "INOVIK_PORT": str(port), "PYTHONPATH": str(root)}
    env |= {"INOVIK_DATABASE_URL": database_url} if database_url else {}
    return _started([sys.executable, "-m", "inovik_forms", "serve"], root, env, port)


def start_floor(folder: Path, port: int, database_url: str = "") -> subprocess.Popen[bytes]:
    """The floor, with as many processes and threads as the site has."""
    root = Path(__file__).resolve().parent.parent
    env = {**os.environ, "FLOOR_DATABASE": database_url or str(folder / "floor.db"), "PYTHONPATH": str(root)}
    command = f"-m granian --interface wsgi --http 1 --no-ws --workers 2 --blocking-threads {THREADS} --port {port}"
    return _started([sys.executable, *command.split(), "--log-level", "error", "bench.floor:app"], root, env, port)


def _started(command: list[str], root: Path, env: dict[str, str], port: int) -> subprocess.Popen[bytes]:
    server = subprocess.Popen(command, cwd=root, env=env, stdout=subprocess.DEVNULL)
    for _ in range(600):  # a minute: the machine may be busy
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return server
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def descendants(pid: int) -> list[int]:
    """A process and all that came from it."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            found += map(int, task.read_text().split())
    return found


def cpu_seconds(pid: int) -> float:
    """Processor time, user and system, of a process and all that came from it."""
    ticks = 0
    for one in descendants(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def run(clients: Sequence[Connection], seconds: float) -> tuple[float, list[float]]:
    """Turns a second, and how long each took."""
    end = time.perf_counter() + seconds
    for client in clients:
        client.times.clear()

    def work(client: Connection) -> None:
        while time.perf_counter() < end:
            client.turn_page()

    threads = [threading.Thread(target=work, args=(c,)) for c in clients]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = [t for c in clients for t in c.times]
    return len(times) / (time.perf_counter() - start), times


def in_turns(ours: Sequence[Connection], floor: Sequence[Connection], seconds: float) -> tuple[Series, Series]:
    """Both measured, second by second in turns."""
    found: tuple[Series, Series] = ([], [])
    for _ in range(max(1, round(seconds))):
        for one, clients in zip(found, (ours, floor), strict=True):
            one.append(run(clients, 1.0))
    return found


def rate(series: Series) -> float:
    """Median turns a second."""
    return statistics.median(one for one, _ in series)


def milliseconds(series: Series) -> float:
    """Median of all turns."""
    return statistics.median(t for _, times in series for t in times) * 1000


def main(seconds: float = 8) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        _, responses = prepare(folder)
        port, floor_port = free_port(), free_port()
        servers = [start_server(folder, port), start_floor(Path(name), floor_port)]
        try:
            cookie = signed_in(port)
            clients = [Client(port, cookie, response) for response in responses]
            floor = [Connection(floor_port) for _ in responses]
            run(clients, 2)  # both workers warm
            run(floor, 1)
            alone, floor_alone = in_turns(clients[:1], floor[:1], seconds / 2)
            clients[0].scripted = False
            plain = [run(clients[:1], seconds / 4)]
            clients[0].scripted = True
            before, own = cpu_seconds(servers[0].pid), time.process_time()
            together = [run(clients, seconds / 2)]
            server_cpu, own = cpu_seconds(servers[0].pid) - before, time.process_time() - own
            both, floor_both = in_turns(clients, floor, seconds / 2)
            page = len(clients[0].get(5))
        finally:
            for server in servers:
                server.terminate()
                server.wait()
        disk = fdatasync(Path(name))
    turns = len(together[0][1]) / 1000
    one, least = milliseconds(alone), milliseconds(floor_alone)
    print(f"page turn, 1 client:    median {one:6.2f} ms = {one / least:.1f} x the floor here, {least:.2f} ms", end="")
    print("   (wanted < 4 = 5.7 x the floor of 0.7; docassemble 11, ONS runner 16)")
    print(f"  without JavaScript:   median {milliseconds(plain):6.2f} ms")
    print(f"page turns, {CLIENTS} clients: {rate(both):8.0f} turns/s; the floor here {rate(floor_both):.0f}", end="")
    print("   (wanted >= 500; docassemble 128)")
    print(f"processor time a turn:  {server_cpu / turns:8.2f} ms in the server, {own / turns:.2f} ms in the clients")
    print(f"disk:                   {disk * 1000:8.2f} ms for one fdatasync; each turn waits for one")
    print(f"HTML of one section:    {page:8d} bytes")


def fdatasync(folder: Path) -> float:
    """Median seconds that a small durable write takes on this disk just now."""
    times = []
    with (folder / "disk").open("wb", buffering=0) as file:
        for _ in range(200):
            file.write(bytes(8192))
            start = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8)
    main(parser.parse_args().seconds)
