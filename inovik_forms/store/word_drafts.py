"""Word templates that were uploaded and are not published yet."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from inovik_forms.store import tables as t
from inovik_forms.store.base import Base
from inovik_forms.store.content import LAST_TEMPLATE
from inovik_forms.store.records import TemplateDraft, UnknownRecord

_D = t.template_draft.c
_DRAFT = select(_D.id, _D.name, _D.base, _D.questionnaire, _D.title, _D.file_name, _D.author, _D.created_at)


class WordDrafts(Base):
    """The store's part about drafts of templates. A draft may have mistakes: its author gets it back with comments."""

    def put_template_draft(
        self, name: str, data: bytes, *, questionnaire: str, title: str, file_name: str, author: str
    ) -> TemplateDraft:
        """Keep an uploaded template in place of the draft before it."""
        with self.db.writing() as connection:
            base = connection.execute(LAST_TEMPLATE, {"name": name}).scalar_one() or 0
            connection.execute(delete(t.template_draft).where(_D.name == name))
            row = {
                "name": name, "base": base, "data": data, "questionnaire": questionnaire, "title": title,
                "file_name": file_name, "author": author, "created_at": self.clock(),
            }  # fmt: skip
            connection.execute(insert(t.template_draft).values(row))
            return TemplateDraft(*connection.execute(_DRAFT.where(_D.name == name)).one())

    def template_draft(self, name: str) -> TemplateDraft | None:
        """The draft of a template, if there is one."""
        return next((draft for draft in self.template_drafts() if draft.name == name), None)

    def template_drafts(self) -> list[TemplateDraft]:
        """Every draft, by title."""
        with self.db.reading() as connection:
            return [TemplateDraft(*row) for row in connection.execute(_DRAFT.order_by(_D.title, _D.name))]

    def template_draft_file(self, draft_id: int) -> bytes:
        """The Word file of a draft as it was uploaded. Raises UnknownRecord once the draft is gone."""
        with self.db.reading() as connection:
            data: bytes | None = connection.execute(select(_D.data).where(_D.id == draft_id)).scalar_one_or_none()
        if data is None:
            raise UnknownRecord("template draft", draft_id)
        return data

    def drop_template_draft(self, name: str) -> None:
        """Throw a draft away."""
        with self.db.writing() as connection:
            connection.execute(delete(t.template_draft).where(_D.name == name))
