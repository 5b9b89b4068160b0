"""Files that questionnaires show with their labels: contents by their hash among the uploads, and which version shows
which. A published version's never change; a draft's come one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, delete, insert, select

from inovik_forms.store import tables as t
from inovik_forms.store.base import upsert
from inovik_forms.store.files import UPLOADS, Files
from inovik_forms.store.records import MediaFile

_M = t.media.c
_FILE = select(_M.name, _M.sha256, _M.media_type, _M.size)


class MediaFiles(Files):
    """The store's part about them. Those of published versions are kept in memory, as the versions are."""

    _media: dict[tuple[str, int], Mapping[str, MediaFile]]

    def keep_media(self, data: bytes, name: str, media_type: str) -> MediaFile:
        """Keep the contents of a file, so that a version or a draft can show it."""
        sha256, _, _ = self.put_file(data, name, media_type).partition("/")
        return MediaFile(name, sha256, media_type, len(data))

    def add_media(self, questionnaire: str, draft: int, files: Iterable[MediaFile]) -> bool:
        """Files that a draft (by its negative number) shows from now on, in place of those of the same names; False
        when there is no such draft any more."""
        d = t.questionnaire_draft.c
        with self.db.writing() as connection:
            there = connection.execute(select(d.id).where(d.name == questionnaire, d.id == -draft).with_for_update())
            if there.one_or_none() is None:
                return False
            for file in files:
                row = _row(questionnaire, draft, file)
                upsert(connection, t.media, row, keys=("questionnaire", "version", "name"))
        return True

    def media(self, questionnaire: str, version: int) -> Mapping[str, MediaFile]:
        """Name → file, of all that a version or draft has."""
        known = self._media.get((questionnaire, version))
        if known is None:
            with self.db.reading() as connection:
                known = media_rows(connection, questionnaire, version)
            if known and version > 0:  # nothing: it may not be published yet
                self._media[questionnaire, version] = known
        return known

    def media_data(self, sha256: str) -> bytes | None:
        """The contents of a file; None when they are gone."""
        return self._kept(sha256, UPLOADS)

    def media_versions(self, questionnaire: str, sha256: str) -> list[tuple[int, str]]:
        """(version, media type) of each version and draft of a questionnaire that shows these contents."""
        query = select(_M.version, _M.media_type).where(_M.questionnaire == questionnaire, _M.sha256 == sha256)
        with self.db.reading() as connection:
            return [(row.version, row.media_type) for row in connection.execute(query)]


def media_rows(connection: Connection, questionnaire: str, version: int) -> dict[str, MediaFile]:
    rows = connection.execute(_FILE.where(_M.questionnaire == questionnaire, _M.version == version))
    return {row.name: MediaFile(*row) for row in rows}


def set_media(connection: Connection, questionnaire: str, version: int, files: Mapping[str, MediaFile]) -> None:
    """The files of a version that has none yet."""
    if files:
        connection.execute(insert(t.media), [_row(questionnaire, version, file) for file in files.values()])


def drop_media(connection: Connection, questionnaire: str) -> None:
    """Of a questionnaire's draft; contents stay, since others may show the same."""
    connection.execute(delete(t.media).where(_M.questionnaire == questionnaire, _M.version < 0))


def _row(questionnaire: str, version: int, file: MediaFile) -> dict[str, object]:
    return {
        "questionnaire": questionnaire, "version": version, "name": file.name, "sha256": file.sha256,
        "media_type": file.media_type, "size": file.size,
    }  # fmt: skip
