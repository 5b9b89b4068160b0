"""Published questionnaires and templates. Each version is kept for good and parsed once a process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, insert, select
from sqlalchemy.exc import IntegrityError

from inovik_forms.documents import template as template_room
from inovik_forms.problems import Problem, Refused
from inovik_forms.questionnaires import media as media_room
from inovik_forms.questionnaires import xlsform
from inovik_forms.questionnaires.model import Questionnaire
from inovik_forms.store import tables as t
from inovik_forms.store.base import newest_rows
from inovik_forms.store.clauses import Clauses, Pins, pin, pins_of
from inovik_forms.store.media import MediaFiles, media_rows, set_media
from inovik_forms.store.prepared import Prepared
from inovik_forms.store.records import MediaFile, QuestionnaireRecord, Stale, TemplateRecord, UnknownRecord

LAST_QUESTIONNAIRE = select(func.max(t.questionnaire.c.version)).where(t.questionnaire.c.name == bindparam("name"))
LAST_TEMPLATE = select(func.max(t.template.c.version)).where(t.template.c.name == bindparam("name"))
_T = t.template.c
_TEMPLATE = (_T.name, _T.title, _T.questionnaire, _T.version, _T.published_at, _T.book, _T.author, _T.note)
_NEWEST_TEMPLATES = Prepared(newest_rows(t.template, *_TEMPLATE))  # each page of questions asks for them


class Content(MediaFiles, Clauses):
    """The store's part about what the administrator publishes. The caches hold frozen values and need no lock: two
    threads that parse at once store equal ones."""

    _questionnaires: dict[tuple[str, int], Questionnaire]
    _templates: dict[tuple[str, int], template_room.Template]

    # ---- questionnaires

    def publish_questionnaire(
        self,
        name: str,
        data: bytes,
        file_name: str,
        *,
        author: str = "",
        note: str = "",
        base: int | None = None,
        media: Mapping[str, MediaFile] | None = None,
    ) -> int:
        """Publish a form file with the files that its labels name (by name, others are left out); the version that it
        has now (what was published last time keeps its own). Raises Refused with every problem of the form and every
        file that is missing; Stale when `base` is not the newest version (0 = none yet): somebody else has published
        meanwhile."""
        parsed = xlsform.load(data, file_name)
        lacking = media_room.missing(parsed, media or ())
        if lacking:
            raise Refused(lacking)
        files = {named: (media or {})[named] for named in media_room.named(parsed)}
        row = {"name": name, "data": data, "file_name": file_name, "title": parsed.title}
        try:
            with self.db.writing() as connection:
                told = {"author": author, "note": note}
                version = self._publish(connection, t.questionnaire, row, told, base, files)
        except IntegrityError as error:  # at the same instant, on PostgreSQL
            raise Stale(self.questionnaire_version(name)) from error
        self._questionnaires[name, version] = parsed
        return version

    def questionnaire(self, name: str, version: int | None = None) -> Questionnaire:
        """A published questionnaire, the newest unless a version is named. Raises UnknownRecord."""
        version = version or self.questionnaire_version(name)
        if (name, version) not in self._questionnaires:
            data, file_name = self.questionnaire_file(name, version)
            self._questionnaires[name, version] = xlsform.load(data, file_name)
        return self._questionnaires[name, version]

    def questionnaire_version(self, name: str) -> int:
        """The newest version's number. Raises UnknownRecord."""
        with self.db.reading() as connection:
            version = connection.execute(LAST_QUESTIONNAIRE, {"name": name}).scalar_one()
        if version is None:
            raise UnknownRecord("questionnaire", name)
        return int(version)

    def questionnaire_file(self, name: str, version: int) -> tuple[bytes, str]:
        """The form as it was uploaded: bytes and file name; a negative version is a draft's number. Raises
        UnknownRecord."""
        c, d = t.questionnaire.c, t.questionnaire_draft.c
        query = select(c.data, c.file_name).where(c.name == name, c.version == version)
        if version < 0:
            query = select(d.data, d.file_name).where(d.name == name, d.id == -version)
        with self.db.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise UnknownRecord("questionnaire", (name, version))
        return row.data, row.file_name

    def questionnaire_names(self) -> list[str]:
        """The names of all published questionnaires."""
        return [record.name for record in self.questionnaire_records()]

    def questionnaire_records(self) -> list[QuestionnaireRecord]:
        """The newest version of each questionnaire, by title."""
        c = t.questionnaire.c
        with self.db.reading() as connection:
            query = newest_rows(t.questionnaire, c.name, c.version, c.title, c.file_name, c.published_at)
            return [QuestionnaireRecord(*row) for row in connection.execute(query)]

    # ---- templates

    def publish_template(
        self,
        name: str,
        docx: bytes,
        questionnaire_name: str,
        title: str = "",
        book: bool | None = None,
        *,
        author: str = "",
        note: str = "",
        base: int | None = None,
    ) -> int:
        """Publish a Word template for a published questionnaire; its version. Without `title` and `book` it keeps those
        of the version before. It prints the newest versions of the clauses in it. Raises Refused with every problem of
        the template, UnknownRecord for an unknown questionnaire, Stale when `base` is not the newest version (0 = none
        yet): somebody else has published meanwhile."""
        questionnaire = self.questionnaire(questionnaire_name)
        library = self.library()
        parsed = template_room.load(docx, f"{name}.docx", questionnaire, library)
        last = next((r for r in self.template_records() if r.name == name), None)
        row = {
            "name": name, "data": docx, "questionnaire": questionnaire_name,
            "title": title or (last.title if last else name),
            "book": (last is not None and last.book) if book is None else book,
        }  # fmt: skip
        told = {"author": author, "note": note}
        try:
            with self.db.writing() as connection:
                version = self._publish(connection, t.template, row, told, base, pins=library.of(parsed.clauses))
        except IntegrityError as error:  # at the same instant, on PostgreSQL
            raise Stale(self.template_version(name)) from error
        self._templates[name, version] = parsed
        return version

    def template(self, name: str, version: int | None = None) -> template_room.Template:
        """A published template, parsed; the newest unless a version is named. Raises UnknownRecord."""
        version = version or self.template_version(name)
        if (name, version) not in self._templates:
            data, questionnaire_name = self.template_file(name, version)
            pins = self.template_pins(name, version)
            self._templates[name, version] = self._fitting(name, data, questionnaire_name, pins)
        return self._templates[name, version]

    def _fitting(self, name: str, data: bytes, questionnaire: str, pins: Pins) -> template_room.Template:
        """The template, read for the newest version of its questionnaire that has every question it names: a version
        published since may have dropped one. Raises Refused when there never was such a version."""
        newest = self.questionnaire_version(questionnaire)
        for version in range(newest, 0, -1):
            form = self.questionnaire(questionnaire, version)
            try:
                return template_room.load(data, f"{name}.docx", form, self.library(pins))
            except Refused:
                if version == 1:
                    raise
        raise UnknownRecord("questionnaire", questionnaire)

    def template_problems(self, name: str, questionnaire: Questionnaire) -> list[Problem]:
        """What keeps the newest version of a template from fitting this questionnaire; [] when it fits."""
        version = self.template_version(name)
        data, _ = self.template_file(name, version)
        try:
            library = self.library(self.template_pins(name, version))
            template_room.load(data, f"{name}.docx", questionnaire, library)
        except Refused as refused:
            return list(refused.problems)
        return []

    def template_version(self, name: str) -> int:
        """The newest version's number. Raises UnknownRecord."""
        with self.db.reading() as connection:
            version = connection.execute(LAST_TEMPLATE, {"name": name}).scalar_one()
        if version is None:
            raise UnknownRecord("template", name)
        return int(version)

    def template_file(self, name: str, version: int) -> tuple[bytes, str]:
        """The Word file as it was uploaded and its questionnaire's name. Raises UnknownRecord."""
        c = t.template.c
        query = select(c.data, c.questionnaire).where(c.name == name, c.version == version)
        with self.db.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise UnknownRecord("template", (name, version))
        return row.data, row.questionnaire

    def template_records(self, questionnaire: str | None = None) -> list[TemplateRecord]:
        """The newest version of each template (of one questionnaire), by title."""
        records = [TemplateRecord(*row) for row in self.db.rows(_NEWEST_TEMPLATES, {})]
        return [r for r in records if questionnaire in (None, r.questionnaire)]

    def template_versions(self, name: str) -> list[TemplateRecord]:
        """Every version of a template, the newest first; [] for an unknown one."""
        c = t.template.c
        query = select(*_TEMPLATE).where(c.name == name)
        with self.db.reading() as connection:
            return [TemplateRecord(*row) for row in connection.execute(query.order_by(c.version.desc()))]

    # ----

    def _publish(
        self,
        connection: Connection,
        table: Table,
        row: dict[str, Any],
        told: dict[str, Any],
        base: int | None = None,
        files: Mapping[str, MediaFile] | None = None,
        pins: Pins | None = None,
    ) -> int:
        """A new version of `row`, unless the last one says, shows and prints the same; `told` only stands beside it."""
        c = table.c
        last = connection.execute(
            select(table).where(c.name == row["name"]).order_by(c.version.desc()).limit(1)
        ).one_or_none()
        newest = int(last.version) if last else 0
        if base not in (None, newest):
            raise Stale(newest)
        is_same = last is not None and all(last._mapping[name] == value for name, value in row.items())
        is_same = is_same and (pins is None or pins == pins_of(connection, row["name"], newest))
        if is_same and (not files or files == media_rows(connection, row["name"], newest)):
            return newest
        connection.execute(insert(table).values(**row, **told, version=newest + 1, published_at=self.clock()))
        set_media(connection, row["name"], newest + 1, files or {})
        pin(connection, row["name"], newest + 1, pins or {})
        return newest + 1
