"""For the administrator: accounts, and what is published."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from wtforms import Form, PasswordField, SelectField, StringField

from inovik_forms.store.records import UnknownRecord
from inovik_forms.web import canonical
from inovik_forms.web.access import LARGEST_ID, needs
from inovik_forms.web.services import signed_in, store
from inovik_forms.words import gettext
from inovik_forms.workflow import ROLES, Account

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
    problem = _password_problem(form.sandi.data or "")
    return found | ({"sandi": problem} if problem else {})


def _add(form: AccountForm) -> dict[str, str]:
    try:
        name = canonical.clean(form.nama.data).strip()
        store().add_account(form.nama_masuk.data, name, form.peran.data, form.sandi.data, form.unit.data or "")
    except ValueError:
        return {"nama_masuk": gettext("Nama pengguna ini sudah dipakai. Pilih nama lain.")}
    return {}


@bp.route("/akun/<int:account_id>", methods=["GET", "POST"])
@needs("accounts")
def one_account(account_id: int) -> Any:
    """A new password for somebody who has forgotten his, and switching an account off; both end its sessions."""
    who = _account_or_404(account_id)
    own = who.id == signed_in().id
    action = request.form.get("aksi", "")
    problem = ""
    if action == "sandi":
        problem = _password_problem(request.form.get("sandi", ""))
        if not problem:
            store().set_password(who.id, request.form["sandi"])
            flash(gettext("Kata sandi {name} diganti. Sampaikan secara langsung.").format(name=who.name))
    elif action in ("nonaktif", "aktif") and not own:
        store().change_account(who.id, active=action == "aktif")
        flash(gettext("Akun diaktifkan kembali.") if action == "aktif" else gettext("Akun dinonaktifkan."))
    elif request.method == "POST":
        abort(400)
    if request.method == "POST" and not problem:
        return redirect(url_for("admin.accounts"), 303)
    return render_template("akun-satu.html", who=who, own=own, problem=problem, roles=ROLES), 422 if problem else 200


def _account_or_404(account_id: int) -> Account:
    try:
        return store().account(min(account_id, LARGEST_ID))
    except UnknownRecord:
        abort(404)


def _password_problem(password: str) -> str:
    if len(password) >= SHORTEST_PASSWORD:
        return ""
    return gettext("Kata sandi paling sedikit {least} huruf; kalimat pendek mudah diingat.").format(
        least=SHORTEST_PASSWORD
    )


@bp.get("/kuesioner")
@needs("publish")
def content() -> Any:
    """What is published: questionnaires and Word templates, with versions; and which questionnaires wait for it."""
    records, drafts = store().questionnaire_records(), store().form_drafts()
    templates, words = store().template_records(), store().template_drafts()
    published, printed = {record.name for record in records}, {record.name for record in templates}
    return render_template(
        "kuesioner.html", questionnaires=records, templates=templates,
        drafts={draft.name for draft in drafts}, unpublished=[d for d in drafts if d.name not in published],
        word_drafts={draft.name for draft in words}, new_words=[d for d in words if d.name not in printed],
    )  # fmt: skip
