"""Files that arrive in pieces, over networks that break: what is there so far lies aside until the file is whole."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inovik_forms.disk import write_whole
from inovik_forms.store.base import Base
from inovik_forms.store.records import Unavailable

PIECES = "potongan"
"""Folder beside the uploads."""
MOST_PARTIAL = 64 * 1024 * 1024
"""Bytes that one account may have lying about, unfinished."""
MOST_FILES = 100
_PART, _DONE = ".bagian", ".jadi"


class TooManyPieces(Exception):
    """An account has more unfinished files than it may have."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file on its way. `sha256`: of the whole file as the device has it, in hexadecimal; `size`: its bytes."""

    account: int
    response: int
    sha256: str
    size: int = 0


class Pieces(Base):
    """The store's part about files in pieces. Several processes may take pieces of one file at once."""

    def add_piece(self, parcel: Parcel, start: int, data: bytes) -> int:
        """Take a piece that begins at `start`; how many bytes of the file are here now. A piece that is here already or
        that does not join on changes nothing. Raises TooManyPieces, Unavailable."""
        place = self._parcel(parcel, f"-{parcel.size}{_PART}")
        try:
            if not data:
                return place.stat().st_size if place.exists() else 0
            others = [_said(other) for other in place.parent.glob(f"*{_PART}") if other != place]
            if sum(others) + parcel.size > MOST_PARTIAL or len(others) >= MOST_FILES:
                raise TooManyPieces
            with _locked(place) as file:
                there = os.lseek(file, 0, os.SEEK_END)
                if start == there and there + len(data) <= parcel.size:
                    _write(file, data, there)
                    there += len(data)
                return there
        except OSError as error:
            raise Unavailable from error

    def whole_file(self, parcel: Parcel) -> bytes | None:
        """The file, once all of it is here and is what it should be. One that is not is thrown away: it has to be sent
        again. The parcel's size does not matter."""
        try:
            for place in self._parts(parcel):
                if place.stat().st_size < _said(place):
                    continue
                data = place.read_bytes()
                if hashlib.sha256(data).hexdigest() == parcel.sha256:
                    return data
                place.unlink(missing_ok=True)
        except FileNotFoundError:  # another process has just settled it
            return None
        except OSError as error:
            raise Unavailable from error
        return None

    def settle_file(self, parcel: Parcel, path: str, value: str) -> None:
        """The file has become the answer `value` of a question: its pieces go, and whoever asks again is told. Another
        question may want something else of a file."""
        try:
            write_whole(self._parcel(parcel, _done(path)), value.encode())
        except OSError as error:
            raise Unavailable from error
        for place in self._parts(parcel):
            place.unlink(missing_ok=True)

    def settled_file(self, parcel: Parcel, path: str) -> str | None:
        """The answer to this question that the file has become."""
        try:
            return self._parcel(parcel, _done(path)).read_text()
        except FileNotFoundError:
            return None

    def drop_old_pieces(self, before: datetime) -> int:
        """Throw away what nobody has added to since; how many files."""
        count = 0
        for file in (self.files_dir / PIECES).glob("*/*"):
            with suppress(OSError):
                if file.stat().st_mtime < before.timestamp():
                    file.unlink()
                    count += 1
        return count

    def _parcel(self, parcel: Parcel, ending: str) -> Path:
        return self.files_dir / PIECES / str(parcel.account) / f"{parcel.response}-{parcel.sha256}{ending}"

    def _parts(self, parcel: Parcel) -> list[Path]:
        """What is here of the file, by each size that it was said to have."""
        whole = self._parcel(parcel, "")
        return list(whole.parent.glob(f"{whole.name}-*{_PART}"))

    def drop_pieces_of(self, response: int) -> None:
        """Throw away all pieces of a response's files, and what they have become."""
        for file in (self.files_dir / PIECES).glob(f"*/{response}-*"):
            file.unlink(missing_ok=True)


def _said(place: Path) -> int:
    """How many bytes a file was said to have."""
    return int(place.stem.rpartition("-")[2])


def _done(path: str) -> str:
    return f"-{hashlib.sha256(path.encode()).hexdigest()[:16]}{_DONE}"


@contextmanager
def _locked(place: Path) -> Iterator[int]:
    """The file open for one process at a time."""
    place.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)


def _write(file: int, data: bytes, start: int) -> None:
    """All or nothing: a full disk leaves what was there before."""
    try:
        if os.pwrite(file, data, start) != len(data):
            raise OSError("the disk took only a part")
        os.fsync(file)
    except OSError:
        os.ftruncate(file, start)
        raise
