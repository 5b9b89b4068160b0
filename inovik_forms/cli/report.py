"""How the command line talks: problems with place and fix, usage errors in plain sentences, headings in Indonesian."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from copy import copy
from difflib import get_close_matches
from inspect import cleandoc
from typing import Any, NoReturn

import click

from inovik_forms.documents.template_report import spoken_clause
from inovik_forms.problems import AnswerPlace, Cell, FilePlace, Problem, Where, WordPlace, errors
from inovik_forms.words import gettext, mark

OK, FOUND, USAGE = 0, 1, 2

MARKS = {"error": mark("Kesalahan"), "warning": mark("Peringatan"), "info": mark("Keterangan")}

PARTS = {
    "document": mark("isi naskah"),
    "header": mark("kepala halaman"),
    "footer": mark("kaki halaman"),
    "footnotes": mark("catatan kaki"),
    "comments": mark("komentar"),
}


class Stop(Exception):
    """Ends the command with a sentence on stderr and an exit code."""

    def __init__(self, sentence: str, code: int = USAGE) -> None:
        self.sentence, self.code = sentence, code
        super().__init__(sentence)


def refuse(sentence: str, code: int = USAGE, **detail: object) -> NoReturn:
    """End the command with a sentence in the person's language."""
    raise Stop(gettext(sentence).format(**detail), code)


def place_words(where: Where) -> str:
    """A place as a person finds it: sheet, row and column as the spreadsheet shows them, the paragraph in Word."""
    match where:
        case Cell(sheet, row, column, quote):
            words = [gettext("lembar {name}").format(name=sheet) if "." not in sheet else sheet]
            words += [gettext("baris {row}").format(row=row)] if row else []
            words += [gettext("kolom {column}").format(column=column)] if column else []
            return ", ".join(words) + _quoted(quote)
        case WordPlace(part, heading, paragraph, _offset, quote):
            stem = part.rpartition("/")[2].partition(".")[0].rstrip("0123456789")
            words = [spoken_clause(where) or gettext(PARTS.get(stem, part))]
            words += [gettext("di bawah “{heading}”").format(heading=heading)] if heading else []
            words += [gettext("paragraf {number}").format(number=paragraph)] if paragraph else []
            return ", ".join(words) + _quoted(quote)
        case AnswerPlace(path):
            return gettext("jawaban {path}").format(path=path)
        case FilePlace(name):
            return name


def _quoted(quote: str) -> str:
    if "\n" in quote:  # an expression with its spot underlined: the two lines must stand one above the other
        return "".join(f"\n    {line}" for line in quote.splitlines())
    short = quote if len(quote) <= 80 else quote[:79] + "…"
    return f" [{short}]" if short else ""


def problem_words(problem: Problem) -> str:
    """Two or three lines: what and how bad, where, what to do."""
    lines = [f"{gettext(MARKS[problem.severity])}: {problem.message}", f"  {place_words(problem.where)}"]
    if problem.fix:
        lines.append(f"  → {problem.fix}")
    return "\n".join(lines)


def show(problems: Sequence[Problem], *, file: str = "", as_json: bool = False) -> int:
    """Print all problems (stderr), or as JSON (stdout); the exit code that they mean."""
    if as_json:
        show_json({"problems": [p.as_json() for p in problems]})
    else:
        if file and problems:
            click.echo(f"{file}:", err=True)
        for problem in problems:
            click.echo(problem_words(problem), err=True)
        bad = len(errors(problems))
        if bad:
            click.echo(gettext("{count} kesalahan ditemukan.").format(count=bad), err=True)
    return FOUND if errors(problems) else OK


def show_json(content: Any) -> None:
    """Machine output: one JSON document on stdout."""
    click.echo(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False))


# ---------------------------------------------------------------- click in the language asked for

_HEADINGS = {"Options": mark("Pilihan"), "Commands": mark("Perintah"), "Arguments": mark("Isian")}
_CLICKS_OWN = {"Show this message and exit.": mark("Tampilkan bantuan ini.")}
_HELP = re.compile(r"(.*?)((?:  \[[^\]]*\])?)\Z", re.DOTALL)  # the help of an option, and what click adds to it
_USAGE = {"[OPTIONS]": mark("[PILIHAN]"), "COMMAND": mark("PERINTAH"), "[ARGS]...": mark("[ISIAN]...")}


class Commands(click.Group):
    """A group that speaks the language asked for, also when it does not know a command."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command as it is found, its help translated; the command itself stays as it was written."""
        command = self.found(ctx, cmd_name)
        if command is None or not command.help:
            return command
        spoken = copy(command)
        spoken.help = gettext(cleandoc(command.help))
        return spoken

    def found(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name as it was written."""
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        names = self.list_commands(ctx)
        if args and not args[0].startswith("-") and args[0] not in names:
            sentence = gettext("Perintah “{name}” tidak dikenal.").format(name=args[0])
            raise Stop(_with_guesses(sentence, get_close_matches(args[0], names)))
        return super().resolve_command(ctx, args)


class Formatter(click.HelpFormatter):
    """Help in the language asked for; click's own words are English."""

    def write_text(self, text: str) -> None:
        super().write_text(gettext(text))

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, _in_words(args), gettext("Cara pakai: "))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        told = []
        for name, text in rows:
            words, extra = _HELP.match(text).groups()  # type: ignore[union-attr]  # matches any text
            words = gettext(_CLICKS_OWN.get(words, words))
            told.append((_in_words(name), words + extra.replace("[required]", gettext("[wajib]"))))
        super().write_dl(told, col_max, col_spacing)

    def write_heading(self, heading: str) -> None:
        super().write_heading(gettext(_HEADINGS.get(heading, heading)))


click.Context.formatter_class = Formatter


def _in_words(usage: str) -> str:
    """A piece of a usage line, its placeholders translated."""
    return " ".join(gettext(_USAGE.get(word, word)) if word.isupper() else word for word in usage.split(" "))


def usage_words(error: click.ClickException, arguments: Sequence[str]) -> str:
    """What was wrong with the way in which the command was called; click's own sentences are in English."""
    name = _name(error)
    if isinstance(error, click.NoSuchOption):
        return _with_guesses(
            gettext("Pilihan {name} tidak dikenal.").format(name=error.option_name), error.possibilities
        )
    if isinstance(error, click.MissingParameter):
        return gettext("{name} belum diisi.").format(name=name)
    if isinstance(error, click.BadParameter):
        return gettext("Nilai untuk {name} tidak dapat dipakai. {allowed}").format(name=name, allowed=_allowed(error))
    if isinstance(error, click.BadOptionUsage):
        return gettext("Pilihan {name} perlu diikuti sebuah nilai.").format(name=error.option_name)
    return gettext("Isian perintah tidak dipahami: {arguments}").format(arguments=" ".join(arguments))


def _allowed(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return gettext("Yang diterima: {values}.").format(values=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange):
        return gettext("Yang diterima: {least} sampai {most}.").format(least=kind.min, most=kind.max)
    return ""


def _name(error: click.ClickException) -> str:
    param = getattr(error, "param", None)
    if param is None:
        return str(getattr(error, "param_hint", None) or "")
    return max(param.opts, key=len) if isinstance(param, click.Option) else (param.human_readable_name or "")


def _with_guesses(sentence: str, guesses: Iterable[str] | None) -> str:
    near = ", ".join(guesses or ())
    return sentence + " " + gettext("Mungkin maksud Anda {near}?").format(near=near) if near else sentence
