"""What is wrong with an installation's data, as far as a program can see it. Nothing is changed, all is named."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, inspect, select, text, union
from sqlalchemy.exc import DatabaseError

from inovik_forms.answers import journal
from inovik_forms.problems import FilePlace, Problem, register
from inovik_forms.store import chain
from inovik_forms.store import tables as t
from inovik_forms.store.files import UPLOADS, file_hash
from inovik_forms.store.journal import entry_of
from inovik_forms.store.migrate import HEAD
from inovik_forms.store.records import Unavailable
from inovik_forms.store.store import Store
from inovik_forms.words import mark

LEAST_FREE = 500 * 1024 * 1024
"""Bytes on the disk below which the next photos may not find room."""

register(
    {
        "health.schema": (
            mark("Bentuk basis data adalah {found}, padahal program ini memerlukan {wanted}."),
            mark("Jalankan “inovik serve” sekali; basis data disesuaikan sendiri saat mulai."),
        ),
        "health.database": (
            mark("Basis data rusak: {reason}"),
            mark("Hentikan program, simpan salinan seluruh folder data, lalu pulihkan cadangan terakhir."),
        ),
        "health.gap": (
            mark("Catatan perubahan isian {response} tidak utuh: nomor {missing} tidak ada."),
            mark("Ada yang mengubah basis data dari luar program. Bandingkan dengan cadangan terakhir."),
        ),
        "health.chain": (
            mark("Catatan perubahan isian {response} diubah dari luar program, sejak nomor {seq}."),
            mark("Bandingkan dengan cadangan terakhir."),
        ),
        "health.snapshot": (
            mark("Jawaban isian {response} tidak sama dengan catatan perubahannya: {paths}."),
            mark("Ada yang mengubah basis data dari luar program. Bandingkan keduanya dengan cadangan terakhir."),
        ),
        "health.lost": (
            mark("Berkas “{name}” ({response}) tidak ada di folder data."),
            mark("Ambil dari cadangan, atau minta pengisi mengunggahnya lagi."),
        ),
        "health.changed": (
            mark("Isi berkas {sha256} berubah sejak diunggah."),
            mark("Ambil dari cadangan; isi yang ada sekarang bukan lagi yang diunggah."),
        ),
        "health.orphan": (
            mark("Berkas {sha256} ada di folder data, tetapi tidak disebut basis data."),
            mark("Biasanya sisa unggahan yang terputus; tidak mengganggu."),
        ),
        "health.disk": (
            mark("Ruang cakram tinggal {free} MB."),
            mark("Kosongkan cakram; di bawah itu foto dan berkas dapat ditolak."),
        ),
    }
)


@dataclass
class Examined:
    """What was looked at, and what was found. `problems` in the order of the checks."""

    responses: int = 0
    changes: int = 0
    files: int = 0
    problems: list[Problem] = field(default_factory=list)


def examine(store: Store, data_dir: Path) -> Examined:
    """Look at everything. Reads each upload once, so it takes as long as reading them."""
    found = Examined()
    try:
        with store.db.reading() as connection:
            found.problems += _schema(connection)
            if not found.problems:
                found.problems += [*_database(connection), *_responses(connection, found)]
                found.problems += _files(connection, store.files_dir / UPLOADS, found)
    except (DatabaseError, Unavailable) as error:  # so broken that it cannot be read
        reason = str(getattr(error, "orig", None) or error.__cause__ or error).splitlines()[0]
        found.problems.append(_problem("health.database", "basis data", reason=reason))
    free = shutil.disk_usage(data_dir).free
    if free < LEAST_FREE:
        found.problems.append(_problem("health.disk", str(data_dir), "warning", free=free // 1024**2))
    return found


def _problem(code: str, place: str, severity: str = "error", **detail: object) -> Problem:
    return Problem(code, FilePlace(place), detail, severity)  # type: ignore[arg-type]


def _schema(connection: Connection) -> Iterator[Problem]:
    there = inspect(connection).has_table("alembic_version")
    now = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if there else None
    if now != HEAD:
        yield _problem("health.schema", "basis data", found=now or "-", wanted=HEAD)


def _database(connection: Connection) -> Iterator[Problem]:
    """SQLite looks at itself; PostgreSQL says so at the first reading of a broken page."""
    if connection.dialect.name != "sqlite":
        return
    for (reason,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
        if reason != "ok":
            yield _problem("health.database", "basis data", reason=reason)
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield _problem("health.database", "basis data", reason=f"{row[0]} → {row[2]}")


def _responses(connection: Connection, found: Examined) -> Iterator[Problem]:
    """Each response's journal has every number, and says what its snapshot says."""
    # A trial that was ended keeps its number, without its questionnaire and its journal.
    query = select(t.response).where(t.response.c.questionnaire != "").order_by(t.response.c.id)
    for head in connection.execute(query).all():
        query = select(t.change).where(t.change.c.response == head.id).order_by(t.change.c.seq)
        rows = connection.execute(query).all()
        entries = [entry_of(row) for row in rows]
        found.responses += 1
        found.changes += len(entries)
        missing = sorted({*range(1, head.seq + 1)} - {entry.seq for entry in entries})
        if missing:
            yield _problem("health.gap", f"isian {head.id}", response=head.id, missing=", ".join(map(str, missing[:5])))
            continue
        broken = _first_unlinked(rows, head.digest)
        if broken:
            yield _problem("health.chain", f"isian {head.id}", response=head.id, seq=broken)
        folded = journal.fold(entry.change for entry in entries).to_snapshot()
        kept = journal.Draft.from_snapshot(msgspec.json.decode(head.snapshot or "{}")).to_snapshot()
        if folded != kept:
            paths = sorted(_unlike(folded, kept))
            yield _problem("health.snapshot", f"isian {head.id}", response=head.id, paths=", ".join(paths[:5]))


def _first_unlinked(rows: Sequence[Row[Any]], last: str) -> int:
    """The number of the first change whose digest is not that of itself and all before; 0 = the chain holds."""
    digest = chain.START
    for row in rows:
        digest = chain.link(digest, row._asdict())
        if digest != row.digest:
            return int(row.seq)
    return 0 if digest == last else int(rows[-1].seq)


def _unlike(one: dict[str, object], other: dict[str, object]) -> set[str]:
    """The answer paths in which two snapshots differ; a part's name where it is no matter of single answers."""
    unlike: set[str] = set()
    for name, part in one.items():
        there = other[name]
        if isinstance(part, dict) and isinstance(there, dict):
            unlike |= {path for path in part.keys() | there.keys() if part.get(path) != there.get(path)}
        elif part != there:
            unlike.add(name)
    return unlike


def _files(connection: Connection, folder: Path, found: Examined) -> Iterator[Problem]:
    """Every upload that is named is there as it came; what nobody names is told."""
    query = union(select(t.file.c.sha256, t.file.c.name), select(t.media.c.sha256, t.media.c.name))
    named = {row.sha256: row.name for row in connection.execute(query)}
    answers = dict(_answers(connection))
    there = {place.name: place for place in folder.glob("??/*") if file_hash(f"{place.name}/x")}
    found.files = len(named)
    for sha256 in sorted({*named, *answers}):
        name, response = named.get(sha256, ""), answers.get(sha256, "")
        place = there.get(sha256)
        if place is None:
            yield _problem("health.lost", str(folder), name=name or sha256, response=response or "-")
        elif _digest(place) != sha256:
            yield _problem("health.changed", str(place), sha256=sha256)
    for sha256 in sorted(there.keys() - named.keys() - answers.keys()):
        yield _problem("health.orphan", str(there[sha256]), "info", sha256=sha256)


def _answers(connection: Connection) -> Iterator[tuple[str, str]]:
    """(sha256, where) of each file that an answer of now names."""
    for number, snapshot in connection.execute(select(t.response.c.id, t.response.c.snapshot)):
        for path, value in msgspec.json.decode(snapshot or "{}").get("values", {}).items():
            if sha256 := file_hash(value or ""):
                yield sha256, f"isian {number}, {path}"


def _digest(place: Path) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
