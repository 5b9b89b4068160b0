"""Words for people: Bahasa Indonesia in the code, other languages through `locale/LANG/LC_MESSAGES/inovik.po`.

One mechanism serves the pure rooms, the pages and the command line. The language is a context variable, set
once a request (or once a command); nothing else about translation is global.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path

SOURCE_LANGUAGE = "id"
LANGUAGES = ("id", "en")
LOCALE_DIR = Path(__file__).parent / "locale"

_language: ContextVar[str] = ContextVar("language", default=SOURCE_LANGUAGE)


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    """The catalogue of a language, compiled from its .po file in memory: no binary file to keep in step."""
    source = LOCALE_DIR / language / "LC_MESSAGES" / "inovik.po"
    if language == SOURCE_LANGUAGE or not source.exists():
        return _gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with source.open("rb") as text:
        write_mo(compiled, read_po(text, locale=language))
    compiled.seek(0)
    return _gettext.GNUTranslations(compiled)


def language() -> str:
    """The language of this request or command, e.g. `id`."""
    return _language.get()


def use_language(code: str) -> None:
    """Switch this context to a language; an unknown one means Bahasa Indonesia."""
    _language.set(code if code in LANGUAGES else SOURCE_LANGUAGE)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """This language for a while; then the one before."""
    before = _language.get()
    use_language(code)
    try:
        yield
    finally:
        _language.set(before)


def gettext(message: str) -> str:
    """The message in this context's language; the Indonesian text itself where no translation exists; '' is ''."""
    return _catalogue(_language.get()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """The singular or plural message in this context's language."""
    return _catalogue(_language.get()).ngettext(singular, plural, n)


def mark(message: str) -> str:
    """Mark a message for extraction; it is translated where it is shown (for tables of messages)."""
    return message
