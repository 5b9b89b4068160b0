"""`inovik erase`: an answer taken out for good, because the law says so."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from inovik_forms import jobs
from inovik_forms.cli.report import FOUND, OK, refuse
from inovik_forms.cli.server import open_store
from inovik_forms.settings import Settings
from inovik_forms.store.erase import Erasure
from inovik_forms.store.records import UnknownRecord
from inovik_forms.words import gettext, mark, ngettext
from inovik_forms.workflow import may


@click.command()
@click.argument("response", type=int, metavar="ISIAN")
@click.argument("paths", nargs=-1, required=True, metavar="JALUR...")
@click.option("--reason", required=True, metavar="SEBAB", help="Mengapa; tinggal di riwayat isian.")
@click.option("--by", "author", required=True, metavar="AKUN", help="Nama pengguna administrator yang menghapus.")
@click.option("--yes", "really", is_flag=True, help="Benar-benar hapus; tanpa ini hanya disebut apa yang akan hilang.")
@click.option("--json", "as_json", is_flag=True, help="Keluaran untuk mesin.")
def erase(response: int, paths: tuple[str, ...], reason: str, author: str, really: bool, as_json: bool) -> int:
    """Hapus jawaban untuk selamanya dari isian nomor ISIAN, karena hukum mewajibkannya.

    JALUR adalah letak jawaban, misalnya pengelola/pj_nip atau kegiatan[k3f9a]/nama. Tinggal sebuah tanda: pernah ada
    jawaban, siapa yang menghapusnya, kapan, dan mengapa. Salinan cadangan yang dibuat sebelumnya tidak ikut berubah.
    """
    store = open_store(Settings.from_env())
    try:
        if not may(store.account_by_username(author), "erase"):
            refuse(mark("“{name}” bukan akun administrator yang aktif."), name=author)
        found = store.erasure(response, paths)
        if not found.changes and not found.late:
            refuse(mark("Isian {response} tidak mempunyai jawaban di {paths}."), FOUND, response=response,
                   paths=", ".join(paths))  # fmt: skip
        if really:
            found = store.erase(response, paths, reason=reason, author=author)
            jobs.forget(store, response)
    except UnknownRecord:
        refuse(mark("Isian {response} tidak ada."), FOUND, response=response)
    finally:
        store.close()
    click.echo(json.dumps(asdict(found), ensure_ascii=False) if as_json else "\n".join(told(found)))
    return OK


def told(found: Erasure) -> list[str]:
    """What goes, or is gone, in words."""
    number = len(found.changes) + found.late
    lines = [
        gettext("Sudah dihapus:") if found.seq else gettext("Akan dihapus bila perintah ini diulangi dengan --yes:"),
        "  " + ngettext("%(num)s nilai di catatan perubahan", "%(num)s nilai di catatan perubahan", number)
        % {"num": number},
    ]  # fmt: skip
    lines += [f"  {gettext('berkas')} {name}" for name in found.files]
    lines.append("  " + gettext("naskah, pratinjau, dan buku yang tersimpan; dibuat lagi bila diminta"))
    if found.copies:
        lines.append(gettext("Nilai yang sama masih ada di tempat lain, dan tidak ikut dihapus:"))
    for copy in found.copies:
        when = gettext("jawaban sekarang") if copy.now else gettext("jawaban lama")
        lines.append("  " + gettext("isian {n}: {path} ({when})").format(n=copy.response, path=copy.path, when=when))
    return lines
