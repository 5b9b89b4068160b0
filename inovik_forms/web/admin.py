"""For the administrator: accounts, and what is published."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from wtforms import Form, PasswordField, SelectField, StringField

from inovik_forms.web import canonical
from inovik_forms.web.access import needs
from inovik_forms.web.services import services, store
from inovik_forms.words import gettext
from inovik_forms.workflow import ROLES

bp = Blueprint("admin", __name__, url_prefix="/pengaturan")

SHORTEST_PASSWORD = 10
LONGEST_NAME = 100


class AccountForm(Form):
    """A new account."""

    nama_masuk = StringField()
    nama = StringField()
    peran = SelectField(validate_choice=False)
    unit = SelectField(validate_choice=False)
    sandi = PasswordField()


@bp.route("/akun", methods=["GET", "POST"])
@needs("accounts")
def accounts() -> Any:
    """Every account; and a form for one more."""
    units = store().units()
    form = AccountForm(request.form)
    form.peran.choices = [(role, gettext(words)) for role, words in ROLES.items()]
    form.unit.choices = [("", gettext("— tidak ada —")), *((u.code, u.name) for u in units)]
    problems: dict[str, str] = {}
    if request.method == "POST":
        problems = _problems(form, {u.code for u in units}) or _add(form)
        if not problems:
            flash(
                gettext("Akun “{name}” ditambahkan. Sampaikan kata sandinya secara langsung.").format(
                    name=form.nama.data
                )
            )
            return redirect(url_for("admin.accounts"), 303)
    return render_template(
        "akun.html", form=form, problems=problems, accounts=store().accounts(), roles=ROLES,
        units={u.code: u.name for u in units},
    ), 422 if problems else 200  # fmt: skip


def _problems(form: AccountForm, units: set[str]) -> dict[str, str]:
    """Field → what is wrong, all at once."""
    found = {}
    username = (form.nama_masuk.data or "").strip()
    if (
        not username.isascii()
        or not username.replace(".", "").replace("-", "").isalnum()
        or len(username) > LONGEST_NAME
    ):
        found["nama_masuk"] = gettext("Pakai huruf, angka, titik atau tanda hubung, tanpa spasi; misalnya dinkes.ani.")
    if not 2 <= len(canonical.clean(form.nama.data or "").strip()) <= LONGEST_NAME:
        found["nama"] = gettext("Tulis nama lengkap.")
    if form.peran.data not in ROLES:
        found["peran"] = gettext("Pilih peran dari daftar.")
    if form.unit.data not in units and (form.unit.data or form.peran.data == "staff"):
        found["unit"] = gettext("Staf perangkat daerah harus mempunyai perangkat daerah. Pilih satu dari daftar.")
    if len(form.sandi.data or "") < SHORTEST_PASSWORD:
        found["sandi"] = gettext("Kata sandi paling sedikit {least} huruf; kalimat pendek mudah diingat.").format(
            least=SHORTEST_PASSWORD
        )
    return found


def _add(form: AccountForm) -> dict[str, str]:
    try:
        name = canonical.clean(form.nama.data).strip()
        store().add_account(form.nama_masuk.data, name, form.peran.data, form.sandi.data, form.unit.data or "")
    except ValueError:
        return {"nama_masuk": gettext("Nama pengguna ini sudah dipakai. Pilih nama lain.")}
    return {}


@bp.get("/kuesioner")
@needs("publish")
def content() -> Any:
    """What is published: questionnaires and Word templates, with versions."""
    return render_template(
        "kuesioner.html", questionnaires=store().questionnaire_records(), templates=store().template_records(),
        zone=services().zone,
    )  # fmt: skip
