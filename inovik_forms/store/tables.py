"""The tables. Alembic's migrations build them; a test compares both."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, or SQLite could never drop it again."""


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in, aware UTC datetimes out, on both databases (SQLite alone would hand back naive ones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(naming_convention=NAMES)


def _id() -> Column[Any]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


def _time(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, UtcDateTime, nullable=nullable)


def _text(name: str, **options: Any) -> Column[Any]:
    return Column(name, Text, nullable=False, server_default="", **options)


city_value = Table("city_value", metadata, Column("name", Text, primary_key=True), _text("value"))

unit = Table(
    "unit", metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    _text("kind"), _text("address"), _text("phone"), _text("head"),
)  # fmt: skip

account = Table(
    "account", metadata,
    _id(),
    Column("username", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("unit", ForeignKey("unit.code"), nullable=True, index=True),
    Column("language", String(8), nullable=False, server_default="id"),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("password_hash", Text, nullable=False),
    _time("created_at"),
)  # fmt: skip

session = Table(
    "session", metadata,
    Column("token_hash", String(64), primary_key=True),  # SHA-256: a stolen copy of the table opens nothing
    Column("account", ForeignKey("account.id", ondelete="CASCADE"), nullable=False, index=True),
    _time("created_at"), _time("seen_at"),
)  # fmt: skip

throttle = Table(
    "throttle", metadata,
    Column("key", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    _time("last_at"),
)  # fmt: skip

questionnaire = Table(
    "questionnaire", metadata,
    Column("name", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
    _text("file_name"), _text("title"),
    _time("published_at"),
    _text("author"), _text("note"),
)  # fmt: skip

questionnaire_draft = Table(
    "questionnaire_draft", metadata,
    _id(),
    Column("name", Text, nullable=False, index=True),
    Column("base", Integer, nullable=False),  # the newest version when it was uploaded; 0 = none
    Column("data", LargeBinary, nullable=False),
    _text("file_name"), _text("title"), _text("author"),
    _time("created_at"),
    sqlite_autoincrement=True,  # a number is never given twice: trial responses and caches go by it
)  # fmt: skip

media = Table(
    "media", metadata,
    Column("questionnaire", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),  # negative: a draft's
    Column("name", Text, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("media_type", String(40), nullable=False),
    Column("size", Integer, nullable=False),
)  # fmt: skip

template = Table(
    "template", metadata,
    Column("name", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
    _text("title"), _text("questionnaire"),
    Column("book", Boolean, nullable=False, server_default=text("false")),
    _time("published_at"), _text("author"), _text("note"),
)  # fmt: skip

template_draft = Table(
    "template_draft", metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
    Column("base", Integer, nullable=False),  # the newest version when it was uploaded; 0 = none
    Column("data", LargeBinary, nullable=False),
    _text("questionnaire"), _text("file_name"), _text("title"), _text("author"),
    _time("created_at"),
    sqlite_autoincrement=True,  # a number is never given twice: who publishes says by it what was looked at
)  # fmt: skip

clause = Table(
    "clause", metadata,
    Column("name", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    _text("title"), _text("author"), _text("note"),
    _time("published_at"),
)  # fmt: skip

clause_variant = Table(
    "clause_variant", metadata,  # of each version of a clause, in the order in which conditions are asked
    Column("clause", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    _text("condition"), _text("file_name"),
    Column("data", LargeBinary, nullable=False),
)  # fmt: skip

template_clause = Table(
    "template_clause", metadata,  # which version of a clause a version of a template prints
    Column("template", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("clause", Text, primary_key=True),
    Column("clause_version", Integer, nullable=False),
)  # fmt: skip

subject = Table(
    "subject", metadata,
    _id(),
    Column("kind", String(20), nullable=False),
    Column("unit", ForeignKey("unit.code"), nullable=True, index=True),
    Column("title", Text, nullable=False),
    _text("created_by"),
    _time("created_at"),
)  # fmt: skip

response = Table(
    "response", metadata,
    _id(),
    Column("subject", ForeignKey("subject.id"), nullable=False, index=True),
    Column("questionnaire", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("status", String(10), nullable=False, server_default="draft"),
    Column("seq", Integer, nullable=False, server_default="0"),
    _text("snapshot"),  # the fold of the journal as JSON: a cache, rebuilt at will
    _time("created_at"), _time("updated_at"),
    _text("updated_by"),
    Column("sent_seq", Integer, nullable=False, server_default="0"),
    _time("sent_at", nullable=True),
    Column("digest", String(64), nullable=False, server_default=""),  # of its last change
    _text("name"),  # as the questionnaire's instance_name says; worked out anew with each change
)  # fmt: skip

change = Table(
    "change", metadata,
    Column("response", ForeignKey("response.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("value", Text, nullable=True),
    Column("base", Integer, nullable=False),
    _time("made_at"), _time("received_at"),
    Column("author", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("over", Integer, nullable=False, server_default="0"),
    Column("nth", BigInteger, nullable=False, server_default="0"),  # by its device's own counting; 0 = not counted
    Column("salt", String(32), nullable=False, server_default=""),  # of the value's digest (store/chain.py)
    Column("erased", String(64), nullable=False, server_default=""),  # … which stands for a value that was erased
    Column("digest", String(64), nullable=False, server_default=""),  # of this change and of all before it
    UniqueConstraint("response", "id"),
    Index(None, "response", "path", "seq"),
    sqlite_with_rowid=False,  # the journal of a response lies together
)  # fmt: skip

event = Table(
    "event", metadata,
    _id(),
    Column("response", ForeignKey("response.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),  # "sent", "reopened"
    Column("seq", Integer, nullable=False),
    Column("author", Text, nullable=False),
    _time("at"),
)  # fmt: skip

late = Table(
    "late", metadata,
    _id(),
    Column("response", ForeignKey("response.id"), nullable=False, index=True),
    Column("change_id", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("value", Text, nullable=False),
    _text("label"),
    Column("version", Integer, nullable=False),  # of the questionnaire that was answered
    Column("base", Integer, nullable=False),
    _time("made_at"), _time("received_at"),
    Column("author", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("why", String(10), nullable=False),
    _text("handed_by"),  # who loaded it from a file, if not its author himself
    Column("state", String(10), nullable=False, server_default="waiting"),
    _text("decided_by"),
    _time("decided_at", nullable=True),
    _text("placed"),  # the answer path at which it was placed
    UniqueConstraint("response", "change_id"),
)  # fmt: skip

presence = Table(
    "presence", metadata,
    Column("response", ForeignKey("response.id"), primary_key=True),
    Column("account", ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
    _text("place"),  # the section's slug
    _time("seen_at"),
)  # fmt: skip

assignment = Table(
    "assignment", metadata,
    Column("response", ForeignKey("response.id"), primary_key=True),
    Column("section", Text, primary_key=True),
    Column("account", ForeignKey("account.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("author", Text, nullable=False),
    _time("at"),
)  # fmt: skip

begun = Table(
    "begun", metadata,  # responses that a device began by itself, without a network
    Column("draft", BigInteger, primary_key=True, autoincrement=False),  # what the device called it
    Column("response", ForeignKey("response.id"), nullable=False, index=True),
    Column("seq", Integer, nullable=False, server_default="-1"),  # the changes it began with; -1 = not there yet
    _text("author"),
    _time("at"),
)  # fmt: skip

letterhead = Table(
    "letterhead", metadata,
    Column("owner", Text, primary_key=True),  # a unit's code, '' = the city, "jabatan" = the head of the region
    _text("above"), _text("name"), _text("below"), _text("address"), _text("postcode"), _text("phone"), _text("email"),
    _text("web"), _text("logo"),
)  # fmt: skip

number_pattern = Table(
    "number_pattern", metadata,
    Column("name", Text, primary_key=True),
    Column("title", Text, nullable=False),
    _text("institution"), _text("form"), _text("code"),
    Column("restart", String(10), nullable=False, server_default="tahun"),
    Column("per_unit", Boolean, nullable=False, server_default=text("false")),
    Column("first", Integer, nullable=False, server_default="1"),
)  # fmt: skip

number = Table(
    "number", metadata,
    _id(),
    Column("pattern", ForeignKey("number_pattern.name"), nullable=False),
    _text("series"),  # within what it is counted: a year, a month, a unit (numbers.series)
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("key", Text, nullable=False, unique=True),  # the text without what does not tell numbers apart
    Column("day", String(10), nullable=False),
    _text("unit"),
    Column("response", ForeignKey("response.id"), nullable=True),
    _text("path"),
    _text("author"), _time("at"),
    _text("note"),
    _time("voided_at", nullable=True),
    _text("voided_by"), _text("void_reason"),
    UniqueConstraint("pattern", "series", "number"),
    Index("uq_number_answer", "response", "path", unique=True, sqlite_where=text("voided_at IS NULL"),
          postgresql_where=text("voided_at IS NULL")),
    sqlite_autoincrement=True,
)  # fmt: skip

file = Table(
    "file", metadata,
    Column("sha256", String(64), primary_key=True),
    _text("name"), _text("media_type"),
    Column("size", Integer, nullable=False),
    _time("created_at"),
)  # fmt: skip

file_owner = Table(
    "file_owner", metadata,
    Column("sha256", ForeignKey("file.sha256"), primary_key=True),
    Column("response", ForeignKey("response.id"), primary_key=True),
)  # fmt: skip

job = Table(
    "job", metadata,
    _id(),
    Column("kind", String(20), nullable=False),
    Column("key", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("state", String(10), nullable=False, server_default="queued"),
    Column("urgent", Integer, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("lease", Integer, nullable=False, server_default="0"),
    Column("done", Integer, nullable=False, server_default="0"),
    Column("total", Integer, nullable=False, server_default="0"),
    Column("owner", ForeignKey("account.id"), nullable=True),
    _text("result"), _text("error"),
    _time("not_before"), _time("created_at"),
    _time("beat", nullable=True),
    Index("uq_job_queued_key", "key", unique=True, sqlite_where=text("state = 'queued'"),
          postgresql_where=text("state = 'queued'")),
    Index("ix_job_state", "state", "urgent", "id"),
)  # fmt: skip

output = Table(
    "output", metadata,
    Column("key", Text, primary_key=True),
    Column("sha256", String(64), nullable=False),
    _time("created_at"),
)  # fmt: skip

issued = Table(
    "issued", metadata,
    Column("code", String(20), primary_key=True),
    Column("response", ForeignKey("response.id"), nullable=False),
    Column("seq", Integer, nullable=False),  # the last change that it was made of
    _text("template"),
    Column("version", Integer, nullable=False), Column("original", Integer, nullable=False),
    _time("at"),
    UniqueConstraint("response", "seq", "template", "version", "original"),
)  # fmt: skip
