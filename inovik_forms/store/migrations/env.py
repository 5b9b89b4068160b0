"""For `alembic revision --autogenerate` while developing; the application migrates through `store.migrate`."""

from alembic import context

from inovik_forms.store.engine import make_engine
from inovik_forms.store.tables import metadata

with make_engine(context.config.get_main_option("sqlalchemy.url") or "sqlite:///data/inovik.db").begin() as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True)
    context.run_migrations()
