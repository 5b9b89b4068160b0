"""Why a question is not asked: which condition hides it, and which present answers make that so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from inovik_forms import bahasa, words
from inovik_forms.answers.bindings import FormBindings
from inovik_forms.answers.frames import Frame
from inovik_forms.answers.items import shown
from inovik_forms.answers.kinds import SEVERAL
from inovik_forms.answers.plan import Plan
from inovik_forms.answers.sentences import Speaker, flat
from inovik_forms.answers.state import State
from inovik_forms.answers.terms import bahasa_number, quoted, written
from inovik_forms.answers.values import Path
from inovik_forms.expressions.check import references
from inovik_forms.expressions.evaluate import compile_expression, to_text
from inovik_forms.expressions.faults import ExpressionError
from inovik_forms.expressions.nodes import Binary, Call, Expression, Node, Reference, Value
from inovik_forms.questionnaires.model import Item, Question, Repeat
from inovik_forms.words import gettext

_MOST = 5
"""Facts in one sentence, and values of one fact."""
_DEEPEST = 4
"""Calculations without a label are told by the answers that they are made of, so many levels down."""


@dataclass(frozen=True, slots=True)
class Why:
    """`sentence`: the whole of it, with its full stop. `because`: what is so now. `condition`: when it would be asked.
    `cause`: the item whose condition hides it, which is the question itself or a group around it. `deciders`: answer
    paths of what the sentence speaks of, in its order; the repeat's own where it speaks of all its instances."""

    sentence: str
    because: str
    condition: str
    cause: Item
    deciders: tuple[Path, ...] = ()


_parts: WeakKeyDictionary[Plan, dict[tuple[str, int], Callable[[Any], Value]]] = WeakKeyDictionary()
"""Plan → parts of its conditions, compiled: by the path of the item and the identity of the node, which lives as long
as the plan."""

_known: WeakKeyDictionary[State, dict[tuple[str, Path, str], tuple[str, str, tuple[Path, ...]]]] = WeakKeyDictionary()
"""State → what was worked out of it: by the path of the condition's item, its frame and the language."""


def why(state: State, answer_path: Path, language: str = "") -> Why | None:
    """Why the item of an answer path is not asked now; None when it is. A repeat is named without a key. Raises
    KeyError for an unknown path."""
    with words.speaking(language or state.language):
        found = _cause(state, answer_path)
        if found is None:
            return None
        cause, frame = found
        because, condition, deciders = _told(state, cause, frame)
        is_own = _form_path(answer_path) == cause.path
        whole = (
            gettext("Tidak ditanyakan karena {0}.") if is_own else gettext("Bagian ini tidak ditanyakan karena {0}.")
        )
        return Why(whole.format(because), because, condition, cause, deciders)


def _told(state: State, cause: Item, frame: Frame) -> tuple[str, str, tuple[Path, ...]]:
    """What is so now, when it would be asked, and who decides; once for all that one condition hides."""
    known = _known.setdefault(state, {})
    key = (cause.path, frame.path, words.language())
    if key not in known:
        condition = cause.relevant
        assert condition is not None
        speaker = Speaker(state.plan, condition, cause)
        teller = _Teller(state, cause, frame, speaker, condition)
        facts = list(dict.fromkeys(teller.facts(condition.root, True)))
        because = bahasa.daftar(facts[:_MOST], gettext("dan")) or gettext("syaratnya belum terpenuhi")
        known[key] = because, speaker.condition(condition.root), tuple(dict.fromkeys(teller.deciders))
    return known[key]


def _cause(state: State, answer_path: Path) -> tuple[Item, Frame] | None:
    """The outermost item at or around a path whose own condition does not hold, and the frame that it stands in."""
    path = _form_path(answer_path)
    frame: Frame | None = state.frame(answer_path)
    if answer_path.endswith("]"):
        frame = frame.parent if frame else None  # an instance stands in the frame of its repeat
    chain: list[tuple[Item, Frame]] = []
    while path and frame is not None:
        here = state.plan.item(path)
        while frame.parent is not None and _depth(frame) > len(state.plan.repeats_around(path)):
            frame = frame.parent
        chain.append((here, frame))
        path = path.rpartition("/")[0]
    hiding = [(here, where) for here, where in chain if here.relevant is not None and here.path in where.hidden]
    return hiding[-1] if hiding else None


def _form_path(answer_path: Path) -> str:
    return "/".join(part.partition("[")[0] for part in answer_path.split("/"))


def _depth(frame: Frame) -> int:
    return 0 if frame.parent is None else 1 + _depth(frame.parent)


class _Teller:
    """Tells the present answers that make a condition fail."""

    def __init__(self, state: State, cause: Item, frame: Frame, speaker: Speaker, condition: Expression) -> None:
        self.state = state
        self.plan = state.plan
        self.cause = cause
        self.frame = frame
        self.terms = speaker.terms
        self.text = condition.text
        self.parent = cause.path.rpartition("/")[0]
        self.bindings = FormBindings(state.plan, state.plan.repeats_around(cause.path), self.parent)
        self.parts = _parts.setdefault(state.plan, {})
        self.deciders: list[Path] = []

    def facts(self, node: Node, wanted: bool) -> Iterator[str]:
        """The facts that keep a node from being what is wanted."""
        if self.holds(node) is wanted:
            return
        match node:
            case Call("not", (inner,)):
                yield from self.facts(inner, not wanted)
            case Binary("and" | "or"):
                # What does not say what is wanted is to blame; where that is all of them, each is.
                for part in flat(node):
                    yield from self.facts(part, wanted)
            case _:
                for reference in references(node):
                    yield from self.fact(reference, self.parent, 0)

    def holds(self, node: Node) -> bool:
        """The truth of a part of the condition, as it is now."""
        env = self.state.env
        env.frame, env.current = self.frame, ""
        try:
            return self.compiled(node)(env) is True
        except ExpressionError:
            return False

    def compiled(self, node: Node) -> Callable[[Any], Value]:
        """The truth of a part, compiled once for each plan. Raises ExpressionError."""
        key = (self.cause.path, id(node))
        found = self.parts.get(key)
        if found is None:
            both = Call("boolean", (node,), node.span)
            found = self.parts[key] = compile_expression(Expression(self.text, both), self.bindings)
        return found

    def fact(self, reference: Reference, parent: str, depth: int) -> Iterator[str]:
        """What an answer is at present."""
        item = self.plan.resolve(reference.name, parent)
        if item is None:
            return
        if isinstance(item, Question) and item.calculation and not item.label and depth < _DEEPEST:
            inner = list(references(item.calculation.root))
            if inner and not reference.last_saved:
                for one in inner:
                    yield from self.fact(one, item.path.rpartition("/")[0], depth + 1)
                return
        name = self.terms.label(item)
        if reference.last_saved:
            name = gettext("{0} pada isian yang terakhir dikirim").format(name)
        else:
            self.deciders.append(self.place(item))
        value = self.value(reference)
        if isinstance(item, Repeat):
            count = len(value) if isinstance(value, list) else 0
            yield gettext("jumlah isian {0} adalah {1}").format(name, bahasa_number(float(count)))
        elif isinstance(item, Question):
            yield self.answer(item, name, value)

    def place(self, item: Item) -> Path:
        """The answer path of an item as the condition sees it."""
        around, mine = self.plan.repeats_around(item.path), self.plan.repeats_around(self.cause.path)
        shared = sum(1 for one, other in zip(around, mine, strict=False) if one == other)
        frame = self.frame
        while frame.parent is not None and _depth(frame) > shared:
            frame = frame.parent
        target = around[shared] if len(around) > shared else item.path
        return frame.path + (target[len(around[shared - 1]) :] if shared else target)

    def value(self, reference: Reference) -> Value:
        env = self.state.env
        env.frame = self.frame
        return self.bindings.reference(reference)(env)

    def answer(self, question: Question, name: str, value: Value) -> str:
        """“Question” dijawab “answer”."""
        several = [one for one in value if one != ""] if isinstance(value, list) else [value] if value != "" else []
        if not several:
            hidden = not isinstance(value, list) and self.is_hidden(question)
            return (gettext("{0} tidak ditanyakan") if hidden else gettext("{0} belum dijawab")).format(name)
        told = bahasa.daftar([self.shown(question, one) for one in several[:_MOST]], gettext("dan"))
        verb = gettext("{0} bernilai {1}") if question.is_computed else gettext("{0} dijawab {1}")
        return verb.format(name, told)

    def shown(self, question: Question, value: Value) -> str:
        if isinstance(value, float):
            return bahasa_number(value)
        stored = to_text(value)
        if question.choices is None:
            return written(stored)
        names = stored.split() if question.kind in SEVERAL else [stored]
        labels = [quoted(shown(question, name, words.language(), self.plan.default_language)) for name in names]
        return bahasa.daftar(labels, gettext("dan"))

    def is_hidden(self, question: Question) -> bool:
        frame: Frame | None = self.frame
        while frame is not None:
            if question.path in frame.hidden:
                return True
            frame = frame.parent
        return False
