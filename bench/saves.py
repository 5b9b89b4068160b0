"""Durable saves a second: one answer as the page sends it by itself, receipt and all, beside the floor in the same run.

Over SQLite (synchronous = FULL) and over PostgreSQL (fsync on; where `pg_virtualenv` is there), with 1, 8 and 64
clients on kept-alive connections, in turns with a bare Flask route that does one durable insert (bench/floor.py). Then
the rush: 1,000 people send 20 answers each.

    python -m bench saves
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from bench.turns import (
    SECTIONS,
    Connection,
    cpu_seconds,
    free_port,
    in_turns,
    prepare,
    rate,
    run,
    signed_in,
    start_floor,
    start_server,
)

CLIENTS = (1, 8, 64)
SECONDS = 4.0
PEOPLE, ANSWERS, RUSH_SECONDS = 1000, 20, 60.0
RUSH_THREADS = 64
"""Connections that these people share, as the proxy in front of a site would."""


class Saver(Connection):
    """A page that sends one answer after the other, each of the next question."""

    def __init__(self, port: int, cookie: str, response: int, token: str) -> None:
        super().__init__(port, cookie)
        self.response, self.token, self.seq = response, token, 0

    def turn_page(self) -> None:
        section, question = self.turn % SECTIONS, (0, 1, 5, 8)[self.turn % 4]
        path = f"b{section}/t{section}_{question}"
        change = {"id": str(uuid.uuid4()), "path": path, "value": f"isi ke-{self.turn}", "base": self.seq}
        body = json.dumps({"changes": [change]}).encode()
        head = f"POST /isian/{self.response}/simpan?bagian=b{section}&lembar=l{self.response}"
        start = time.perf_counter()
        status, reply = self.ask(head, body, f"X-CSRFToken: {self.token}\r\n", "application/json")
        self.times.append(time.perf_counter() - start)
        assert status == 200, (status, reply[:300])
        said = json.loads(reply)
        assert [receipt["id"] for receipt in said["receipts"]] == [change["id"]]
        self.seq = said["seq"]
        self.turn += 1


def page_token(port: int, cookie: str) -> str:
    _, page = Connection(port, cookie).ask("GET /")
    return re.search(rb'name="csrf_token" value="([^"]+)"', page)[1].decode()  # type: ignore[index]


def p99(times: Sequence[float]) -> float:
    """In milliseconds."""
    return sorted(times)[int(len(times) * 0.99)] * 1000


@contextlib.contextmanager
def postgres() -> Iterator[str | None]:
    """The address of a PostgreSQL of our own that syncs each commit, or None; `pg_virtualenv` ends with its command."""
    if not shutil.which("pg_virtualenv"):
        yield None
        return
    names = ["PGUSER", "PGPASSWORD", "PGHOST", "PGPORT", "PGDATABASE"]
    say = f"import os, sys; print(*(os.environ.get(n) or '-' for n in {names}), flush=True); sys.stdin.read()"
    command = ["pg_virtualenv", "-t", "-o", "max_connections=200", sys.executable, "-c", say]
    server = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL
    )
    assert server.stdout and server.stdin
    found = next(words for line in server.stdout if len(words := line.split()) == len(names) and words[3].isdigit())
    user, password, host, port, database = found
    yield f"postgresql://{user}:{password}@{host}:{port}/{database}"
    server.stdin.close()
    server.stdout.read()
    server.wait()


def on(url: str, database: str) -> str:
    """The same server, another database, made now."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {database}")
    return urlsplit(url)._replace(path=f"/{database}").geturl()


def measure(title: str, folder: Path, url: str | None) -> None:
    database, floor_database = (on(url, "site"), on(url, "floor")) if url else ("", "")
    data, (port, floor_port) = folder / "data", (free_port(), free_port())
    _, responses = prepare(data, database, PEOPLE)
    servers = [start_server(data, port, database), start_floor(folder, floor_port, floor_database)]
    try:
        cookie = signed_in(port)
        token = page_token(port, cookie)
        savers = [Saver(port, cookie, response, token) for response in responses[: max(CLIENTS)]]
        floor = [Connection(floor_port) for _ in savers]
        run(savers[:8], 2)
        run(floor[:1], 0.2)  # makes the file and its log before others ask for them
        run(floor[:8], 1)
        for clients in CLIENTS:
            ours, least = in_turns(savers[:clients], floor[:clients], SECONDS)
            share = rate(ours) / rate(least)
            times, floor_times = ([t for _, some in series for t in some] for series in (ours, least))
            print(
                f"{title:11} {clients:3} clients: {rate(ours):6.0f} saves/s = {share:4.0%} of the floor here,", end=""
            )
            print(f" {rate(least):5.0f}/s; p99 {p99(times):6.1f} ms, the floor's {p99(floor_times):6.1f} ms")
        for connection in (*savers, *floor):
            connection.connection.close()
        rush(title, port, cookie, token, responses, servers[0].pid)
    finally:
        for server in servers:
            server.terminate()
            server.wait()


def rush(title: str, port: int, cookie: str, token: str, responses: Sequence[int], pid: int) -> None:
    """All people at once, over as many connections as a proxy would keep."""
    waiting = [responses[n::RUSH_THREADS] for n in range(RUSH_THREADS)]
    times: list[float] = []

    def some(mine: Sequence[int]) -> None:
        savers = [Saver.__new__(Saver) for _ in mine]
        first = Saver(port, cookie, mine[0], token)
        for saver, response in zip(savers, mine, strict=True):
            saver.__dict__ |= first.__dict__ | {"response": response, "times": times}
        for _ in range(ANSWERS):
            for saver in savers:
                saver.turn_page()

    before, start = cpu_seconds(pid), time.perf_counter()
    threads = [threading.Thread(target=some, args=(mine,)) for mine in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - start
    cpu = (cpu_seconds(pid) - before) / len(times) * 1000
    print(f"{title:11} {len(responses)} people x {ANSWERS} answers: {len(times)} in within {took:.1f} s", end="")
    print(f" (wanted {RUSH_SECONDS:.0f}), p99 {p99(times):.0f} ms; {cpu:.2f} ms of the server's processors a save")


def main() -> None:
    print("wanted: at least 60 % of the floor; p99 with 8 clients on SQLite under 50 ms")
    with tempfile.TemporaryDirectory() as name:
        measure("SQLite", Path(name), None)
    with postgres() as url, tempfile.TemporaryDirectory() as name:
        if url is None:
            print("PostgreSQL: not here")
        else:
            measure("PostgreSQL", Path(name), url)


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    main()
