"""Two versions of a questionnaire side by side: what is the same question, what is new, changed, gone.

A question (group, repeat, choice) is the same one when its permanent id is the same: the column `id`, or the name where
that is empty. So a name may change, and a name that is given away to another question misleads nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from inovik_forms.expressions.nodes import Expression
from inovik_forms.questionnaires.media import columns_of
from inovik_forms.questionnaires.model import Choice, Item, Media, Question, Questionnaire, Repeat, Text, text, walk

Aspect = Literal[
    "name", "label", "hint", "kind", "choice_new", "choice_gone", "choice_label", "relevant", "required", "constraint",
    "calculation", "media", "choice_media",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was. Texts are in the language that changed; conditions as they are written."""

    aspect: Aspect
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Pair:
    """The same item in both versions. `choices`: old name → new name of its choices whose name is another one now."""

    old: Item
    new: Item
    differences: tuple[Difference, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`pairs`, `new` and `gone` in the order of the questionnaires that they stand in."""

    pairs: tuple[Pair, ...]
    new: tuple[Item, ...]
    gone: tuple[Item, ...]

    @property
    def changed(self) -> list[Pair]:
        """The pairs that differ."""
        return [pair for pair in self.pairs if pair.differences]


def compare(old: Questionnaire, new: Questionnaire) -> Comparison:
    """Everything that differs between two versions."""
    of_new = _pairing(old, new)
    pairs = tuple(_pair(of_new[item.path], item) for item in walk(new.items) if item.path in of_new)
    used = {pair.old.path for pair in pairs}
    return Comparison(
        pairs,
        tuple(item for item in walk(new.items) if item.path not in of_new),
        tuple(item for item in walk(old.items) if item.path not in used),
    )


def permanent_id(item: Item | Choice) -> str:
    """What stays when the name changes; '' when the questionnaire does not say."""
    return (item.columns if isinstance(item, Choice) else item.extra).get("id", "")


# ---------------------------------------------------------------- who is who


def _pairing(old: Questionnaire, new: Questionnaire) -> dict[str, Item]:
    """Form path in the new version → the same item of the old one."""
    found: dict[str, Item] = {}
    free_old, free_new = list(walk(old.items)), list(walk(new.items))

    def match(key: Callable[[Item], object]) -> None:
        nonlocal free_old, free_new
        olds, news = _unique(free_old, key), _unique(free_new, key)
        same = {k: (olds[k], item) for k, item in news.items() if k in olds and type(olds[k]) is type(item)}
        found.update({item.path: was for was, item in same.values()})
        gone, come = {was.path for was, _ in same.values()}, {item.path for _, item in same.values()}
        free_old = [item for item in free_old if item.path not in gone]
        free_new = [item for item in free_new if item.path not in come]

    match(lambda item: (item.path, _key(item)))
    match(_key)
    # An id that was written down later does not make another question of it.
    nameless = {_key(i) for i in (*free_old, *free_new) if permanent_id(i)}
    match(lambda item: None if _named_on_both(item, free_old, free_new) else item.path)
    match(lambda item: None if _named_on_both(item, free_old, free_new) or item.name in nameless else item.name)
    return _in_matching_repeats(found, new)


def _key(item: Item) -> str:
    return permanent_id(item) or item.name


def _named_on_both(item: Item, olds: list[Item], news: list[Item]) -> bool:
    """Whether an item and its namesake both have an id: then the ids decide."""
    same = [i for i in (*olds, *news) if i.name == item.name]
    return bool(same) and all(permanent_id(i) for i in same)


def _unique(items: Iterable[Item], key: Callable[[Item], object]) -> dict[object, Item]:
    keyed = [(key(item), item) for item in items]
    counts = Counter(k for k, _ in keyed)
    return {k: item for k, item in keyed if counts[k] == 1 and k is not None}


def _in_matching_repeats(found: dict[str, Item], new: Questionnaire) -> dict[str, Item]:
    """Without the pairs whose answers could not be brought along, since they stand in different repeats."""
    repeats = {path: was.path for path, was in found.items() if isinstance(was, Repeat)}
    old_repeats, new_repeats = set(repeats.values()), {i.path for i in walk(new.items) if isinstance(i, Repeat)}
    kept = {}
    for path, was in found.items():
        around_new = [repeats.get(p, p) for p in ancestors(path) if p in new_repeats]
        around_old = [p for p in ancestors(was.path) if p in old_repeats]
        if around_new == around_old:
            kept[path] = was
    return kept


def ancestors(path: str) -> list[str]:
    """ "a/b/c" → ["a", "a/b"]."""
    parts = path.split("/")
    return ["/".join(parts[:n]) for n in range(1, len(parts))]


# ---------------------------------------------------------------- what differs


def _pair(old: Item, new: Item) -> Pair:
    found = [Difference("name", old.name, new.name)] if old.name != new.name else []
    found += _texts("label", old.label, new.label) + _texts("hint", old.hint, new.hint)
    found += _media("media", old.media, new.media)
    choices: dict[str, str] = {}
    if isinstance(old, Question) and isinstance(new, Question):
        if old.kind != new.kind:
            found.append(Difference("kind", old.kind, new.kind))
        differences, choices = _choices(old, new)
        found += differences
        found += _rule("required", old.required, new.required) + _rule("constraint", old.constraint, new.constraint)
        found += _rule("calculation", old.calculation, new.calculation)
    found += _rule("relevant", old.relevant, new.relevant)
    return Pair(old, new, tuple(found), choices)


def _texts(aspect: Aspect, old: Text, new: Text) -> list[Difference]:
    """In the first language in which they differ."""
    for code in (*new, *old):
        if old.get(code, "") != new.get(code, ""):
            return [Difference(aspect, old.get(code, ""), new.get(code, ""))]
    return []


def _media(aspect: Aspect, old: Media, new: Media) -> list[Difference]:
    """The names of files; whether their contents are others, these do not say."""
    if old == new:
        return []
    pairs = zip(columns_of(old), columns_of(new), strict=True)
    return [found for (_, before), (_, after) in pairs for found in _texts(aspect, before, after)]


def _rule(aspect: Aspect, old: Expression | None, new: Expression | None) -> list[Difference]:
    before, after = old.text if old else "", new.text if new else ""
    return [Difference(aspect, before, after)] if before != after else []


def _choices(old: Question, new: Question) -> tuple[list[Difference], dict[str, str]]:
    olds = {_choice_key(c): c for c in (old.choices.choices if old.choices else ())}
    news = {_choice_key(c): c for c in (new.choices.choices if new.choices else ())}
    names = {c.name: c for c in news.values()}
    found: list[Difference] = []
    renamed: dict[str, str] = {}
    met: set[str] = set()
    for key, was in olds.items():
        now = news.get(key) or _later_id(was, names, olds)
        if now is None:
            found.append(Difference("choice_gone", text(was.label, "") or was.name, ""))
            continue
        met.add(now.name)
        if was.name != now.name:
            renamed[was.name] = now.name
        found += _texts("choice_label", was.label, now.label) + _media("choice_media", was.media, now.media)
    found += [Difference("choice_new", "", text(c.label, "") or c.name) for c in news.values() if c.name not in met]
    return found, renamed


def _choice_key(choice: Choice) -> str:
    return permanent_id(choice) or choice.name


def _later_id(was: Choice, names: Mapping[str, Choice], olds: Mapping[str, Choice]) -> Choice | None:
    """The choice of the same name, when only one of both has an id, and no other choice lays claim to it."""
    now = names.get(was.name)
    if now is None or (permanent_id(was) and permanent_id(now)) or _choice_key(now) in olds:
        return None
    return now
