"""Zip files from outside: what is refused before anything is unpacked, and what lies about its size."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from inovik_forms.archives import Limits, content, faults

LIMITS = Limits(members=10, unpacked=20 * 1024 * 1024)


def archive(**members: bytes) -> zipfile.ZipFile:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return zipfile.ZipFile(buffer)


def test_an_ordinary_one_has_no_faults() -> None:
    assert faults(archive(a=b"satu", b=b"dua"), LIMITS) == []


def test_too_many_members_and_too_many_bytes() -> None:
    many = archive(**{f"m{n}": b"" for n in range(11)})
    assert [(f.kind, f.size) for f in faults(many, LIMITS)] == [("members", 11)]
    large = archive(a=bytes(21 * 1024 * 1024))
    assert [(f.kind, f.size) for f in faults(large, LIMITS)] == [("unpacked", 21 * 1024 * 1024)]


def test_a_bomb_is_known_by_its_ratio() -> None:
    assert [(f.kind, f.member) for f in faults(archive(a=bytes(2 * 1024 * 1024)), LIMITS)] == [("ratio", "a")]
    assert faults(archive(a=bytes(512 * 1024)), LIMITS) == [], "a small one does no harm"


@pytest.mark.parametrize("name", ["/etc/passwd", "../luar", "a/../../luar", "a\\..\\b", "\\\\server\\x"])
def test_names_that_lead_elsewhere(name: str) -> None:
    assert [f.kind for f in faults(archive(**{name: b"x"}), LIMITS)] == ["name"]


def test_a_name_that_stands_twice_and_one_with_a_password() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as made:
            made.writestr("A.xml", b"satu")
            made.writestr("A.xml", b"dua")
    assert [f.kind for f in faults(zipfile.ZipFile(buffer), LIMITS)] == ["name"]
    locked = archive(a=b"rahasia")
    locked.infolist()[0].flag_bits |= 1
    assert [f.kind for f in faults(locked, LIMITS)] == ["encrypted"]


def test_a_member_that_is_longer_than_it_says() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a", bytes(100_000))
    data = bytearray(buffer.getvalue())
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", 10)  # the size in the directory
    lying = zipfile.ZipFile(io.BytesIO(bytes(data)))
    assert faults(lying, LIMITS) == []
    with pytest.raises(zipfile.BadZipFile):
        content(lying, lying.infolist()[0], 1000)
    honest = archive(a=bytes(5000))
    assert content(honest, honest.infolist()[0], 4999) is None
    assert content(honest, honest.infolist()[0], 5000) == bytes(5000)
