"""The command `lint`: what stands between a finished document and its signatures."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import click

from inovik_forms.cli.files import _path, json_option, need_docx, output_form, read_bytes
from inovik_forms.cli.report import FOUND, OK, problem_words, show_json
from inovik_forms.disk import write_whole
from inovik_forms.documents import read, resolve
from inovik_forms.documents.tree import Document
from inovik_forms.lint import Phase, Record, Report, lint
from inovik_forms.lint.notes import annotated
from inovik_forms.packs.facts import load_facts
from inovik_forms.problems import Refused, errors
from inovik_forms.words import gettext


@click.command(name="lint")
@click.argument("file", metavar="NASKAH.docx", callback=_path)
@click.option("-o", "--output", metavar="HASIL", help="Simpan dengan catatan: salinan berisi komentar Word.")
@click.option(
    "--phase", type=click.Choice(["draft", "sign"]), default="sign", help="Untuk draf, atau untuk ditandatangani."
)
@click.option("--pair", metavar="NASKAH.docx", callback=_path, help="Naskah asli yang lain, untuk dibandingkan.")
@click.option(
    "--sent", metavar="NASKAH.docx", callback=_path, help="Naskah yang dahulu dikirim, untuk melihat perubahannya."
)
@click.option("--facts", metavar="DATA.yaml", callback=_path, help="Data pemeriksaan sendiri di atas yang bawaan.")
@json_option
def lint_command(
    file: Path, output: str | None, phase: str, pair: Path | None, sent: Path | None, facts: Path | None, as_json: bool
) -> int:
    """Periksa naskah Word yang sudah jadi sebelum ditandatangani, juga yang kembali dari pembahasan."""
    need_docx(file)
    if output:
        output_form(output, ("docx",))
    data = read_bytes(file)
    document = _document(data, file)
    record = Record(
        file_name=file.stem,
        twin=_document(read_bytes(pair), pair) if pair else None,
        sent=_document(read_bytes(sent), sent) if sent else None,
    )
    report = lint(document, load_facts(facts), record, phase=cast("Phase", phase))
    if output:
        write_whole(Path(output), annotated(data, document, report))
    return _show(report, file, as_json=as_json)


def _document(data: bytes, file: Path) -> Document:
    """A Word file, read and resolved. Raises Refused."""
    document, problems = read.read(data, file.name)
    if document is None or errors(problems):
        raise Refused(problems)
    return resolve.resolve(document)[0]


def _show(report: Report, file: Path, *, as_json: bool) -> int:
    """All findings, and the verdict; the exit code that it means."""
    verdict = gettext("Siap tanda tangan.") if report.ready else gettext("Belum siap tanda tangan.")
    if as_json:
        content: dict[str, Any] = {"ready": report.ready, "findings": [f.as_json() for f in report.findings]}
        show_json(content | {"unchecked": [rule.id for rule in report.unchecked]})
        return OK if report.ready else FOUND
    for finding in report.findings:
        click.echo(f"[{finding.rule.id}] {problem_words(finding.problem)}")
    for rule in report.unchecked:
        words = gettext("[{rule}] {title}: tidak dapat diperiksa dari berkas ini saja.")
        click.echo(words.format(rule=rule.id, title=gettext(rule.title)))
    click.echo(f"{file}: {verdict}")
    return OK if report.ready else FOUND
