"""Bringing the answers of a response along when it moves to another version of its questionnaire, and back.

Nothing is taken away: answers whose question the other version does not have stay in the journal where they are, and
an answer that stood under another name is written under the new one, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from inovik_forms.answers.journal import ASIDE, FIRST_KEY, Draft
from inovik_forms.answers.state import ItemState, State
from inovik_forms.answers.values import ChangeKind, Path
from inovik_forms.questionnaires.compare import Comparison, Pair, ancestors, compare
from inovik_forms.questionnaires.model import Question, Questionnaire, Repeat, walk

_KEY = re.compile(r"\[([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class Step:
    """One change to make: what `Change` says, without who and when."""

    kind: ChangeKind
    path: Path
    value: str | None


@dataclass(frozen=True, slots=True)
class Visit:
    """A version that the response was pinned to earlier, and its answers when it was left."""

    form: Questionnaire
    draft: Draft


def steps(draft: Draft, old: Questionnaire, new: Questionnaire, earlier: Sequence[Visit] = ()) -> list[Step]:
    """The changes after which `draft`, an answer to `old`, answers `new`. A question that `old` does not have gets what
    it had on the newest of the `earlier` visits (the last one visited last) to a version that has it."""
    aim = _Translated()
    for visit in (Visit(old, draft), *reversed(earlier)):
        _translate(visit.draft, visit.form, new, aim)
    for path in _occupied(draft, old, new, aim.served):
        aim.values[path] = ""
    return [*_instance_steps(draft, aim), *_value_steps(draft, aim)]


def brought(draft: Draft, old: Questionnaire, new: Questionnaire) -> dict[Path, str]:
    """The values of a draft, an answer to `old`, at their places in `new`; without those that it does not ask for."""
    aim = _Translated()
    _translate(draft, old, new, aim)
    return aim.values


def form_path(answer_path: Path) -> str:
    """Without the keys of instances."""
    return _KEY.sub("", answer_path)


@dataclass(slots=True)
class _Translated:
    """What stands at the places of the new version. `served`: form paths that have been found already."""

    values: dict[Path, str] = field(default_factory=dict)
    instances: dict[Path, list[str]] = field(default_factory=dict)
    triggers: dict[Path, str] = field(default_factory=dict)
    last_saved: dict[Path, str] = field(default_factory=dict)
    carried: dict[Path, str] = field(default_factory=dict)
    served: set[str] = field(default_factory=set)


def _translate(draft: Draft, old: Questionnaire, new: Questionnaire, aim: _Translated) -> None:
    """Put what a draft holds to its places in the new version, unless they are served."""
    pairs = {p.old.path: p for p in compare(old, new).pairs if p.new.path not in aim.served}
    repeats = {item.path for item in walk(new.items) if isinstance(item, Repeat)}
    for kept, target in ((draft.values, aim.values), (draft.triggers, aim.triggers), (draft.carried, aim.carried)):
        for path, value in kept.items():
            pair = pairs.get(_KEY.sub("", path))
            if pair is not None and isinstance(pair.new, Question):
                target[_at(pair.new.path, repeats, path)] = _named(value, pair) if kept is draft.values else value
    for path, value in draft.last_saved.items():
        if path in pairs:
            aim.last_saved[pairs[path].new.path] = _named(value, pairs[path])
    for path, keys in draft.instances.items():
        pair = pairs.get(_KEY.sub("", path))
        if pair is not None and isinstance(pair.new, Repeat):
            aim.instances[_at(pair.new.path, repeats, path)] = list(keys)
    aim.served |= {pair.new.path for pair in pairs.values()}


def _at(form_path: str, repeats: set[str], answer_path: Path) -> Path:
    """The answer path at a form path of the new version, with the keys of the old answer path."""
    keys = iter(_KEY.findall(answer_path))
    parts = form_path.split("/")
    around = [*ancestors(form_path), form_path]
    return "/".join(
        f"{part}[{key}]" if path in repeats and path != form_path and (key := next(keys, "")) else part
        for part, path in zip(parts, around, strict=True)
    )


def _named(value: str, pair: Pair) -> str:
    """The value with its choices as they are named now."""
    if not pair.choices or not value:
        return value
    if isinstance(pair.old, Question) and pair.old.kind == "select_one":
        return pair.choices.get(value, value)
    return " ".join(pair.choices.get(name, name) for name in value.split(" "))


def _occupied(draft: Draft, old: Questionnaire, new: Questionnaire, served: set[str]) -> Iterator[Path]:
    """Places of new questions at which the answer to another question of the old version stands."""
    questions = {item.path for item in walk(old.items) if isinstance(item, Question)}
    fresh = {item.path for item in walk(new.items) if isinstance(item, Question)} - served
    for path, value in draft.values.items():
        if value and _KEY.sub("", path) in questions & fresh:
            yield path


def _instance_steps(draft: Draft, aim: _Translated) -> Iterator[Step]:
    """Adds, removes and orders instances, the outer ones first."""
    for repeat, wanted in sorted(aim.instances.items(), key=lambda pair: pair[0].count("[")):
        present = list(draft.instances.get(repeat, [FIRST_KEY]))
        for key in [k for k in present if k not in wanted]:
            yield Step("remove", f"{repeat}[{key}]", None)
            present.remove(key)
        possible = [k for k in wanted if k in present or f"{repeat}[{k}]" not in draft.removed]
        for place, key in enumerate(possible):
            after = possible[place - 1] if place else ""
            if key not in present:
                yield Step("add", f"{repeat}[{key}]", after)
            elif present[place : place + 1] != [key]:
                yield Step("move", f"{repeat}[{key}]", after)
                present.remove(key)
            else:
                continue
            present.insert(place, key)


def _value_steps(draft: Draft, aim: _Translated) -> Iterator[Step]:
    rewritten = set()
    for path, value in aim.values.items():
        if draft.values.get(path) != value:
            rewritten.add(path)
            yield Step("set", path, value)
    told: tuple[tuple[ChangeKind, Mapping[Path, str], Mapping[Path, str]], ...] = (
        ("trigger", aim.triggers, draft.triggers),
        ("saved", aim.last_saved, draft.last_saved),
    )
    for kind, wanted, present in told:
        yield from (Step(kind, path + ASIDE, value) for path, value in wanted.items() if present.get(path) != value)
    for path in dict.fromkeys((*aim.carried, *aim.values)):
        source = aim.carried.get(path, "")
        present_mark = "" if path in rewritten else draft.carried.get(path, "")
        if source != present_mark:
            yield Step("carried", path + ASIDE, source)


# ---------------------------------------------------------------- what a person will see


@dataclass(frozen=True, slots=True)
class Effects:
    """`left_over`: answers that the other version does not ask for. `unfit`: answers that do not fit any more.
    `missing`: what has to be answered before sending and was not asked, or not required, so far."""

    left_over: list[ItemState]
    unfit: list[ItemState]
    missing: list[ItemState]


def effects(before: State, after: State, comparison: Comparison) -> Effects:
    """What moving does to the answers of a response: its state now and after it."""
    to_old = {pair.new.path: pair.old.path for pair in comparison.pairs}
    gone = {item.path for item in comparison.gone}
    had = {_form(i): i for i in before.items if isinstance(i.item, Question) and not i.item.is_computed and i.relevant}
    open_before = {_form(i) for i in before.items if not i.valid and not i.value}
    aside = {gone.answer_path for gone in after.set_aside} - {gone.answer_path for gone in before.set_aside}
    asked = [i for i in after.items if isinstance(i.item, Question) and not i.item.is_computed and i.relevant]
    return Effects(
        [i for i in before.items if i.value and i.relevant and i.item.path in gone and _form(i) in had],
        [
            i for i in asked
            if i.answer_path in aside or (not i.valid and i.value and _was_valid(before, to_old.get(_form(i), ""), had))
        ],
        [
            i for i in asked
            if not i.valid and not i.value and i.answer_path not in aside
            and to_old.get(_form(i), "") not in open_before
        ],
    )  # fmt: skip


def _form(item: ItemState) -> str:
    return item.item.path


def _was_valid(before: State, path: str, had: Mapping[str, ItemState]) -> bool:
    return path in had and all(i.valid for i in before.items if i.item.path == path)
