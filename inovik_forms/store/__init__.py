"""Keeps everything: accounts, published forms and templates, answers as journals, files, jobs."""

from inovik_forms.store.engine import make_engine
from inovik_forms.store.migrate import migrate
from inovik_forms.store.store import Store

__all__ = ["Store", "make_engine", "migrate"]
