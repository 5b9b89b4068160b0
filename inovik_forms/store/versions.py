"""Versions of questionnaires: what is not published yet, the history, and moving a response from one to another."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select, update

from inovik_forms.answers.journal import ASIDE
from inovik_forms.answers.values import Change
from inovik_forms.store import tables as t
from inovik_forms.store.content import LAST_QUESTIONNAIRE
from inovik_forms.store.media import drop_media, media_rows, set_media
from inovik_forms.store.prepared import CoreSession
from inovik_forms.store.records import (
    Closed,
    QuestionnaireDraft,
    QuestionnaireVersion,
    Response,
    Stale,
    UnknownRecord,
)
from inovik_forms.store.responses import Responses
from inovik_forms.workflow import TRIAL

_Q, _D, _R, _S = t.questionnaire.c, t.questionnaire_draft.c, t.response.c, t.subject.c
_DRAFT = select(_D.id, _D.name, _D.base, _D.title, _D.file_name, _D.author, _D.created_at)


class Versions(Responses):
    """The store's part about versions. A draft of a questionnaire stands in for a version under its negative number,
    so that trying it out is filling it in."""

    # ---- before publishing

    def put_form_draft(
        self, name: str, data: bytes, file_name: str, title: str, author: str, *, media_of: int | None = None
    ) -> QuestionnaireDraft:
        """Keep an uploaded questionnaire in place of the draft before it, whose trials end. It has the files that
        version `media_of` shows with its labels; else those of the newest version and of the draft before it, so that
        nobody uploads a picture again to correct a word."""
        with self.db.writing() as connection:
            base = connection.execute(LAST_QUESTIONNAIRE, {"name": name}).scalar_one() or 0
            before = connection.execute(select(_D.id).where(_D.name == name)).scalar_one_or_none() or 0
            files = {
                named: file
                for version in ((base, -before) if media_of is None else (media_of,))
                for named, file in media_rows(connection, name, version).items()
            }
            _end_trials(connection, name)
            connection.execute(delete(t.questionnaire_draft).where(_D.name == name))
            row = {
                "name": name, "base": base, "data": data, "file_name": file_name, "title": title, "author": author,
                "created_at": self.clock(),
            }  # fmt: skip
            connection.execute(insert(t.questionnaire_draft).values(row))
            found = QuestionnaireDraft(*connection.execute(_DRAFT.where(_D.name == name)).one())
            drop_media(connection, name)
            set_media(connection, name, found.version, files)
        return found

    def form_draft(self, name: str) -> QuestionnaireDraft | None:
        """The draft of a questionnaire, if there is one."""
        return next((draft for draft in self.form_drafts() if draft.name == name), None)

    def form_drafts(self) -> list[QuestionnaireDraft]:
        """Every draft, by title."""
        with self.db.reading() as connection:
            rows = connection.execute(_DRAFT.order_by(_D.title, _D.name))
            return [QuestionnaireDraft(*row) for row in rows]

    def drop_form_draft(self, name: str) -> None:
        """Throw a draft away, with what was tried out on it."""
        with self.db.writing() as connection:
            _end_trials(connection, name)
            drop_media(connection, name)
            connection.execute(delete(t.questionnaire_draft).where(_D.name == name))

    def questionnaire_versions(self, name: str) -> list[QuestionnaireVersion]:
        """The history, the newest first."""
        query = select(_Q.name, _Q.version, _Q.title, _Q.file_name, _Q.published_at, _Q.author, _Q.note)
        with self.db.reading() as connection:
            rows = connection.execute(query.where(_Q.name == name).order_by(_Q.version.desc()))
            return [QuestionnaireVersion(*row) for row in rows]

    # ---- trying out

    def start_trial(self, name: str, version: int, author: str, values: Mapping[str, str]) -> Response:
        """A response that counts nowhere, in place of this person's earlier trials of the questionnaire."""
        with self.db.writing() as connection:
            _end_trials(connection, name, author)
            row = {"kind": TRIAL, "title": name, "created_by": author, "created_at": self.clock()}
            subject = connection.execute(insert(t.subject).values(row).returning(_S.id)).scalar_one()
            key = self._start(connection, subject, name, author, values, version)
        return self.response(key)

    # ---- moving a response

    def move_response(
        self, response_id: int, version: int, changes: Sequence[Change], author: str, device: str, seq: int
    ) -> Response:
        """Pin a draft to another version, with the changes that bring its answers along, in one transaction. Raises
        UnknownRecord; Closed when it was sent; Stale when it is not at `seq` any more."""
        with self.db.writing() as connection:
            query = select(_R.seq, _R.status, _R.version).where(_R.id == response_id).with_for_update()
            head = connection.execute(query).one_or_none()
            if head is None:
                raise UnknownRecord("response", response_id)
            if head.status != "draft":
                raise Closed(response_id)
            if head.seq != seq:
                raise Stale(head.seq)
            if head.version != version:
                told = Change(
                    str(uuid.uuid4()), ASIDE, f"{head.version} {version}", seq, self.clock(), author, device, "version"
                )
                self._append(CoreSession(connection), response_id, [told, *changes])
                connection.execute(update(t.response).where(_R.id == response_id).values(version=version))
        return self.response(response_id)

    def moves(self, response_id: int) -> list[tuple[int, int, int]]:
        """(number in the journal, version left, version entered) of every move, in order."""
        c = t.change.c
        query = select(c.seq, c.value).where(c.response == response_id, c.path == ASIDE, c.kind == "version")
        with self.db.reading() as connection:
            rows = connection.execute(query.order_by(c.seq)).all()
        return [(row.seq, *map(int, row.value.split())) for row in rows]

    def version_at(self, response: Response, seq: int) -> int:
        """The version that a response was pinned to at a number of its journal."""
        return next((left for at, left, _ in self.moves(response.id) if at > seq), response.version)


def _end_trials(connection: Connection, name: str, author: str | None = None) -> None:
    """Empty what was tried out on a questionnaire (by one person). The row of each response stays, without its
    questionnaire, since no other response may ever get its number: documents and caches go by it."""
    subjects = select(_S.id).where(_S.kind == TRIAL, _S.title == name)
    subjects = subjects if author is None else subjects.where(_S.created_by == author)
    keys = connection.execute(subjects).scalars().all()
    mine = select(_R.id).where(_R.subject.in_(keys))
    for table in (t.change, t.event, t.late, t.file_owner):
        connection.execute(delete(table).where(table.c.response.in_(mine)))
    connection.execute(update(t.response).where(_R.subject.in_(keys)).values(questionnaire="", snapshot=""))
