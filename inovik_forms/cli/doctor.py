"""`inovik doctor`: what is wrong with this installation, in plain words."""

from __future__ import annotations

import click

from inovik_forms.cli.report import show
from inovik_forms.settings import Settings
from inovik_forms.store import Store
from inovik_forms.store.health import examine
from inovik_forms.words import gettext


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Keluaran untuk mesin.")
def doctor(as_json: bool) -> int:
    """Periksa basis data, catatan perubahan, dan berkas; tidak mengubah apa pun."""
    settings = Settings.from_env()
    store = Store.open(settings)
    try:
        found = examine(store, settings.data_dir)
    finally:
        store.close()
    code = show(found.problems, as_json=as_json)
    if as_json:
        return code
    click.echo(
        gettext("Diperiksa: {responses} isian, {changes} perubahan, {files} berkas.").format(
            responses=found.responses, changes=found.changes, files=found.files
        )
    )
    if not found.problems:
        click.echo(gettext("Semuanya baik."))
    return code
