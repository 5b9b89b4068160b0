"""Brings a database to the newest schema. All that is missing is one transaction, on SQLite too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

from inovik_forms.store.tables import metadata

HEAD = "0014"
"""The newest migration. Known here so that a start with nothing to do need not load Alembic."""

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 0x1_0F0  # any number of our own: two processes starting at once migrate one after the other


def migrate(engine: Engine) -> bool:
    """Run what is missing; whether anything was. Killed at any point, it leaves the database as it was and the next
    start does it again."""
    with engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            driver: Any = connection.connection.dbapi_connection
            driver.answer_seconds = None  # however long this takes, or another process that does it now
            connection.detach()  # nobody else gets so patient a one
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        if _revision(connection) == HEAD:
            return False
        _upgrade(connection)
        return True


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _upgrade(connection: Connection) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(MIGRATIONS))
    with EnvironmentContext(Config(), scripts) as environment:
        environment.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=True,
            transactional_ddl=True,
            transaction_per_migration=False,
            fn=lambda revision, _context: scripts._upgrade_revs("head", revision),
        )
        environment.run_migrations()
