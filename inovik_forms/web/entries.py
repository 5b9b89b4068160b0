"""Entries of lists that a device adds, moves and removes by itself, without the list's page (static/entries.js)."""

from __future__ import annotations

import re
from copy import deepcopy

from flask import abort

from inovik_forms.answers.journal import apply, split_instance
from inovik_forms.answers.values import Change, Path
from inovik_forms.questionnaires.model import Repeat
from inovik_forms.web import origin
from inovik_forms.web.filling import Filling
from inovik_forms.web.place import Page
from inovik_forms.web.sections import Scope, form_path, top_name
from inovik_forms.web.services import store
from inovik_forms.web.wire import Sent, sent_change

MOST_ENTRIES = 1000
"""Of one list; as many as a list whose length is worked out may have."""

PLACEHOLDER = "kuncibutir"
"""In a blank entry's page, with the number of the level behind it (0 = outermost): where a key is to stand."""

_KEY = re.compile(r"[0-9a-f]{8,32}")


def made(filling: Filling, sent: Sent, added: dict[Path, int]) -> Change | None:
    """The change of a list that a device says; None for what can be no entry of a list that people make longer. What
    arrives before the entry it speaks of, or before the one around it, is kept: the fold of the journal brings it into
    order. `added`: list → how many entries were added to it by this request, which this goes on counting."""
    try:
        repeat, key = split_instance(sent.path)
        item = filling.plan.item(form_path(sent.path))
    except (KeyError, ValueError):
        return None
    if not isinstance(item, Repeat) or item.repeat_count is not None or not has_keys(filling, sent.path):
        return None
    if sent.kind == "add":
        keys = filling.draft.instances.get(repeat, ())
        if key not in keys and len(keys) + added.get(repeat, 0) >= MOST_ENTRIES:
            return None
        added[repeat] = added.get(repeat, 0) + 1
    value = None if sent.kind == "remove" else sent.value[:64]
    return sent_change(filling, sent, value)


def has_keys(filling: Filling, path: Path) -> bool:
    """Whether behind each repeat around an answer stands the key of an entry that there is, was, or may yet come, and
    behind nothing else."""
    around = [part.partition("[")[0] for part in path.split("/")]
    for number, part in enumerate(path.split("/")):
        _, bracket, key = part.partition("[")
        try:
            item = filling.plan.item("/".join(around[: number + 1]))
        except KeyError:
            return False
        if isinstance(item, Repeat) != bool(bracket):
            return False
        instance = "/".join(path.split("/")[: number + 1])
        if bracket and not (_KEY.fullmatch(key[:-1]) or _is_known(filling, instance)):
            return False
    return True


def _is_known(filling: Filling, instance: Path) -> bool:
    if instance in filling.draft.removed or filling.frame(instance) is not None:
        return True
    repeat, key = split_instance(instance)
    return key == "1" and repeat not in filling.draft.instances  # what a list begins with, inside an entry to come


def may_come(filling: Filling, path: Path) -> bool:
    """Whether an answer is of an entry that is not there yet, so that it has to wait for it."""
    return "[" in path and not filling.draft.is_removed(path) and has_keys(filling, path)


def removed_after(filling: Filling, sent: Sent) -> bool:
    """Whether this device itself removed the entry after it had answered this in it: then nothing was lost, and nobody
    has to be asked about it."""
    return bool(sent.nth) and any(
        one.kind == "remove"
        and sent.path.startswith(f"{one.path}/")
        and one.maker == origin.maker()
        and one.nth > sent.nth
        for one in (entry.change for entry in store().journal(filling.response.id))
    )


def blank(filling: Filling, name: str) -> Page:
    """The page of an entry that is not there, of the list with this form path (or of one part of it: "daftar/soal"),
    with placeholders for its keys. Nothing of it is kept. 404 for what is no list that people make longer."""
    repeat, scope = _found(filling, name)
    path, level, draft = "", 0, deepcopy(filling.draft)
    for number in range(len(parts := repeat.split("/"))):
        path = f"{path}/{parts[number]}" if path else parts[number]
        item = filling.plan.item("/".join(parts[: number + 1]))
        if not isinstance(item, Repeat):
            continue
        if item.repeat_count is not None:
            abort(404)
        path = f"{path}[{PLACEHOLDER}{level}]"
        now = filling.response.updated_at
        apply(draft, Change("", path, None, 0, now, "", "", "add"))
        level += 1
    bare = Filling(filling.response, filling.plan, filling.seq, draft)
    bare.is_whole = False  # no other request may have it
    return Page(bare, scope, filling.pages.section_of[top_name(path)], path)


def _found(filling: Filling, name: str) -> tuple[str, Scope]:
    """The list, and the page of its entries; the first one where there are several."""
    instances = filling.pages.instances
    if name in instances:
        return name, (instances[name].parts or (instances[name],))[0]
    parts = ((repeat, part) for repeat, whole in instances.items() for part in whole.parts)
    return next(((repeat, part) for repeat, part in parts if name == f"{repeat}/{part.name}"), None) or abort(404)
