"""First values of a new response: from the city, the unit, the account, and the subject's earlier responses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from inovik_forms.answers.journal import FIRST_KEY
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.state import ItemState, State, evaluate
from inovik_forms.answers.values import Path
from inovik_forms.questionnaires.model import Item, Question, Questionnaire, Repeat, walk
from inovik_forms.store import Store
from inovik_forms.store.records import Account, Subject, UnknownRecord

Earlier = Callable[[str], State | None]
"""A questionnaire's name → the state of the subject's newest response to it."""

NOT_COPIED = {"note", "calculate"}
PLAIN_SOURCES = {"kota", "unit", "akun"}


def prefill(store: Store, subject: Subject, account: Account, questionnaire: str, today: date) -> dict[Path, str]:
    """Answer path → first value for a new response of this subject, from each question's `prefill`. What has no value
    yet is left out."""
    found: dict[str, State | None] = {}

    def earlier(name: str) -> State | None:
        if name not in found:
            found[name] = _newest(store, subject, name, today)
        return found[name]

    return values_for(store.questionnaire(questionnaire), _plain(store, subject, account), earlier)


def _plain(store: Store, subject: Subject, account: Account) -> dict[str, str]:
    values = store.city() | {"akun.nama": account.name}
    try:
        unit = store.unit(subject.unit or account.unit)
    except UnknownRecord:
        return values
    return values | {
        "unit.kode": unit.code, "unit.nama": unit.name, "unit.jenis": unit.kind, "unit.alamat": unit.address,
        "unit.telepon": unit.phone, "unit.kepala_jabatan": unit.head,
    }  # fmt: skip


def _newest(store: Store, subject: Subject, questionnaire: str, today: date) -> State | None:
    responses = [r for r in store.responses(subject.id) if r.questionnaire == questionnaire]
    if not responses:
        return None
    plan = plan_of(store.questionnaire(questionnaire, responses[-1].version))
    return evaluate(plan, store.draft(responses[-1].id)[1], today=today)


def values_for(questionnaire: Questionnaire, plain: Mapping[str, str], earlier: Earlier) -> dict[Path, str]:
    """The pure part of `prefill`: `plain` holds "kota.nama", "unit.nama", "akun.nama"…"""
    values: dict[Path, str] = {}
    for item in _outside_repeats(questionnaire.items):
        source, _, name = origin(item).partition(".")
        if not name:
            continue
        state = None if source in PLAIN_SOURCES else earlier(source)
        if isinstance(item, Repeat):
            values.update(_rows(item, name, state) if state else ())
        elif source in PLAIN_SOURCES:
            values[item.path] = plain.get(f"{source}.{name}", "")
        elif state:
            values[item.path] = _answer(state, name)
    return {path: value for path, value in values.items() if value}


def origin(item: Item) -> str:
    """Where an item takes its first value from, as its form says; '' = nowhere."""
    return item.prefill if isinstance(item, Question) else item.extra.get("prefill", "")


def _outside_repeats(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        if not isinstance(item, Question | Repeat):
            yield from _outside_repeats(item.items)


def _answer(state: State, name: str) -> str:
    """The value of a question outside repeats; of a repeat, its instances' count does not matter here: ''."""
    for found in state.items:
        if isinstance(found.item, Question) and found.item.name == name and "[" not in found.path:
            return found.value if found.relevant else ""
    return ""


def _rows(target: Repeat, name: str, state: State) -> Iterator[tuple[Path, str]]:
    """Each instance of the source repeat becomes one here; equally named questions take over their values."""
    wanted = {q.name: q for q in walk(target.items) if isinstance(q, Question) and q.kind not in NOT_COPIED}
    keys: dict[str, str] = {}
    for found in state.items:
        if not isinstance(found.item, Question) or not found.relevant or found.item.name not in wanted:
            continue
        key = _key_below(found, name)
        if key is None:
            continue
        # A new response already begins with the instance FIRST_KEY: the first one goes there.
        keys.setdefault(key, key if keys else FIRST_KEY)
        inside = wanted[found.item.name].path.removeprefix(target.path)
        if "[" not in found.answer_path.partition(f"{name}[{key}]")[2]:
            yield f"{target.path}[{keys[key]}]{inside}", found.value


def _key_below(found: ItemState, repeat: str) -> str | None:
    """The instance key when the item stands inside the repeat of this name, which is at the top level."""
    head, bracket, tail = found.answer_path.partition("[")
    return tail.partition("]")[0] if bracket and head.rpartition("/")[2] == repeat else None
