"""The journal of changes, and the draft that is its fold: nothing that was typed is ever lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from inovik_forms.answers.values import Change, ChangeKind, Path

FIRST_KEY = "1"
"""Key of the instance that a repeat begins with, before anybody added one (XLSForm shows one at the start)."""

OVERTAKEN: ChangeKind = "overtaken"
ERASED: ChangeKind = "erased"

ASIDE = "#"
"""Ends the path of a change that is no answer (kinds `trigger`, `saved`, `carried` and `version`)."""


@dataclass(slots=True)
class Draft:
    """All that was answered: `values` by answer path, `instances` by repeat ("kegiatan", "a[k1]/b") the keys in order.

    A repeat that `instances` does not name was never touched: it begins with one instance of key `FIRST_KEY`. A value
    that was emptied stays as ''; a path that `values` does not name was never answered (its default applies).
    `removed` holds the answer paths of removed instances. `triggers`: answer path of a question with a trigger → what
    the triggers were when its value was worked out (`answers.triggers`). `last_saved`: form path → what was answered
    in the response that was sent before this one began, as far as this form asks.
    `carried`: answer path → where its value was taken from, until a person confirms or changes it. `erased`: answers
    that were taken out of the journal at some time.
    """

    values: dict[Path, str] = field(default_factory=dict)
    instances: dict[str, list[str]] = field(default_factory=dict)
    removed: set[Path] = field(default_factory=set)
    triggers: dict[Path, str] = field(default_factory=dict)
    last_saved: dict[Path, str] = field(default_factory=dict)
    carried: dict[Path, str] = field(default_factory=dict)
    erased: set[Path] = field(default_factory=set)

    def is_removed(self, path: Path) -> bool:
        """Whether an answer stands in an instance that was removed."""
        return any(path.startswith(f"{instance}/") for instance in self.removed)

    def to_snapshot(self) -> dict[str, Any]:
        """JSON-able: a cache of the fold, which `from_snapshot` reads back."""
        return {
            "values": dict(self.values),
            "instances": {path: list(keys) for path, keys in self.instances.items()},
            "removed": sorted(self.removed),
            "triggers": dict(self.triggers),
            "last_saved": dict(self.last_saved),
            "carried": dict(self.carried),
            "erased": sorted(self.erased),
        }

    @classmethod
    def from_snapshot(cls, snapshot: Mapping[str, Any]) -> Draft:
        """The draft of a snapshot made by `to_snapshot`."""
        return cls(
            dict(snapshot.get("values", {})),
            {path: list(keys) for path, keys in snapshot.get("instances", {}).items()},
            set(snapshot.get("removed", ())),
            dict(snapshot.get("triggers", {})),
            dict(snapshot.get("last_saved", {})),
            dict(snapshot.get("carried", {})),
            set(snapshot.get("erased", ())),
        )


def fold(changes: Iterable[Change]) -> Draft:
    """The draft after all changes, in the order given (the server's sequence); a repeated id counts once."""
    draft = Draft()
    seen: set[str] = set()
    for change in changes:
        if change.id not in seen:
            seen.add(change.id)
            apply(draft, change)
    return draft


def apply(draft: Draft, change: Change) -> Draft:
    """Put one change into the draft (which is changed, and returned).

    A value for an instance that is not there yet waits for its `add`; an `add` after its `remove` stays removed.
    """
    if change.kind == "set" or change.kind == ERASED:
        draft.values[change.path] = (change.value or "") if change.kind == "set" else ""
        if change.kind == ERASED:
            draft.erased.add(change.path)
        if draft.carried:
            draft.carried.pop(change.path, None)
        return draft
    if change.kind == "trigger" or change.kind == "saved":
        kept = draft.triggers if change.kind == "trigger" else draft.last_saved
        kept[change.path.removesuffix(ASIDE)] = change.value or ""
        return draft
    if change.kind == "version" or change.kind == OVERTAKEN:
        return draft
    if change.kind == "carried":
        path = change.path.removesuffix(ASIDE)
        if change.value:
            draft.carried[path] = change.value
        else:
            draft.carried.pop(path, None)
        return draft
    repeat, key = split_instance(change.path)
    keys = draft.instances.get(repeat)
    if keys is None:
        keys = draft.instances[repeat] = [FIRST_KEY]
    if change.kind == "remove":
        draft.removed.add(change.path)
        if key in keys:
            keys.remove(key)
    elif change.kind == "add":
        if change.path not in draft.removed and key not in keys:
            _place(keys, key, change.value)
    elif key in keys:
        keys.remove(key)
        _place(keys, key, change.value)
    return draft


def _place(keys: list[str], key: str, after: str | None) -> None:
    """Behind the key `after`; first for ''; last for None or for a key that is gone."""
    if after == "":
        keys.insert(0, key)
    elif after in keys:
        keys.insert(keys.index(after) + 1, key)
    else:
        keys.append(key)


def split_instance(path: Path) -> tuple[str, str]:
    """("a[k1]/b", "k2") of the instance path "a[k1]/b[k2]". Raises ValueError when it is no instance."""
    head, bracket, tail = path.rpartition("[")
    if not bracket or not tail.endswith("]"):
        raise ValueError(f"not a repeat instance: {path!r}")
    return head, tail[:-1]
