"""The functions that are more than a calculation: they choose what to evaluate, look at names or prepare."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import cast

from inovik_forms import bahasa
from inovik_forms.expressions.document_functions import as_written
from inovik_forms.expressions.nodes import Call, Literal, Parent, Reference, Value
from inovik_forms.expressions.patterns import matcher
from inovik_forms.expressions.surroundings import Compile, Env, Run
from inovik_forms.expressions.text_functions import selected as is_selected
from inovik_forms.expressions.values import answered, first, to_list, to_text

_PAST_EVERY_END = 1e15


def choose(compiler: Compile, call: Call) -> Run:
    """if(condition, then, else): only the chosen branch is evaluated."""
    condition = compiler.truth(call.arguments[0])
    then, otherwise = compiler.value(call.arguments[1]), compiler.value(call.arguments[2])
    return lambda env: then(env) if condition(env) else otherwise(env)


def coalesce(compiler: Compile, call: Call) -> Run:
    """coalesce(a, b): the first that is not blank; NaN counts as blank."""
    one, other = compiler.value(call.arguments[0]), compiler.value(call.arguments[1])

    def run(env: Env) -> Value:
        value = first(one(env))
        return value if answered(value) else other(env)

    return run


def once(compiler: Compile, call: Call) -> Run:
    """once(e): e while this question is blank, then its own value."""
    fresh = compiler.value(call.arguments[0])

    def run(env: Env) -> Value:
        if answered(env.current):
            return env.current
        value = first(fresh(env))
        return value if answered(value) else ""

    return run


def selected(compiler: Compile, call: Call) -> Run:
    """selected(list, 'choice'): fast for a choice that is written out, which is nearly always."""
    answer, choice = compiler.text(call.arguments[0]), call.arguments[1]
    if isinstance(choice, Literal) and isinstance(choice.value, str) and len(choice.value.split()) == 1:
        word = choice.value.strip()

        def run(env: Env) -> bool:
            text = answer(env)
            return text == word or word in text.split()

        return run
    wanted = compiler.text(choice)
    return lambda env: is_selected(answer(env), wanted(env))


def regex(compiler: Compile, call: Call) -> Run:
    """regex(text, 'pattern'): the pattern is compiled once."""
    text, matches = compiler.text(call.arguments[0]), matcher(_literal(call, 1))
    return lambda env: matches(text(env))


def position(compiler: Compile, call: Call) -> Run:
    """position(..), position(${repeat})"""
    return compiler.bindings.position(cast(Parent | Reference, call.arguments[0]))


def indexed_repeat(compiler: Compile, call: Call) -> Run:
    """indexed-repeat(${field}, ${repeat}, index, …): an index below 1 reads as 1, none as past the end."""
    field, *rest = call.arguments
    pairs = tuple(
        (cast(Reference, repeat), _index(compiler.number(index)))
        for repeat, index in zip(rest[::2], rest[1::2], strict=True)
    )
    return compiler.bindings.indexed(cast(Reference, field), pairs)


def _index(number: Callable[[Env], float]) -> Callable[[Env], float]:
    def index(env: Env) -> float:
        place = number(env)
        if not place < _PAST_EVERY_END:
            return _PAST_EVERY_END
        return float(math.trunc(place)) if place >= 1 else 1.0

    return index


def choice_name(compiler: Compile, call: Call) -> Run:
    """jr:choice-name(value, '${question}'): the label of the choice; '' when there is none."""
    value = compiler.text(call.arguments[0])
    label_of = compiler.bindings.choice_label(cast(Reference, call.arguments[1]))
    return lambda env: label_of(env, value(env))


def label(compiler: Compile, call: Call) -> Run:
    """label(${question}): the label of the answer, several as "a, b, dan c"; the answer itself when it has none."""
    reference = cast(Reference, call.arguments[0])
    value, label_of = compiler.value(reference), compiler.bindings.choice_label(reference)

    def words(env: Env, answer: Value) -> list[str]:
        text = to_text(answer)
        whole = label_of(env, text)
        if whole or not text:
            return [whole] if whole else []
        parts = text.split()
        labels = [label_of(env, part) for part in parts]
        return [one or part for one, part in zip(labels, parts, strict=True)] if any(labels) else [as_written(answer)]

    return lambda env: bahasa.daftar([word for one in to_list(value(env)) for word in words(env, one)])


def random(compiler: Compile, call: Call) -> Run:
    """random(): from 0 to below 1."""
    return lambda env: env.random()


def uuid(compiler: Compile, call: Call) -> Run:
    """uuid(): a random identifier; uuid(n): n random letters and digits."""
    length = compiler.number(call.arguments[0]) if call.arguments else None

    def run(env: Env) -> Value:
        if length is not None:
            return "".join(_LETTERS[int(env.random() * 62)] for _ in range(_size(length(env))))
        digits = "".join("0123456789abcdef"[int(env.random() * 16)] for _ in range(32))
        variant = "89ab"[int(digits[16], 16) % 4]
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"

    return run


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_LONGEST = 1000


def _size(number: float) -> int:
    return int(min(_LONGEST, number)) if number > 0 else 0


def _literal(call: Call, place: int) -> str:
    """The text written as an argument; `shapes` has made sure that it is one."""
    return cast(str, cast(Literal, call.arguments[place]).value)
