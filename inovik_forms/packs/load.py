"""Puts a checked pack into the store. Running it again adds what is missing and doubles nothing."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from inovik_forms.answers.files import file_values
from inovik_forms.answers.journal import FIRST_KEY, Draft
from inovik_forms.answers.values import Change
from inovik_forms.packs.content import SHIPPED
from inovik_forms.packs.prefill import prefill
from inovik_forms.packs.read import Pack
from inovik_forms.packs.samples import Sample, SampleAccount, SampleResponse
from inovik_forms.questionnaires import media
from inovik_forms.store import Store
from inovik_forms.store.records import Account, Response, Subject
from inovik_forms.workflow import DEFAULT_PROGRAMME, Programme, programme_from

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that are mistaken for one another
IMPORT = "paket"
"""Device of the changes that come from a pack's samples."""


@dataclass(frozen=True, slots=True)
class NewLogin:
    """A sample account and the password that was made up for it."""

    account: Account
    password: str


def load_pack(store: Store, pack: Pack, *, samples: bool = True) -> list[NewLogin]:
    """Load a pack; the accounts that it made. `samples` False: no accounts and no answers, for production. Raises
    Refused when a Word template does not fit its questionnaire."""
    store.put_units(list(pack.units))
    city = dict(pack.city)
    if pack.logo:
        city["logo"] = store.put_file(pack.logo[0], pack.logo[1], _picture_type(pack.logo[1]))
    store.put_city({f"kota.{name}": value for name, value in city.items()})
    store.add_number_patterns(pack.patterns)
    store.add_letterheads(pack.letterheads)
    if pack.stages:
        store.remember("sistem.tahapan", json.dumps(list(pack.stages), ensure_ascii=False))
    for name, file in pack.questionnaires.items():
        kept = {named: store.keep_media(data, named, media.media_type(named)) for named, data in file.media.items()}
        store.publish_questionnaire(name, file.data, file.file_name, media=kept)
    for name, clause in pack.clauses.items():
        if not store.clause_versions(name):
            store.publish_clause(name, clause.variants, clause.title, "", base=0)
    for name, docx in pack.templates.items():
        store.publish_template(name, docx, SHIPPED[name].questionnaire, SHIPPED[name].title, SHIPPED[name].book)
    logins = []
    if samples:
        logins = [login for account in _accounts(pack) if (login := _add_account(store, account))]
        for sample in pack.samples:
            _add_sample(store, pack, sample)
    store.remember("sistem.paket", pack.folder)
    return logins


def _accounts(pack: Pack) -> Iterator[SampleAccount]:
    """The pack's sample accounts, and one for each role that it forgot."""
    yield from pack.accounts
    roles = {account.role for account in pack.accounts}
    unit = next((s.unit for s in pack.samples if s.unit), pack.units[0].code if pack.units else "")
    for account in (
        SampleAccount("staf", "Staf Contoh", "staff", unit),
        SampleAccount("hukum", "Staf Hukum Contoh", "legal"),
        SampleAccount("koordinator", "Koordinator Contoh", "coordinator"),
        SampleAccount("admin", "Administrator Contoh", "administrator"),
    ):
        if account.role not in roles:
            yield account


def _add_account(store: Store, account: SampleAccount) -> NewLogin | None:
    if store.account_by_username(account.username):
        return None
    password = make_password()
    made = store.add_account(account.username, account.name, account.role, password, account.unit)
    return NewLogin(made, password)


def make_password() -> str:
    """Sixteen random letters in groups, 79 bits, that can be read out over the telephone."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def _add_sample(store: Store, pack: Pack, sample: Sample) -> None:
    author = _author(store, sample)
    known = [s for s in store.subjects(kind=sample.kind) if (s.unit, s.title) == (sample.unit, sample.title)]
    subject = known[0] if known else store.add_subject(sample.kind, sample.unit, sample.title, author.username)
    done = store.responses(subject.id)
    for index, item in enumerate(sample.responses):
        if index < len(done) and done[index].seq and done[index].status == ("sent" if item.sent else "draft"):
            continue
        _add_response(store, pack, subject, item, author, done[index] if index < len(done) else None)


def _author(store: Store, sample: Sample) -> Account:
    """Who filled the sample in: staff of its unit, legal staff for an agreement, else anybody there is."""
    accounts = sorted(store.accounts(), key=lambda a: a.id)
    role = "staff" if sample.kind == "inovasi" else "legal"
    fitting = [a for a in accounts if a.role == role and (role == "legal" or a.unit == sample.unit)]
    return (fitting or [a for a in accounts if a.role == role] or accounts)[0]


def _add_response(
    store: Store, pack: Pack, subject: Subject, item: SampleResponse, author: Account, begun: Response | None
) -> None:
    """`begun`: the response that an interrupted loading left behind."""
    now = store.clock()
    if begun is None:
        values = prefill(store, subject, author, item.questionnaire, now.date()).values
        begun = store.start_response(subject.id, item.questionnaire, author.username, values)
    kept = {
        name: store.put_file(data, name.rpartition("/")[2], _picture_type(name), begun.id)
        for name, data in item.files.items()
    }
    named = file_values(item.draft, pack.questionnaires[item.questionnaire].form)
    values = item.draft.values | {path: kept.get(value, value) for path, value in named.items()}
    draft = Draft(values, item.draft.instances)
    if begun.status == "draft":
        store.append(begun.id, list(draft_changes(draft, author.username, now)))
    if item.sent:
        store.mark_sent(begun.id, author.username, now, store.draft(begun.id)[0])


def draft_changes(draft: Draft, author: str, now: datetime) -> Iterator[Change]:
    """The changes that make a draft out of nothing: instances first, then values."""

    def change(path: str, value: str | None, kind: str) -> Change:
        return Change(str(uuid.uuid4()), path, value, 0, now, author, IMPORT, kind)  # type: ignore[arg-type]

    for repeat, keys in sorted(draft.instances.items(), key=lambda entry: entry[0].count("[")):
        for key in keys:
            yield change(f"{repeat}[{key}]", None, "add")
        if FIRST_KEY not in keys:
            yield change(f"{repeat}[{FIRST_KEY}]", None, "remove")
    for path, value in draft.values.items():
        yield change(path, value, "set")


def _picture_type(name: str) -> str:
    endings = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "pdf": "application/pdf"}
    return endings.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def programme(store: Store) -> Programme:
    """The stages of the loaded pack, or the usual ones."""
    rows = store.city().get("sistem.tahapan")
    return programme_from(json.loads(rows), "city.yaml")[0] if rows else DEFAULT_PROGRAMME
