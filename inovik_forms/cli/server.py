"""Commands on an installation: init, user add, serve, worker."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import click

from inovik_forms.cli.report import FOUND, OK, Commands, refuse, show
from inovik_forms.disk import write_whole
from inovik_forms.packs import NewLogin, load_pack, read_pack
from inovik_forms.packs.load import make_password
from inovik_forms.settings import Settings
from inovik_forms.store import Store, migrate
from inovik_forms.words import gettext, mark
from inovik_forms.workflow import ROLES, Role

LOGINS_FILE = "akun-contoh.json"
LEAST_PASSWORD = 12  # letters


def open_store(settings: Settings) -> Store:
    """The installation's store with its tables up to date. Stops with a sentence when the database does not answer."""
    from sqlalchemy.exc import DBAPIError

    store = Store.open(settings)
    try:
        migrate(store.db.engine)
    except DBAPIError as error:
        reason = str(error.orig).splitlines()[0] if error.orig else type(error).__name__
        refuse(mark("Basis data (INOVIK_DATABASE_URL) tidak dapat dipakai: {reason}"), FOUND, reason=reason)
    return store


@click.command()
@click.option("--pack", "folder", required=True, metavar="FOLDER", help="Paket kota, misalnya packs/nama-kota.")
@click.option("--if-empty", is_flag=True, help="Tidak melakukan apa pun bila data sudah ada.")
@click.option(
    "--samples/--no-samples", default=None, help="Muat akun dan jawaban contoh (bawaan: ya, kecuali produksi)."
)
def init(folder: str, if_empty: bool, samples: bool | None) -> int:
    """Siapkan basis data dan muat paket kota: perangkat daerah, kuesioner, templat, dan contoh."""
    settings = Settings.from_env()
    store = open_store(settings)
    if if_empty and not store.is_empty():
        return OK
    samples = not settings.production if samples is None else samples
    place = Path(folder)
    if not place.is_dir():
        from inovik_forms.packs import content_dir

        place = content_dir("packs") / folder  # a shipped pack by its name
    pack, problems = read_pack(place if place.is_dir() else Path(folder), samples=samples)
    code = show(problems, file=folder)
    if pack is None:
        return code
    logins = load_pack(store, pack, samples=samples)
    keep_logins(settings.data_dir / LOGINS_FILE, logins)
    click.echo(
        gettext("Paket {city} dimuat: {units} perangkat daerah, {forms} kuesioner, {templates} templat.").format(
            city=pack.city["nama"], units=len(pack.units), forms=len(pack.questionnaires), templates=len(pack.templates)
        )
    )
    return OK


def keep_logins(file: Path, logins: Sequence[NewLogin]) -> None:
    """Keep the made-up passwords of sample accounts where only the server's user can read them."""
    rows = [
        {"username": login.account.username, "role": login.account.role, "password": login.password} for login in logins
    ]
    if not rows:
        return
    if file.exists():
        rows = json.loads(file.read_text()) + rows
    previous = os.umask(0o077)
    try:
        write_whole(file, json.dumps(rows, indent=1).encode())
    finally:
        os.umask(previous)


def sample_logins(settings: Settings, store: Store) -> list[tuple[Role, str, str]]:
    """Role, sign-in name and password of one sample account a role that is still active; none in production."""
    file = settings.data_dir / LOGINS_FILE
    if settings.production or not file.exists():
        return []
    active = {account.username for account in store.accounts() if account.active}
    first: dict[Role, tuple[Role, str, str]] = {}
    for row in json.loads(file.read_text()):
        if row["username"] in active:
            first.setdefault(row["role"], (row["role"], row["username"], row["password"]))
    return [first[role] for role in ROLES if role in first]


@click.group(cls=Commands)
def user() -> None:
    """Kelola akun."""


@user.command("add")
@click.argument("username", metavar="NAMA_MASUK")
@click.option("--name", required=True, metavar="NAMA", help="Nama lengkap.")
@click.option("--role", required=True, type=click.Choice(list(ROLES)), help="Peran.")
@click.option("--unit", default="", metavar="KODE", help="Kode perangkat daerah (wajib untuk staff).")
@click.option("--password-stdin", is_flag=True, help="Baca kata sandi dari masukan baku; bila tidak, dibuatkan.")
def user_add(username: str, name: str, role: str, unit: str, password_stdin: bool) -> int:
    """Tambah akun. Kata sandi yang dibuatkan hanya ditampilkan sekali."""
    store = open_store(Settings.from_env())
    codes = {u.code for u in store.units()}
    if role == "staff" and not unit:
        refuse(mark("Akun staff perlu perangkat daerah: tambahkan --unit KODE."))
    if unit and unit not in codes:
        refuse(
            mark("Perangkat daerah “{unit}” tidak ada. Yang ada: {codes}."), unit=unit, codes=", ".join(sorted(codes))
        )
    password = sys.stdin.readline().rstrip("\n") if password_stdin else make_password()
    if len(password) < LEAST_PASSWORD:
        refuse(mark("Kata sandi terlalu pendek: paling sedikit {least} huruf."), least=LEAST_PASSWORD)
    if store.account_by_username(username):
        refuse(mark("Nama masuk “{username}” sudah dipakai."), FOUND, username=username)
    store.add_account(username, name, cast("Role", role), password, unit)
    click.echo(gettext("Akun {username} dibuat.").format(username=username))
    if not password_stdin:
        click.echo(gettext("Kata sandi: {password}").format(password=password))
    return OK


@click.command()
def serve() -> int:
    """Jalankan situs beserta pekerja latar; berhenti dengan Ctrl-C."""
    from inovik_forms.cli.serve import run

    settings = Settings.from_env()
    store = open_store(settings)
    empty = store.is_empty()
    logins = sample_logins(settings, store)
    store.close()
    return run(settings, lambda: announce(settings, empty, logins))


def announce(settings: Settings, empty: bool, logins: Sequence[tuple[Role, str, str]]) -> None:
    """Say where the site is, and how to sign in for trying out."""
    click.echo(gettext("Inovik Forms berjalan di {address}").format(address=settings.base_url))
    if empty:
        click.echo(gettext("Belum ada data. Muat paket kota dengan: inovik init --pack FOLDER"))
    if logins:
        click.echo(gettext("Akun contoh (nama masuk, kata sandi):"))
        width = max(len(gettext(ROLES[role])) for role, _, _ in logins)
        for role, username, password in logins:
            click.echo(f"  {gettext(ROLES[role]):{width}}  {username:14} {password}")
    click.echo(gettext("Berhenti dengan Ctrl-C."))


@click.command()
def worker() -> int:
    """Jalankan hanya pekerja latar, misalnya pada komputer kedua."""
    from inovik_forms import jobs

    store = open_store(Settings.from_env())
    jobs.run(store)
    return OK
