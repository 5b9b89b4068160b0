"""An answer erased by law: nothing of it is left, and the chain still holds."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from inovik_forms.settings import Settings
from inovik_forms.store import Store, migrate
from inovik_forms.store.health import examine
from inovik_forms.store.pieces import Parcel
from inovik_forms.store.records import LateAnswer, Response, Unit, UnknownRecord
from inovik_forms.store.tables import metadata

from .conftest import FORM
from .test_journal import change

SECRET = "3171234567890123"


def erased(store: Store, response: Response, *paths: str) -> int:
    return store.erase(response.id, paths, reason="permintaan warga", author="admin").seq


def everything(store: Store) -> str:
    """All that the database says, as text."""
    with store.db.reading() as connection:
        return "\n".join(str(row) for table in metadata.sorted_tables for row in connection.execute(select(table)))


@pytest.fixture
def told(store: Store, response: Response) -> Response:
    """A response that said a number twice, changed it, and says something else beside."""
    values = [("nama", SECRET), ("nama", "lain"), ("nama", SECRET), ("kegiatan[1]/langkah", "tetap")]
    for path, value in values:
        store.append(response.id, [change(store, path, value)])
    return response


def test_nothing_of_the_value_is_left_and_the_chain_holds(store: Store, told: Response, tmp_path: Path) -> None:
    assert SECRET in everything(store)
    found = store.erasure(told.id, ["nama"])
    assert len(found.changes) == 3 and found.seq == 0 and SECRET in everything(store), "a dry run changes nothing"
    seq = erased(store, told, "nama")
    assert SECRET not in everything(store) and examine(store, tmp_path).problems == []
    last, draft = store.draft(told.id)
    assert last == seq and draft.values["nama"] == "" and draft.values["kegiatan[1]/langkah"] == "tetap"
    stone = store.journal(told.id)[-1]
    assert (stone.change.kind, stone.change.value, stone.change.author) == ("erased", "permintaan warga", "admin")
    assert [entry.is_erased for entry in store.journal(told.id) if entry.change.path == "nama"] == [True] * 3 + [False]


def test_the_bytes_are_gone_from_the_database_file(store: Store, told: Response) -> None:
    if store.db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL overwrites when it vacuums")
    erased(store, told, "nama")
    file = Path(str(store.db.engine.url.database))
    for place in file.parent.glob(file.name + "*"):
        assert SECRET.encode() not in place.read_bytes(), place


def test_what_a_device_still_holds_does_not_come_back(store: Store, told: Response) -> None:
    first = store.journal(told.id)[0].change
    seq = erased(store, told, "nama")
    (again,) = store.append(told.id, [first])
    assert again.effect == "repeated", "sent once more, after its receipt was lost"
    (late,) = store.append(told.id, [replace(first, id="lama", base=seq - 1, nth=7)])
    assert (late.effect, late.seq) == ("erased", seq) and store.draft(told.id)[1].values["nama"] == ""
    assert SECRET not in everything(store)
    (new,) = store.append(told.id, [replace(first, id="baru", value="Ani", base=seq)])
    assert new.effect == "changed" and store.draft(told.id)[1].values["nama"] == "Ani", "typed in sight of it"


def test_a_conflict_about_the_value_is_over(store: Store, response: Response) -> None:
    one = change(store, "nama", SECRET)
    store.append(response.id, [one, replace(one, id="lain", value="B", device="lain")])
    assert len(store.conflicts(response.id)) == 1
    erased(store, response, "nama")
    assert store.conflicts(response.id) == []


def test_a_file_goes_from_the_disk_unless_another_answer_has_it(store: Store, response: Response) -> None:
    value = store.put_file(b"isi", "foto.png", "image/png", response.id)
    store.append(response.id, [change(store, "foto", value), change(store, "salinan", value)])
    assert store.erasure(response.id, ["foto"]).files == ("foto.png",)
    sent = Parcel(1, response.id, "a" * 64, 3)
    store.add_piece(sent, 0, b"ab")
    erased(store, response, "foto")
    assert store.add_piece(sent, 0, b"") == 0, "nor is it left as the device sent it"
    assert store.file(value) == b"isi", "another answer has it still"
    erased(store, response, "salinan")
    assert store.file(value) is None and store.file_owner(value) == []


def test_what_came_too_late_goes_too_and_none_comes_after(store: Store, told: Response, tmp_path: Path) -> None:
    late = LateAnswer("terlambat", "nama", SECRET, "Nama", 1, 0, store.clock(), "budi", "hp", "sent")
    assert store.keep_late(told.id, [late]) == 1 and store.erasure(told.id, ["nama"]).late == 1
    erased(store, told, "nama")
    assert [(one.value, one.state, one.decided_by) for one in store.late(told.id)] == [("", "dismissed", "admin")]
    assert store.keep_late(told.id, [replace(late, change_id="lagi")]) == 0
    assert SECRET not in everything(store) and examine(store, tmp_path).problems == []


def test_copies_elsewhere_are_told(store: Store, told: Response) -> None:
    other = store.start_response(told.subject, told.questionnaire, "ani", {"nama": SECRET, "kegiatan[1]/langkah": "x"})
    found = store.erasure(told.id, ["nama"])
    assert [(copy.response, copy.path, copy.now) for copy in found.copies] == [(other.id, "nama", True)]


def test_what_is_not_there_cannot_be_erased(store: Store, told: Response) -> None:
    with pytest.raises(ValueError, match="nothing"):
        erased(store, told, "tak-ada")
    with pytest.raises(UnknownRecord):
        store.erasure(10**6, ["nama"])


def inovik(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "INOVIK_DATA_DIR": str(folder)}
    command = [sys.executable, "-m", "inovik_forms", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


def test_the_command_says_first_what_would_go(tmp_path: Path) -> None:
    store = Store.open(Settings.from_env({"INOVIK_DATA_DIR": str(tmp_path)}))
    migrate(store.db.engine)
    store.put_units([Unit("dinas-a", "Dinas A")])
    store.publish_questionnaire("uji", FORM, "uji.md")
    store.add_account("kepala", "Kepala", "administrator", "kata-sandi-yang-panjang")
    store.add_account("ani", "Ani", "staff", "kata-sandi-yang-panjang", "dinas-a")
    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    response = store.start_response(subject.id, "uji", "ani", {"nama": SECRET})
    kept = [f"surat@1/{response.id}@1/1/2026-11-27.pdf", f"kertas/{response.id}@1/id.pdf", "book/3/1.pdf", "part/x"]
    for key in (*kept, f"surat@1/{response.id}9@1/1/2026-11-27.pdf"):
        store.put_output(key, key.encode())
    words = ["erase", str(response.id), "nama", "--reason", "permintaan warga"]
    foreign = inovik(tmp_path, *words, "--by", "ani", "--yes")
    assert foreign.returncode == 2 and "bukan akun administrator" in foreign.stderr
    nothing = inovik(tmp_path, "erase", str(response.id), "tak-ada", "--reason", "x", "--by", "kepala")
    assert nothing.returncode == 1 and "tidak mempunyai jawaban" in nothing.stderr
    dry = inovik(tmp_path, *words, "--by", "kepala")
    assert dry.returncode == 0 and "1 nilai" in dry.stdout and SECRET not in dry.stdout
    assert store.draft(response.id)[1].values["nama"] == SECRET and store.output("part/x")
    done = inovik(tmp_path, *words, "--by", "kepala", "--yes")
    assert done.returncode == 0 and "Sudah dihapus" in done.stdout
    assert store.draft(response.id)[1].values["nama"] == "" and SECRET not in everything(store)
    assert [store.output(key) for key in kept] == [None] * 4
    assert store.output(f"surat@1/{response.id}9@1/1/2026-11-27.pdf"), "of another response"
    assert inovik(tmp_path, "doctor").returncode == 0
    store.close()
