"""A power cut: what was not synced is gone. Whatever had a receipt by then is in what was (F2)."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from inovik_forms.store import Store, make_engine

from .conftest import LONG
from .office import LONG_TEXT, Office, Phone, Site
from .oracle import Verdict, judge
from .strace import Strace
from .table import Table

LINE = re.compile(r"^(\d+) +(.*)$")
UNFINISHED = re.compile(r"^(.*) <unfinished \.\.\.>$")
RESUMED = re.compile(r"^<\.\.\. (\w+) resumed>(.*)$")
WRITE = re.compile(r'^pwrite64\(\d+<([^>]*)>, "((?:\\x..)*)", (\d+), (\d+)\) += (\d+)$')
CUT = re.compile(r"^ftruncate\(\d+<([^>]*)>, (\d+)\) += 0$")
SYNC = re.compile(r"^f(?:data)?sync\(\d+<([^>]*)>\) += 0$")
ANSWER = re.compile(r"^(?:writev|sendto|write)\(.*" + "".join(f"\\\\x{ord(c):02x}" for c in "HTTP/1.1 200"))
CALLS = "trace=pwrite64,ftruncate,fdatasync,fsync,writev,sendto,write"


@dataclass(frozen=True)
class Event:
    """`kind`: write, cut, sync (of a file) or answer. Writes stand where they began, syncs where they had ended."""

    kind: str
    file: str = ""
    data: bytes = b""
    at: int = 0


def events(log: Path) -> Iterator[Event]:
    """What strace wrote down, with the halves of interrupted lines put together."""
    halves: dict[str, str] = {}
    for raw in log.read_text(encoding="ascii").splitlines():
        found = LINE.match(raw)
        if not found:
            continue
        thread, line = found.groups()
        if half := UNFINISHED.match(line):
            halves[thread] = half[1]
            continue
        if rest := RESUMED.match(line):
            line = halves.pop(thread) + rest[2]
        yield from event(line)


def event(line: str) -> Iterator[Event]:
    if found := WRITE.match(line):
        assert found[3] == found[5], "written whole"
        yield Event("write", name(found[1]), bytes.fromhex(found[2].replace("\\x", "")), int(found[4]))
    elif found := CUT.match(line):
        yield Event("cut", name(found[1]), at=int(found[2]))
    elif found := SYNC.match(line):
        yield Event("sync", name(found[1]))
    elif ANSWER.match(line):
        yield Event("answer")
    else:
        assert not line.startswith("pwrite64"), line[:200]


def name(file: str) -> str:
    return Path(re.sub(r"\\x(..)", lambda code: chr(int(code[1], 16)), file)).name


class Disk:
    """A copy of the database that is given only what was synced."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.waiting: list[Event] = []

    def take(self, event: Event) -> None:
        if event.kind in ("write", "cut"):
            self.waiting.append(event)
        elif event.kind == "sync":
            for one in self.waiting:
                if one.file == event.file:
                    self.put(one)
            self.waiting = [one for one in self.waiting if one.file != event.file]

    def put(self, event: Event) -> None:
        file = self.folder / event.file
        file.touch()
        with file.open("r+b") as out:
            if event.kind == "cut":
                out.truncate(event.at)
            else:
                out.seek(event.at)
                out.write(event.data)

    def after_the_cut(self, copy: Path, half: bool) -> Store:
        """A store over what is left. `half`: every second write that nobody had synced has reached the disk all the
        same, in no order, the last one torn."""
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.folder, copy)
        rest = Disk(copy)
        for one in self.waiting[1::2] if half else ():
            rest.put(one)
        for one in self.waiting[-1:] if half else ():
            rest.put(Event(one.kind, one.file, one.data[: len(one.data) // 2], one.at))
        return Store(make_engine(f"sqlite:///{copy / 'inovik.db'}"), copy / "files")


def test_nothing_with_a_receipt_is_in_what_was_not_synced(
    sqlite_office: Office, serve: Callable[..., Site], tmp_path: Path, table: Table
) -> None:
    office, site = sqlite_office, serve(sqlite_office)
    phone, log, disk = Phone(office, site.port), tmp_path / "strace.log", Disk(tmp_path / "disk")
    assert phone.send(phone.new()) == 200  # warm
    disk.folder.mkdir()
    for file in office.folder.glob("inovik.db*"):
        if not file.name.endswith(("-shm", "-queue")):  # shared memory is made anew after a cut
            shutil.copy(file, disk.folder)
    options = ["-y", "-xx", "-s", "1000000", "-e", CALLS]
    with Strace([*site.web(), site.worker()], *options, log=log):
        for number in range(40 if LONG else 3):
            saves = [phone.new(LONG_TEXT) for _ in range(20 if number % 4 == 3 else 1)]
            assert phone.send(*saves) == 200
    told = sorted({save.seq for save in phone.saves})  # each answer told the number that had been reached
    answers, syncs, found = 1, 0, Verdict(0, 0, 0)
    for one in events(log):
        disk.take(one)
        syncs += one.kind == "sync"
        if one.kind == "answer":
            answers += 1
            assert not [e for e in disk.waiting if e.file == "inovik.db-wal"], "answered before it was on disk"
        if one.kind in ("answer", "sync") and (LONG or one.kind == "answer"):
            for half in (False, True):
                found += cut_here(disk, tmp_path / "copy", half, phone, told[answers - 1])
    assert answers == len(told) and syncs >= len(told) - 1
    table.add("power cut at each sync and each answer", office.database_url, 2 * (syncs + answers), found)


def cut_here(disk: Disk, copy: Path, half: bool, phone: Phone, told: int) -> Verdict:
    """What is lost if the power goes now, when the telephone has been told of the number `told`."""
    store = disk.after_the_cut(copy, half)
    with store.db.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    known = Phone(phone.office, phone.port)
    known.saves = [save for save in phone.saves if save.seq <= told]
    later = [save for save in phone.saves if save.seq > told]
    for save in later:
        save_now = type(save)(save.id, save.response, save.path, save.value)
        known.saves.append(save_now)
    verdict = judge(store, [known])
    assert not verdict.lost and not verdict.doubled, (told, half)
    store.close()
    return verdict


@pytest.mark.parametrize("text, kinds", [("", []), ("1  fdatasync(3</a/b-wal>) = 0", ["sync"])])
def test_the_log_is_understood(tmp_path: Path, text: str, kinds: list[str]) -> None:
    (tmp_path / "log").write_text(text)
    assert [one.kind for one in events(tmp_path / "log")] == kinds
