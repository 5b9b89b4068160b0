"""What `inovik doctor` finds: a journal with a hole, answers that are not its fold, files lost or changed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text, update

from inovik_forms.store import Store, health, migrate
from inovik_forms.store import tables as t
from inovik_forms.store.chain import value_digest
from inovik_forms.store.health import examine
from inovik_forms.store.migrate import MIGRATIONS
from inovik_forms.store.records import Response

from .test_journal import change

DATA = b"isi berkas"


def codes(store: Store, place: Path) -> list[str]:
    return [problem.code for problem in examine(store, place).problems]


@pytest.fixture
def photo(store: Store, response: Response) -> Path:
    """A response with some answers and a file; where the file lies."""
    value = store.put_file(DATA, "foto.png", "image/png", response.id)
    store.append(response.id, [change(store, "nama", "A"), change(store, "nama", "B"), change(store, "foto", value)])
    sha256 = value.partition("/")[0]
    return store.files_dir / "unggahan" / sha256[:2] / sha256


def test_a_sound_installation_is_fine(store: Store, photo: Path, tmp_path: Path) -> None:
    found = examine(store, tmp_path)
    assert found.problems == [] and found.files == 1 and found.responses == 1 and found.changes >= 3


def test_a_change_taken_out_of_the_journal_is_seen(
    store: Store, photo: Path, response: Response, tmp_path: Path
) -> None:
    with store.db.writing() as connection:
        seq = store.response(response.id).seq
        connection.execute(delete(t.change).where(t.change.c.response == response.id, t.change.c.seq == seq - 1))
    (problem,) = examine(store, tmp_path).problems
    assert problem.code == "health.gap" and f"nomor {seq - 1} tidak ada" in problem.message


def test_answers_that_are_not_what_the_journal_says_are_seen(
    store: Store, photo: Path, response: Response, tmp_path: Path
) -> None:
    with store.db.writing() as connection:
        there = t.change.c.response == response.id
        connection.execute(update(t.change).where(there, t.change.c.value == "B").values(value="C"))
        seq = connection.execute(select(t.change.c.seq).where(there, t.change.c.value == "C")).scalar_one()
    chain, snapshot = examine(store, tmp_path).problems
    assert (chain.code, chain.detail["seq"]) == ("health.chain", seq)
    assert snapshot.code == "health.snapshot" and snapshot.detail["paths"] == "nama"


@pytest.mark.parametrize("column", ["author", "device", "path", "received_at", "base", "over", "salt"])
def test_a_change_altered_in_any_other_way_is_seen(
    store: Store, photo: Path, response: Response, tmp_path: Path, column: str
) -> None:
    there = t.change.c.response == response.id
    new = {
        "author": "orang lain",
        "base": 1,
        "over": 1,
        "path": "nama2",
        "received_at": datetime(2020, 1, 1, tzinfo=UTC),
    }
    with store.db.writing() as connection:
        seq = connection.execute(select(t.change.c.seq).where(there, t.change.c.value == "A")).scalar_one()
        at = (there, t.change.c.seq == seq)
        connection.execute(update(t.change).where(*at).values({column: new.get(column, "0")}))
    first = examine(store, tmp_path).problems[0]
    assert (first.code, first.detail["seq"]) == ("health.chain", seq)


def test_the_last_changes_cut_off_are_seen(store: Store, photo: Path, response: Response, tmp_path: Path) -> None:
    with store.db.writing() as connection:
        seq = store.response(response.id).seq
        connection.execute(delete(t.change).where(t.change.c.response == response.id, t.change.c.seq == seq))
        connection.execute(update(t.response).where(t.response.c.id == response.id).values(seq=seq - 1))
    assert "health.chain" in codes(store, tmp_path)


def test_a_value_erased_by_law_leaves_a_chain_that_holds(store: Store, response: Response, tmp_path: Path) -> None:
    store.append(response.id, [change(store, "nama", "197001012000031001"), change(store, "nama", "B")])
    with store.db.writing() as connection:
        there = (t.change.c.response == response.id, t.change.c.value == "197001012000031001")
        row = connection.execute(select(t.change).where(*there)).one()
        erased = value_digest(row.salt, row.value)
        connection.execute(update(t.change).where(*there).values(value=None, salt="", erased=erased))
    assert examine(store, tmp_path).problems == []


def test_a_trial_that_was_ended_is_no_hole(store: Store, response: Response, tmp_path: Path) -> None:
    with store.db.writing() as connection:
        connection.execute(delete(t.change).where(t.change.c.response == response.id))
        connection.execute(
            update(t.response).where(t.response.c.id == response.id).values(questionnaire="", snapshot="")
        )
    assert codes(store, tmp_path) == []


def test_files_lost_changed_and_nobodys(store: Store, photo: Path, tmp_path: Path) -> None:
    photo.write_bytes(DATA + b"!")
    assert codes(store, tmp_path) == ["health.changed"]
    photo.unlink()
    (problem,) = examine(store, tmp_path).problems
    assert problem.code == "health.lost" and "foto.png" in problem.message and ", foto" in problem.message
    stray = photo.parent.parent / "ab" / ("ab" + "0" * 62)
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"x")
    assert codes(store, tmp_path) == ["health.lost", "health.orphan"]


def test_little_room_on_the_disk_is_said(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_FREE", 10**18)
    (problem,) = examine(store, tmp_path).problems
    assert problem.code == "health.disk" and problem.severity == "warning"


def doctor(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "INOVIK_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "inovik_forms", "doctor"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


def test_the_command_says_so_in_plain_words(sqlite_template: Path, tmp_path: Path) -> None:
    first = doctor(tmp_path)
    assert first.returncode == 1 and "inovik serve" in first.stderr, "an empty folder has no tables yet"
    (database,) = tmp_path.glob("*.db")
    database.write_bytes(sqlite_template.read_bytes())
    sound = doctor(tmp_path)
    assert sound.returncode == 0 and "Semuanya baik." in sound.stdout
    with database.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(os.urandom(4096))
    broken = doctor(tmp_path)
    assert broken.returncode == 1 and "Basis data rusak" in broken.stderr and "Traceback" not in broken.stderr


def test_a_schema_of_another_release_is_named_and_nothing_is_touched(store: Store, tmp_path: Path) -> None:
    with store.db.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    try:
        assert codes(store, tmp_path) == ["health.schema"]
    finally:
        with store.db.writing() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": health.HEAD})


MADE = re.compile(r'create_table\(\s*"(\w+)"|add_column\("(\w+)", sa\.Column\("(\w+)"')


def made_after(version: str) -> list[str]:
    """What takes back the tables and columns of later migrations, newest first."""
    later = (file for file in sorted((MIGRATIONS / "versions").glob("v*.py"), reverse=True) if file.stem[:5] > version)
    made = [found.groups() for file in later for found in reversed([*MADE.finditer(file.read_text())])]
    return [f"DROP TABLE {t}" if t else f"ALTER TABLE {of} DROP COLUMN {column}" for t, of, column in made]


def test_a_journal_from_before_the_chain_is_linked_as_it_stands(store: Store, photo: Path, tmp_path: Path) -> None:
    with store.db.writing() as connection:
        for statement in made_after("v0004"):
            connection.execute(text(statement))
        connection.execute(text("UPDATE alembic_version SET version_num = '0004'"))
    store.db.engine.dispose()
    assert migrate(store.db.engine) is True
    fresh = Store(store.db.engine, store.files_dir)
    assert examine(fresh, tmp_path).problems == []
    with fresh.db.reading() as connection:
        digests = connection.execute(select(t.change.c.digest)).scalars().all()
    assert digests and all(len(digest) == 64 for digest in digests)
    fresh.close()
