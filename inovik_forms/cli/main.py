"""The group of commands and the one place where every failure becomes a sentence."""

from __future__ import annotations

import os
import secrets
import sys
import traceback
from importlib import import_module
from typing import Any, cast

import click
import structlog

from inovik_forms import __version__
from inovik_forms.cli.report import FOUND, OK, USAGE, Commands, Stop, show, usage_words
from inovik_forms.problems import Refused
from inovik_forms.words import LANGUAGES, SOURCE_LANGUAGE, gettext, use_language

COMMANDS = {
    "check": "files:check",
    "evaluate": "files:evaluate_command",
    "render": "files:render",
    "book": "files:book",
    "lint": "lint:lint_command",
    "paper": "files:paper",
    "export": "files:export",
    "init": "server:init",
    "user": "server:user",
    "serve": "server:serve",
    "worker": "server:worker",
    "doctor": "doctor:doctor",
    "erase": "erase:erase",
}
"""Command → module and function. Loaded when asked for: checking a file does not wait for the database's library."""


class Root(Commands):
    """The commands, loaded one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def found(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command = getattr(import_module(f"inovik_forms.cli.{module}"), name)
        return cast("click.Command", command)


def _use_language(_ctx: click.Context, _param: click.Parameter, language: str) -> None:
    """Before anything else is said, `--help` included."""
    use_language(language)


@click.group(cls=Root, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "--version", message="inovik %(version)s", help="Sebutkan versi.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="id", is_eager=True, expose_value=False,
    callback=_use_language, help="Bahasa keluaran (id atau en).",
)  # fmt: skip
def cli() -> None:
    """Inovik Forms: kuesioner terpandu dan naskah Word untuk laboratorium inovasi.

    Kode keluar: 0 baik, 1 ada kesalahan pada berkas, 2 cara pakai keliru.
    """


def main(arguments: list[str] | None = None) -> Any:
    """Run the command of this process and exit with its code. A failure of ours gets a number and is never a bare
    traceback, unless INOVIK_TRACE=1 asks for it."""
    sys.exit(run(arguments))


def log_to_stderr() -> None:
    """Logs are JSON lines on stderr: stdout belongs to the command's own output."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # the stderr of that moment
    )


def run(arguments: list[str] | None = None) -> int:
    """Run a command; its exit code."""
    log_to_stderr()
    use_language(SOURCE_LANGUAGE)
    try:
        result = cli.main(arguments, prog_name="inovik", standalone_mode=False)
        return result if isinstance(result, int) else OK
    except Refused as refused:
        return show(refused.problems, as_json="--json" in (sys.argv[1:] if arguments is None else arguments))
    except Stop as stop:
        click.echo(stop.sentence, err=True)
        return stop.code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return USAGE
    except click.ClickException as error:
        click.echo(usage_words(error, sys.argv[1:] if arguments is None else arguments), err=True)
        click.echo(gettext("Bantuan: inovik --help"), err=True)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        return FOUND
    except BrokenPipeError:  # the reader (`head`) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FOUND
    except OSError as error:
        click.echo(
            gettext("Berkas atau folder {name} tidak dapat dipakai: {reason}.").format(
                name=error.filename or "?", reason=error.strerror or type(error).__name__
            ),
            err=True,
        )
        return USAGE
    except Exception as error:
        return _our_failure(error)


def _our_failure(error: Exception) -> int:
    number = secrets.token_hex(4)
    if os.environ.get("INOVIK_TRACE") == "1":
        traceback.print_exc()
    last = traceback.extract_tb(error.__traceback__)[-1]
    sentence = gettext("Kesalahan pada aplikasi (nomor {number}): {kind} di {place}. Mohon laporkan kepada pengelola.")
    where = f"{os.path.basename(last.filename)}:{last.lineno}"  # noqa: PTH119
    click.echo(sentence.format(number=number, kind=type(error).__name__, place=where), err=True)
    return FOUND
