"""The objects of a PDF file, numbered, and how they are written one after the other."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from hashlib import sha256
from struct import pack

_PACKED = 500  # objects in one stream
_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class Objects:
    """A file's objects. Numbers begin at 1."""

    def __init__(self) -> None:
        self._bodies: list[bytes] = []
        self._streams: set[int] = set()

    def reserve(self) -> int:
        """A number whose object comes later."""
        self._bodies.append(b"null")
        return len(self._bodies)

    def put(self, number: int, body: str) -> None:
        """The object of a number."""
        self._bodies[number - 1] = body.encode("latin-1")

    def add(self, body: str) -> int:
        """A new object; its number."""
        self._bodies.append(body.encode("latin-1"))
        return len(self._bodies)

    def stream(self, data: bytes, entries: str = "", *, compress: bool = True) -> int:
        """A new stream; its number. `entries`: what its dictionary says besides length and filter."""
        if compress:
            data = zlib.compress(data)
            entries += "/Filter/FlateDecode"
        head = f"<<{entries}/Length {len(data)}>>\nstream\n".encode("latin-1")
        self._bodies.append(head + data + b"\nendstream")
        self._streams.add(len(self._bodies))
        return len(self._bodies)

    def file(self, catalog: int, info: int) -> bytes:
        """All of them as a file: what is no stream itself is packed into streams, and so is the table that says where
        everything is (ISO 32000-1, 7.5.7 and 7.5.8)."""
        rows: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}  # number → kind, place, place in the stream
        plain = [number for number in range(1, len(self._bodies) + 1) if number not in self._streams]
        for start in range(0, len(plain), _PACKED):
            numbers = plain[start : start + _PACKED]
            packed = self._pack(numbers)
            rows |= {number: (2, packed, place) for place, number in enumerate(numbers)}
        parts, at = [_HEADER], len(_HEADER)
        for number in sorted(self._streams):
            rows[number] = (1, at, 0)
            parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, self._bodies[number - 1]))
            at += len(parts[-1])
        name = sha256(b"".join(parts)).hexdigest()[:32]
        own = len(self._bodies) + 1
        rows[own] = (1, at, 0)
        table = b"".join(pack(">BIH", *rows[number]) for number in range(own + 1))
        entries = f"/Type/XRef/Size {own + 1}/W[1 4 2]/Root {catalog} 0 R/Info {info} 0 R/ID[<{name}><{name}>]"
        self.stream(table, entries)
        parts.append(b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (own, self._bodies[-1], at))
        return b"".join(parts)

    def _pack(self, numbers: Sequence[int]) -> int:
        """A stream that holds these objects; its number."""
        heads, at = [], 0
        for number in numbers:
            heads.append(f"{number} {at}")
            at += len(self._bodies[number - 1]) + 1
        head = " ".join(heads).encode() + b"\n"
        data = head + b"\n".join(self._bodies[number - 1] for number in numbers)
        return self.stream(data, f"/Type/ObjStm/N {len(numbers)}/First {len(head)}")


def string(text: str) -> str:
    """A text string object."""
    try:
        data = text.encode("ascii")
    except UnicodeEncodeError:
        return f"<feff{text.encode('utf-16-be', 'replace').hex()}>"
    escaped = data.decode().replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"({escaped})" if escaped.isprintable() else f"<feff{text.encode('utf-16-be').hex()}>"
