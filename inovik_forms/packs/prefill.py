"""First values of a new response: from the city, the unit, the account, and the subject's earlier responses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from inovik_forms.answers import move
from inovik_forms.answers.journal import FIRST_KEY, Draft
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.state import ItemState, State, evaluate
from inovik_forms.answers.values import Path
from inovik_forms.expressions.nodes import Expression
from inovik_forms.questionnaires.model import Item, Question, Questionnaire, Repeat, walk
from inovik_forms.store import Store
from inovik_forms.store.records import Account, Subject, UnknownRecord


@dataclass(frozen=True, slots=True)
class Source:
    """An earlier response that values are taken from; `told`: how the journal names it ("diagnosa 2026-11-12")."""

    state: State
    told: str


@dataclass(frozen=True, slots=True)
class FirstValues:
    """Answer path → first value of a new response; and → where it was taken from, for those that a person has to
    confirm."""

    values: dict[Path, str] = field(default_factory=dict)
    sources: dict[Path, str] = field(default_factory=dict)


Earlier = Callable[[str], Source | None]
"""A questionnaire's name → the subject's newest response to it."""

NOT_COPIED = {"note", "calculate"}
NOT_FROM_LAST = {"note", "calculate", "hidden", "acknowledge"}
"""Kinds that a new report does not take over from the one before: consent is given anew."""
PLAIN_SOURCES = {"kota", "unit", "akun"}


def prefill(
    store: Store, subject: Subject, account: Account, questionnaire: str, today: date, *, from_last: bool = False
) -> FirstValues:
    """First values for a new response of this subject, from each question's `prefill`; with `from_last` also what the
    response before it to the same questionnaire answered. What has no value yet is left out."""
    found: dict[str, Source | None] = {}

    def earlier(name: str) -> Source | None:
        if name not in found:
            found[name] = _newest(store, subject, name, today)
        return found[name]

    form = store.questionnaire(questionnaire)
    first = values_for(form, _plain(store, subject, account), earlier)
    last = earlier(questionnaire) if from_last else None
    return with_last(form, first, last) if last else first


def plain_values(store: Store, form: Questionnaire, account: Account) -> dict[Path, str]:
    """What a new response would know of the city and the account, whatever it is about."""
    plain = store.city() | {"akun.nama": account.name}
    return values_for(form, plain, lambda _name: None).values


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


def _newest(store: Store, subject: Subject, questionnaire: str, today: date) -> Source | None:
    responses = [r for r in store.responses(subject.id) if r.questionnaire == questionnaire]
    if not responses:
        return None
    plan = plan_of(store.questionnaire(questionnaire, responses[-1].version))
    state = evaluate(plan, store.draft(responses[-1].id)[1], today=today)
    zone = ZoneInfo(store.city().get("kota.zona_waktu") or "Asia/Jakarta")
    day = (responses[-1].sent_at or responses[-1].updated_at).astimezone(zone).date()
    return Source(state, f"{questionnaire} {day.isoformat()}")


def values_for(questionnaire: Questionnaire, plain: Mapping[str, str], earlier: Earlier) -> FirstValues:
    """The pure part of `prefill`: `plain` holds "kota.nama", "unit.nama", "akun.nama"…"""
    values: dict[Path, str] = {}
    sources: dict[Path, str] = {}
    asked = {q.path for q in walk(questionnaire.items) if isinstance(q, Question) and _is_asked(q)}
    for item in _outside_repeats(questionnaire.items):
        source, _, name = origin(item).partition(".")
        if not name:
            continue
        if source in PLAIN_SOURCES:
            values[item.path] = "" if isinstance(item, Repeat) else plain.get(f"{source}.{name}", "")
            continue
        found = earlier(source)
        if found is None:
            continue
        taken = dict(_rows(item, name, found.state)) if isinstance(item, Repeat) else {}
        taken = taken or {item.path: "" if isinstance(item, Repeat) else _answer(found.state, name)}
        values |= taken
        sources |= {path: found.told for path, value in taken.items() if value and move.form_path(path) in asked}
    return FirstValues({path: value for path, value in values.items() if value}, sources)


def with_last(questionnaire: Questionnaire, first: FirstValues, last: Source) -> FirstValues:
    """With what the last response answered, which goes before: it is the newest that people said. Signatures, consent,
    sensitive answers and the dates of the form itself are given anew."""
    rows = {q.path for r in walk(questionnaire.items) if isinstance(r, Repeat) for q in walk(r.items)}
    every = (q for q in walk(questionnaire.items) if isinstance(q, Question))
    asked = {q.path for q in every if _is_carried_on(q) and (q.kind != "date" or q.path in rows)}
    said = {
        i.answer_path: i.value for i in last.state.items if isinstance(i.item, Question) and i.relevant and i.value
    }  # fmt: skip
    brought = move.brought(Draft(said), last.state.plan.questionnaire, questionnaire)
    for repeat, keys in last.state.draft.instances.items():
        brought = _with_first(brought, repeat, keys, first.values)
    taken = {path: value for path, value in brought.items() if move.form_path(path) in asked}
    return FirstValues(first.values | taken, first.sources | dict.fromkeys(taken, last.told))


def _with_first(values: dict[Path, str], repeat: Path, keys: list[str], known: Mapping[Path, str]) -> dict[Path, str]:
    """With the first of the instances under FIRST_KEY, which every new response begins with, if that is free."""
    begins = f"{repeat}[{FIRST_KEY}]"
    if not keys or FIRST_KEY in keys or any(path.startswith(begins) for path in known):
        return values
    old = f"{repeat}[{keys[0]}]"
    return {begins + p[len(old) :] if p.startswith(old) else p: value for p, value in values.items()}


def _is_asked(question: Question) -> bool:
    """Whether people see the value where they can change it, and so can confirm it."""
    return question.kind not in (*NOT_COPIED, "hidden") and not question.is_computed and not _always(question.read_only)


def _is_carried_on(question: Question) -> bool:
    is_signature = bool({"signature", "draw"} & set(question.appearance.split()))
    is_personal = question.sensitive or is_signature  # the next one may be filled in by somebody else
    return _is_asked(question) and question.kind not in NOT_FROM_LAST and not is_personal


def _always(expression: Expression | None) -> bool:
    return expression is not None and expression.text == "true()"


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
