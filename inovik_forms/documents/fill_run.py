"""What one filling carries: frames, keys, files; and the names of a questionnaire for compiled expressions."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from msgspec.structs import replace
from PIL import Image as Pictures
from PIL import UnidentifiedImageError

from inovik_forms.answers.plan import Plan
from inovik_forms.answers.state import Frame, State
from inovik_forms.documents.genuine import RESERVED
from inovik_forms.documents.letterhead import values_of
from inovik_forms.documents.template_check import COLLECTION, ORIGINAL, Names, pointed
from inovik_forms.documents.tree import Dropped, Furniture, Image
from inovik_forms.expressions.evaluate import Bindings, Env
from inovik_forms.expressions.faults import ExpressionError
from inovik_forms.expressions.nodes import Expression, Parent, Reference, Value
from inovik_forms.expressions.surroundings import Run as Compiled
from inovik_forms.expressions.surroundings import Table
from inovik_forms.problems import Problem, WordPlace
from inovik_forms.questionnaires.model import Question

MAX_HEIGHT = 226.8
"""Height of a printed picture in points (8 cm)."""
SIGNATURE_WIDTH = 142.0
"""Points (5 cm): a signature is as large as one by hand, however large it was drawn."""
MAX_PIXELS = 60_000_000
_POINTS_PER_PIXEL = 0.75
_KEPT = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif"}


@dataclass(slots=True)
class FillEnv(Env):
    """An evaluation inside a document: one frame for each repeat that is open, by form path; '' is the root. A book
    holds `documents` sets of answers; `document` is the number of the open one, 1 outside. `beside`: what the reserved
    names of letterheads print for the open set."""

    frames: dict[str, Frame] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)
    original: int = 1
    documents: int = 1
    document: int = 1


@dataclass(slots=True)
class Run:
    """One filling. `state`: the set of answers that is open. `suffix` goes to the ids of what is repeated; `marks`:
    repetition → suffix, for restarting lists. `shown`: paths of the answers of `state` that are printed; `sets`: all
    states with theirs. `problems`: what could not be computed, each once. `shows_all`: blocks of conditions that do
    not hold are to be seen, too."""

    state: State
    env: FillEnv
    files: Callable[[str], bytes | None]
    collection: Sequence[State]
    suffix: str = ""
    marks: dict[int, str] = field(default_factory=dict)
    dropped: dict[str, Dropped] = field(default_factory=dict)
    furniture: dict[tuple[int, str], Furniture] = field(default_factory=dict)
    pictures: dict[tuple[str, float, float], Image | None] = field(default_factory=dict)
    shown: dict[str, None] = field(default_factory=dict)
    sets: list[tuple[State, dict[str, None]]] = field(default_factory=list)
    problems: dict[object, Problem] = field(default_factory=dict)
    shows_all: bool = False

    def open(self, state: State) -> None:
        """Go on with another set of answers."""
        self.state, self.shown = state, {}
        self.sets.append((state, self.shown))
        self.env.beside = values_of(state)

    def fault(self, error: ExpressionError, expression: Expression, where: WordPlace) -> None:
        """Note that an expression of the template has no result with these answers."""
        place = pointed(where, expression, error.span)
        key = (error.code, place, tuple(sorted(error.detail.items(), key=str)))
        self.problems.setdefault(key, Problem(error.code, place, error.detail))

    def picture(self, value: str, width: float, path: str, alt: str, height: float = MAX_HEIGHT) -> Image | None:
        """The picture behind an answer, fitted to a width; None when its bytes are missing or no picture."""
        key = (value, width, height)
        if key not in self.pictures:
            data = self.files(value)
            self.pictures[key] = None if data is None else fitted(data, width, path, alt, height)
        image = self.pictures[key]
        return image if image is None or image.path == path else replace(image, path=path, alt=alt)


def start(
    state: State,
    files: Callable[[str], bytes | None],
    original: int,
    collection: Sequence[State],
    language: str,
    clock: tuple[date, datetime],
) -> Run:
    """A filling about to begin."""
    env = FillEnv(
        state.root, clock[0], clock[1], language=language, frames={"": state.root}, original=original,
        documents=len(collection),
    )  # fmt: skip
    run = Run(state, env, files, collection)
    run.open(state)
    return run


def picture_width(question: Question, most: float) -> float:
    """Points that the picture of a question may be wide, of at most so many."""
    return min(most, SIGNATURE_WIDTH) if "signature" in question.appearance.lower().split() else most


def fitted(data: bytes, width: float, path: str, alt: str, height: float = MAX_HEIGHT) -> Image | None:
    """A picture at 96 dots an inch, made smaller where it would be wider than `width` or higher than `height`. Formats
    that Word does not show become PNG."""
    try:
        with Pictures.open(io.BytesIO(data)) as picture:
            across, down = picture.size
            if across * down > MAX_PIXELS or not across or not down:
                return None
            media_type = _KEPT.get(picture.format or "")
            if media_type is None:
                buffer = io.BytesIO()
                picture.convert("RGBA").save(buffer, "PNG")
                data, media_type = buffer.getvalue(), "image/png"
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Pictures.DecompressionBombError):
        return None
    scale = min(_POINTS_PER_PIXEL, width / across, height / down)
    return Image(data, media_type, round(across * scale, 2), round(down * scale, 2), alt, path)


@dataclass(frozen=True)
class ScopedBindings:
    """Names inside repeats that a template opened, nested or side by side: each name is read from the frame of the
    innermost open repeat around its question."""

    plan: Plan
    names: Names
    scope: tuple[str, ...]

    def chain(self, name: str) -> tuple[str, ...]:
        """The open repeats around a name, outermost first, up to the first that is not open."""
        found = []
        for path in self.names.repeats.get(name, ()):
            if path not in self.scope:
                break
            found.append(path)
        return tuple(found)

    def _inner(self, name: str) -> tuple[Bindings, str]:
        chain = self.chain(name)
        return self.plan.bindings(chain), chain[-1] if chain else ""

    def reference(self, ref: Reference) -> Compiled:
        """The value of a name."""
        if ref.name == ORIGINAL:
            return lambda env: float(env.original)  # type: ignore[attr-defined]
        if ref.name == COLLECTION and self.names.repeat(COLLECTION) is None:
            return lambda env: [float(n) for n in range(1, env.documents + 1)]  # type: ignore[attr-defined]
        if ref.name in RESERVED and ref.name not in self.names.items:
            return lambda env: env.beside.get(ref.name, "")  # type: ignore[attr-defined]
        bindings, key = self._inner(ref.name)
        return _in_frame(bindings.reference(ref), key)

    def choice_label(self, ref: Reference) -> Callable[[Env, str], str]:
        """The label of one of the question's choices."""
        bindings, key = self._inner(ref.name)
        inner = bindings.choice_label(ref)

        def label(env: Env, name: str) -> str:
            saved, env.frame = env.frame, env.frames[key]  # type: ignore[attr-defined]
            try:
                return inner(env, name)
            finally:
                env.frame = saved

        return label

    def position(self, where: Parent | Reference) -> Callable[[Env], float]:
        """The place of the innermost open instance, from 1; in a book outside of these, that of the document."""
        scope = self.scope[: len(self.scope) - where.up + 1] if isinstance(where, Parent) else self._around(where.name)
        if not scope:
            return lambda env: float(env.document)  # type: ignore[attr-defined]
        key = scope[-1]
        return lambda env: float(env.frames[key].position)  # type: ignore[attr-defined]

    def indexed(self, field: Reference, pairs: tuple[tuple[Reference, Callable[[Env], float]], ...]) -> Compiled:
        """`indexed-repeat`, counted from the root."""
        inner = self.plan.bindings(()).indexed(field, pairs)
        return _in_frame(inner, "")

    def _around(self, name: str) -> tuple[str, ...]:
        """The open repeats around a name; a repeat that is open counts as around itself."""
        repeat, chain = self.names.repeat(name), self.chain(name)
        return (*chain, repeat.path) if repeat is not None and repeat.path in self.scope else chain

    def table(self, name: str) -> Table | None:
        """The rows of an attached table or a choice list."""
        return self.plan.bindings(()).table(name)


def _in_frame(inner: Compiled, key: str) -> Compiled:
    def run(env: Env) -> Value:
        saved, env.frame = env.frame, env.frames[key]  # type: ignore[attr-defined]
        try:
            return inner(env)
        finally:
            env.frame = saved

    return run


def frames_below(start: Frame, paths: Iterable[str]) -> list[Frame]:
    """The instances of nested repeats below a frame, all in order."""
    found = [start]
    for path in paths:
        found = [instance for frame in found for instance in frame.instances.get(path, ())]
    return found
