"""Files by content hash in a folder, and the cache of rendered documents that lies in the same folder."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, delete, select

from inovik_forms.disk import write_whole
from inovik_forms.store import tables as t
from inovik_forms.store.base import Base, upsert
from inovik_forms.store.records import Unavailable

_VALUE = re.compile(r"([0-9a-f]{64})/[^/]+\Z")


UPLOADS, OUTPUTS = "unggahan", "hasil"
"""Folders: what people gave, kept for good; and what can be made again, kept for a while. Apart, so that clearing the
second can never take a file of the first."""


def file_hash(value: str) -> str | None:
    """The content hash in the value of a file answer, "<sha256>/<name>"; None when it is no such value."""
    found = _VALUE.match(value)
    return found[1] if found else None


class Files(Base):
    """The store's part about files. A row never names a file that is not yet on disk."""

    def put_file(self, data: bytes, name: str, media_type: str, response: int | None = None) -> str:
        """Keep a file and say the value of the answer that it becomes, "<sha256>/<name>". `response`: the response it
        was uploaded for; whoever may see one of a file's responses may see the file."""
        sha256 = self._keep(data, UPLOADS)
        name = re.sub(r"[/\\\x00-\x1f\x7f]+", "_", name).strip() or "berkas"
        row = {"sha256": sha256, "name": name, "media_type": media_type, "size": len(data), "created_at": self.clock()}
        with self.db.writing() as connection:
            upsert(connection, t.file, row, keys=("sha256",), renew={})
            if response is not None:
                upsert(connection, t.file_owner, {"sha256": sha256, "response": response}, keys=("sha256", "response"))
        return f"{sha256}/{name}"

    def file(self, value: str) -> bytes | None:
        """The bytes of a file answer; None when the value names no file or the file is gone."""
        sha256 = file_hash(value)
        return self._kept(sha256, UPLOADS) if sha256 else None

    def is_lost(self, value: str) -> bool:
        """Whether a file answer names a file whose bytes are gone."""
        sha256 = file_hash(value)
        return sha256 is not None and not self._place(sha256, UPLOADS).is_file()

    def file_type(self, value: str) -> str:
        """The media type that was found at upload; '' when unknown."""
        with self.db.reading() as connection:
            query = select(t.file.c.media_type).where(t.file.c.sha256 == file_hash(value))
            return connection.execute(query).scalar_one_or_none() or ""

    def file_owner(self, value: str) -> list[int]:
        """The ids of the responses that a file was uploaded for or copied to."""
        with self.db.reading() as connection:
            query = select(t.file_owner.c.response).where(t.file_owner.c.sha256 == file_hash(value))
            return sorted(connection.execute(query).scalars())

    # ---- rendered documents

    def put_output(self, key: str, data: bytes) -> None:
        """Keep a rendered document under a key that names everything it was made from."""
        row = {"key": key, "sha256": self._keep(data, OUTPUTS), "created_at": self.clock()}
        with self.db.writing() as connection:
            upsert(connection, t.output, row, keys=("key",))

    def output(self, key: str) -> bytes | None:
        """A rendered document, or None when it has to be made (again)."""
        with self.db.reading() as connection:
            query = select(t.output.c.sha256).where(t.output.c.key == key)
            sha256 = connection.execute(query).scalar_one_or_none()
        return self._kept(sha256, OUTPUTS) if sha256 else None

    def drop_outputs(self, pattern: str, keep: Collection[str]) -> int:
        """Forget the outputs whose keys fit a LIKE pattern, except those to keep; how many. For what a newer one
        replaces."""
        return self._drop(t.output.c.key.like(pattern), t.output.c.key.not_in(list(keep)))

    def drop_old_outputs(self, before: datetime) -> int:
        """Forget the outputs that were made before a time; how many. They are made again when asked for."""
        return self._drop(t.output.c.created_at < before)

    def _drop(self, *conditions: ColumnElement[bool]) -> int:
        with self.db.writing() as connection:
            gone = connection.execute(delete(t.output).where(*conditions).returning(t.output.c.sha256)).scalars().all()
            used = select(t.output.c.sha256).where(t.output.c.sha256.in_(gone))
            unused = set(gone) - set(connection.execute(used).scalars())
        for sha256 in unused:  # one that is named again at this moment is only a cache that has to be filled again
            self._place(sha256, OUTPUTS).unlink(missing_ok=True)
        return len(gone)

    # ---- the folder

    def _place(self, sha256: str, folder: str) -> Path:
        return self.files_dir / folder / sha256[:2] / sha256

    def _keep(self, data: bytes, folder: str) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        try:
            if not self._place(sha256, folder).exists():
                write_whole(self._place(sha256, folder), data)
        except OSError as error:
            raise Unavailable from error
        return sha256

    def _kept(self, sha256: str, folder: str) -> bytes | None:
        try:
            return self._place(sha256, folder).read_bytes()
        except FileNotFoundError:
            return None
