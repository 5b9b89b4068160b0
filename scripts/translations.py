"""Bring the English catalogue up to date with the Indonesian texts in code and pages.

`python scripts/translations.py` adds what is new and drops what is gone; exit 1 while a text has no translation.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from inspect import cleandoc
from pathlib import Path
from typing import cast

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from inovik_forms.cli.main import cli

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "inovik_forms" / "locale" / "en" / "LC_MESSAGES" / "inovik.po"
SOURCES = ((ROOT / "inovik_forms", [("**.py", "python")]), (ROOT / "templates", [("**.html", "jinja2")]))
KEYWORDS = {"gettext": None, "_": None, "mark": None, "ngettext": (1, 2)}


HEADER = "# English texts of Inovik Forms. Indonesian is the source; scripts/translations.py keeps the two in step."
FIRST = datetime(2026, 11, 25, tzinfo=UTC)  # no clock: an unchanged catalogue is written unchanged


def empty() -> Catalog:
    """A catalogue without texts, with the header that every writing repeats."""
    return Catalog(
        locale="en",
        project="Inovik Forms",
        version="1",
        header_comment=HEADER,
        msgid_bugs_address="-",
        last_translator="Inovik Forms",
        language_team="Inovik Forms",
        creation_date=FIRST,
        revision_date=FIRST,
        fuzzy=False,
    )


def texts() -> Catalog:
    """Every Indonesian text marked in the code and the pages, and the help of the commands."""
    found = empty()
    for folder, methods in SOURCES:
        for name, _line, message, comments, context in extract_from_dir(
            folder, method_map=methods, keywords=KEYWORDS, options_map={"**.html": {"newstyle_gettext": "true"}}
        ):
            if message:
                found.add(message, locations=[(f"{folder.name}/{name}", 0)], auto_comments=comments, context=context)
    for text in filter(None, help_texts(cli)):
        found.add(text)
    return found


def help_texts(command: click.Command) -> Iterator[str]:
    """What a command and those below it say in `--help`: their sentences and the words that stand for values."""
    yield cleandoc(command.help or "")
    for param in command.params:
        yield getattr(param, "help", None) or ""
        yield param.metavar if param.metavar and param.metavar.isupper() else ""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from help_texts(cast(click.Command, command.get_command(context, name)))


def present() -> Catalog:
    """The catalogue as it stands in the repository."""
    if not CATALOGUE.exists():
        return empty()
    with CATALOGUE.open("rb") as source:
        return read_po(source, locale="en")


def merged() -> Catalog:
    """What is marked now, with the translations that exist already; nothing is guessed."""
    old, new = present(), texts()
    for message in new:
        if message.id and (known := old.get(message.id)) is not None:
            message.string = known.string
    new.fuzzy = False
    return new


def missing(catalogue: Catalog) -> list[str]:
    """The texts without a translation."""
    return [str(m.id) for m in catalogue if m.id and not (all(m.string) if isinstance(m.string, tuple) else m.string)]


def main() -> int:
    catalogue = merged()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as target:
        write_po(
            target, catalogue, width=0, sort_output=True, omit_header=False, include_lineno=False, no_location=True
        )
    untranslated = missing(catalogue)
    for text in untranslated:
        print(text)
    print(f"{len(catalogue)} texts, {len(untranslated)} without a translation")
    return 1 if untranslated else 0


if __name__ == "__main__":
    sys.exit(main())
