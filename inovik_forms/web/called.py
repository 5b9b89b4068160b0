"""What an answer is called where several stand in one list: its label, with the entries that it stands in, and where
two are called the same, with what tells them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from inovik_forms.answers.values import Path
from inovik_forms.questionnaires.model import Group
from inovik_forms.web.filling import Filling
from inovik_forms.web.sections import Section, form_path, page_prefix, top_name
from inovik_forms.words import gettext, language

Key = TypeVar("Key", bound=Hashable)


def called(filling: Filling, path: Path) -> str:
    """In plain letters, with the entries around it by their numbers: "Kegiatan 2 › Biaya"."""
    item = filling.plan.item(form_path(path))
    label = filling.state.text(item.label, path) or item.name
    instance = page_prefix(path)
    if not instance or (frame := filling.frame(instance)) is None:
        return label
    entry = f"{called(filling, instance.rpartition('[')[0])} {frame.position}"
    return entry if instance == path else f"{entry} › {label}"


def all_called(filling: Filling, paths: Iterable[Path]) -> dict[Path, str]:
    """The same for all that stand in one list: "Kegiatan 2 › Biaya (Sewa)" where there is another "Biaya"."""
    names = {path: called(filling, path) for path in paths}
    about = told_apart(names, lambda path: around(filling, path))
    return {path: f"{name} ({about[path]})" if about[path] else name for path, name in names.items()}


def told_apart(labels: Mapping[Key, str], around: Callable[[Key], Iterator[str]]) -> dict[Key, str]:
    """What to say beside each label: '' as long as nothing else is called so, else the first that `around` gives (what
    says least comes first) and that tells it from the others; at last its number among those of one name."""
    about = dict.fromkeys(labels, "")
    if len(set(labels.values())) == len(labels):
        return about
    more = {key: around(key) for key in labels}
    while doubles := _doubles(labels, about):
        said = {key: words for key in doubles if (words := next(more[key], ""))}
        if not said:
            break
        about |= said
    numbers: Counter[tuple[str, str]] = Counter()
    for key in _doubles(labels, about):
        name = labels[key], about[key]
        numbers[name] += 1
        about[key] = ", ".join(filter(None, [name[1], gettext("ke-{n}").format(n=numbers[name])]))
    return about


def _doubles(labels: Mapping[Key, str], about: Mapping[Key, str]) -> list[Key]:
    many = Counter((label, about[key]) for key, label in labels.items())
    return [key for key, label in labels.items() if many[label, about[key]] > 1]


def around(filling: Filling, path: Path, *, entries: bool = False, section: bool = True) -> Iterator[str]:
    """What an answer stands in: the label of the innermost group (`entries`: or entry), then of all of them, then
    (`section`) with the section's title in front."""
    mine = filling.pages.section_of.get(top_name(path))
    outer = [path[:end] for end, letter in enumerate(path) if letter == "/"]
    names = [name for one in outer if (name := _around_name(filling, one, mine, entries=entries))]
    if names:
        yield names[-1]
    if len(names) > 1:
        yield " › ".join(names)
    if section and mine:
        yield " › ".join([mine.title(language(), filling.default_language), *names])


def _around_name(filling: Filling, path: Path, section: Section | None, *, entries: bool) -> str:
    """'' for the section itself, and for what is no question any more."""
    try:
        item = filling.plan.item(form_path(path))
    except KeyError:
        return ""
    if isinstance(item, Group):
        return "" if section and item is section.group else filling.state.text(item.label, path)
    if not entries or (frame := filling.frame(path)) is None:
        return ""
    return f"{filling.state.text(item.label, path) or item.name} {frame.position}"
