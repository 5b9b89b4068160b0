"""Files by content hash: there whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from inovik_forms.disk import write_whole
from inovik_forms.store import Store
from inovik_forms.store.files import file_hash
from inovik_forms.store.records import Response

from .conftest import Clock

DATA = b"isi berkas"


def test_a_file_is_named_by_its_content(store: Store, response: Response) -> None:
    value = store.put_file(DATA, "foto kegiatan.png", "image/png", response.id)
    assert value == f"{hashlib.sha256(DATA).hexdigest()}/foto kegiatan.png"
    assert store.file(value) == DATA
    assert store.file_type(value) == "image/png"
    assert store.file_owner(value) == [response.id]


def test_equal_files_are_kept_once_and_owned_by_each(store: Store, response: Response) -> None:
    other = store.start_response(response.subject, "uji", "budi")
    first = store.put_file(DATA, "a.png", "image/png", response.id)
    second = store.put_file(DATA, "b.png", "image/png", other.id)
    assert first != second
    assert store.file_owner(first) == store.file_owner(second) == [response.id, other.id]
    assert sum(1 for f in store.files_dir.rglob("*") if f.is_file()) == 1


def test_knowing_a_hash_gives_no_right_to_a_file(store: Store, response: Response) -> None:
    value = store.put_file(DATA, "a.png", "image/png", response.id)
    thief = store.start_response(response.subject, "uji", "orang lain")
    from .test_journal import change

    store.append(thief.id, [change(store, "nama", value)])
    assert store.file_owner(value) == [response.id]


def test_a_prefilled_file_is_owned_by_the_new_response(store: Store, response: Response) -> None:
    value = store.put_file(DATA, "logo.png", "image/png")
    fresh = store.start_response(response.subject, "uji", "budi", {"nama": value})
    assert store.file_owner(value) == [fresh.id]


@pytest.mark.parametrize("value", ["", "nama biasa", "../../etc/passwd", "a" * 64, "g" * 64 + "/x", "A" * 64 + "/x"])
def test_what_is_no_file_value_names_no_file(store: Store, value: str) -> None:
    assert file_hash(value) is None
    assert store.file(value) is None
    assert store.file_owner(value) == []


def test_a_lost_file_is_said_and_no_crash(store: Store) -> None:
    value = store.put_file(DATA, "a.png", "image/png")
    next(store.files_dir.rglob(value[:64])).unlink()
    assert store.file(value) is None


@pytest.mark.parametrize("name", ["a/b.png", "..\\b.png", "a\r\nSet-Cookie: x.png", ""])
def test_a_name_cannot_break_the_value(store: Store, name: str) -> None:
    value = store.put_file(DATA, name, "image/png")
    assert file_hash(value) and store.file(value) == DATA
    assert value.count("/") == 1 and value.isprintable()


def test_outputs_are_found_by_key(store: Store) -> None:
    assert store.output("rencana@1/7@3/1.pdf") is None
    store.put_output("rencana@1/7@3/1.pdf", b"%PDF-1")
    store.put_output("rencana@1/7@3/1.pdf", b"%PDF-2")
    assert store.output("rencana@1/7@3/1.pdf") == b"%PDF-2"


def test_outputs_that_are_replaced_or_old_are_forgotten(store: Store, clock: Clock) -> None:
    upload = store.put_file(b"sama", "a.pdf", "application/pdf")
    for key, data in (("r@1/7@1/1.pdf", b"sama"), ("r@1/7@2/1.pdf", b"baru"), ("r@1/8@1/1.pdf", b"lain")):
        store.put_output(key, data)
    assert store.drop_outputs("r@%/7@%/1.pdf", keep=["r@1/7@2/1.pdf"]) == 1
    assert [store.output(f"r@1/{part}/1.pdf") for part in ("7@1", "7@2", "8@1")] == [None, b"baru", b"lain"]
    clock.move(days=1)
    store.put_output("r@1/9@1/1.pdf", b"lain")
    assert store.drop_old_outputs(clock.now) == 2
    assert store.output("r@1/9@1/1.pdf") == b"lain", "bytes that another output still names are kept"
    assert store.file(upload) == b"sama", "an upload is never cleared away"


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "folder" / "naskah.pdf"
    write_whole(target, b"lama")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(target, b"baru")
    assert target.read_bytes() == b"lama"
    assert list(target.parent.iterdir()) == [target]
