"""What a name in an expression means, seen from where the expression stands: decided once, when the plan is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from inovik_forms.answers.frames import Frame
from inovik_forms.answers.kinds import typed
from inovik_forms.expressions.evaluate import Env, Run
from inovik_forms.expressions.nodes import Parent, Reference, Value
from inovik_forms.expressions.surroundings import Table
from inovik_forms.questionnaires.model import Item, Question, Repeat, text


class Form(Protocol):
    """What bindings need of a plan."""

    default_language: str

    def resolve(self, name: str, parent: str) -> Item | None:
        """The item that a name means within the group `parent`."""

    def repeats_around(self, path: str) -> tuple[str, ...]:
        """Form paths of the repeats around an item, outermost first."""

    def table(self, name: str) -> Table | None:
        """The rows of an attached table or a choice list."""


class FormBindings:
    """`expressions.Bindings` for expressions inside `repeats` (form paths, outermost first) and the group `parent`."""

    def __init__(self, form: Form, repeats: tuple[str, ...], parent: str = "") -> None:
        self._form = form
        self._repeats = repeats
        self._parent = parent

    def reference(self, ref: Reference) -> Run:
        """This instance's value; in an outer level the value there; elsewhere the values of all relevant instances."""
        item = self._form.resolve(ref.name, self._parent)
        if ref.last_saved:
            return _last_saved(item) if isinstance(item, Question) else _blank
        if isinstance(item, Repeat):
            return self._instances(item.path)
        if not isinstance(item, Question):
            return _blank
        around = self._form.repeats_around(item.path)
        common = _common(around, self._repeats)
        up = len(self._repeats) - common
        if common == len(around):
            return _single(item.path, up)
        return _node_set(item.path, up, around[common:])

    def _instances(self, path: str) -> Run:
        """A repeat as a node-set: its relevant instances, each as its position."""
        around = self._form.repeats_around(path)
        common = _common(around, self._repeats)
        frames = _frames(len(self._repeats) - common, (*around[common:], path))

        def run(env: Env) -> Value:
            return [float(frame.position) for frame in frames(env)]

        return run

    def instances_of(self, path: str) -> Callable[[Env], list[Frame]]:
        """The relevant instances of the repeat around a question, all of them even where this one stands in it."""
        around = self._form.repeats_around(path)
        common = _common(around[:-1], self._repeats)
        return _frames(len(self._repeats) - common, around[common:])

    def choice_label(self, ref: Reference) -> Callable[[Env, str], str]:
        """The label of a choice of the question in the language of the evaluation."""
        item = self._form.resolve(ref.name, self._parent)
        source = item
        if isinstance(item, Question) and item.choices_from:
            source = self._form.resolve(item.choices_from, self._parent)
            if isinstance(source, Question) and source.choices is None:
                return lambda _env, name: name
        choices = source.choices.choices if isinstance(source, Question) and source.choices else ()
        labels = {choice.name: choice.label for choice in reversed(choices)}
        default_language = self._form.default_language

        def run(env: Env, name: str) -> str:
            label = labels.get(name)
            return "" if label is None else text(label, env.language, default_language)

        return run

    def position(self, where: Parent | Reference) -> Callable[[Env], float]:
        """The 1-based place of the repeat instance around what is named; 1 outside every repeat, and for what stands
        in another repeat (of several the first is meant)."""
        if isinstance(where, Parent):
            path = self._parent
            for _ in range(where.up - 1):
                path = path.rpartition("/")[0]
            named = tuple(repeat for repeat in self._repeats if f"{path}/".startswith(f"{repeat}/"))
        else:
            item = self._form.resolve(where.name, self._parent)
            around = self._form.repeats_around(item.path) if item else ()
            named = (*around, item.path) if isinstance(item, Repeat) and item.path in self._repeats else around
        return _position(len(self._repeats) - len(named)) if named == self._repeats[: len(named)] else _one

    def indexed(self, field: Reference, pairs: tuple[tuple[Reference, Callable[[Env], float]], ...]) -> Run:
        """The field in the instances of the given places; in repeats not given, in this or the first instance."""
        item = self._form.resolve(field.name, self._parent)
        if not isinstance(item, Question):
            return _blank
        places: dict[str, Callable[[Env], float]] = {}
        for reference, place in pairs:
            repeat = self._form.resolve(reference.name, self._parent)
            if repeat is not None:
                places[repeat.path] = place
        own = self._repeats
        levels = [(path, places.get(path), path in own) for path in self._form.repeats_around(item.path)]
        path = item.path
        depth = len(own)

        def run(env: Env) -> Value:
            chain = _chain(env.frame, depth)
            frame = chain[0]
            for index, (repeat, place, mine) in enumerate(levels):
                if place is None and mine:
                    frame = chain[index + 1]
                    continue
                frames = frame.instances.get(repeat, ())
                wanted = 1.0 if place is None else place(env)
                if not 1 <= wanted <= len(frames):
                    return ""
                frame = frames[int(wanted) - 1]
            return frame.values[path]  # type: ignore[no-any-return]

        return run

    def table(self, name: str) -> Table | None:
        """The rows of an attached table or a choice list."""
        return self._form.table(name)


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _blank(_env: Env) -> Value:
    return ""


def _one(_env: Env) -> float:
    return 1.0


def _position(up: int) -> Callable[[Env], float]:
    def position(env: Env) -> float:
        frame = env.frame
        for _ in range(up):
            frame = frame.parent
        return float(frame.position)

    return position


def _last_saved(question: Question) -> Run:
    path, kind = question.path, question.kind
    return lambda env: typed(kind, env.last_saved.get(path, ""))


def _chain(frame: Frame, depth: int) -> list[Any]:
    """The frames from the root down to this one."""
    chain = [frame]
    for _ in range(depth):
        assert frame.parent is not None
        frame = frame.parent
        chain.append(frame)
    return chain[::-1]


def _single(path: str, up: int) -> Run:
    """A value of this level (by far the most frequent, so it has its own closure) or of one further out."""
    if up == 0:

        def here(env: Env) -> Value:
            return env.frame.values[path]  # type: ignore[no-any-return]

        return here

    def above(env: Env) -> Value:
        frame = env.frame
        for _ in range(up):
            frame = frame.parent
        return frame.values[path]  # type: ignore[no-any-return]

    return above


def _frames(up: int, down: tuple[str, ...]) -> Callable[[Env], list[Frame]]:
    """All relevant instances found by going some levels up and then down through these repeats."""

    def frames(env: Env) -> list[Frame]:
        frame = env.frame
        for _ in range(up):
            frame = frame.parent
        found = [frame]
        for repeat in down:
            found = [inner for outer in found for inner in outer.instances.get(repeat, ())]
        return found

    return frames


def _node_set(path: str, up: int, down: tuple[str, ...]) -> Run:
    frames = _frames(up, down)

    def run(env: Env) -> Value:
        return [frame.values[path] for frame in frames(env) if path not in frame.hidden]

    return run
