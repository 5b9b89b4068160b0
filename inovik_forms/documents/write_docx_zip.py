"""A minimal writer of zip files: fixed date, given order, and entries that were compressed before.

`zipfile` cannot take compressed bytes. The parts of a template that never change are deflated once for all documents.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

_DATE = (1 << 5) | 1  # 1 January 1980, the first day a zip file knows
_LOCAL = struct.Struct("<4sHHHHHLLLHH")
_CENTRAL = struct.Struct("<4sHHHHHHLLLHHHHHLL")
_END = struct.Struct("<4sHHHHLLH")
_UTF8 = 0x800
_PACKED = (".png", ".jpeg", ".jpg", ".gif", ".webp")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file, as it lies in the archive. `method`: 8 = deflated, 0 = as it is."""

    name: bytes
    checksum: int
    size: int
    data: bytes
    method: int = 8


def compress(name: str, content: bytes, level: int = 6) -> Entry:
    """A file ready for the archive. `level`: of zlib, 1 (fast) to 9 (small). Pictures that are compressed in themselves
    would only cost time."""
    if name.endswith(_PACKED):
        return Entry(name.encode(), zlib.crc32(content), len(content), content, 0)
    packer = zlib.compressobj(level, zlib.DEFLATED, -15, 9)
    return Entry(name.encode(), zlib.crc32(content), len(content), packer.compress(content) + packer.flush())


def archive(entries: Iterable[Entry]) -> bytes:
    """The zip file of these entries, in this order."""
    out: list[bytes] = []
    directory: list[bytes] = []
    position = 0
    for entry in entries:
        flags = 0 if entry.name.isascii() else _UTF8
        common = (20, flags, entry.method, 0, _DATE, entry.checksum, len(entry.data), entry.size, len(entry.name), 0)
        out += (_LOCAL.pack(b"PK\x03\x04", *common), entry.name, entry.data)
        directory += (_CENTRAL.pack(b"PK\x01\x02", 20, *common, 0, 0, 0, 0, position), entry.name)
        position += _LOCAL.size + len(entry.name) + len(entry.data)
    names = b"".join(directory)
    count = len(directory) // 2
    out += (names, _END.pack(b"PK\x05\x06", 0, 0, count, count, len(names), position, 0))
    return b"".join(out)
