"""Conditions as sentences: `${anggaran} = 'ya'` is “Apakah ada anggaran?” dijawab “Ya”.

For administrators who do not read expressions, and for `why`. What cannot be said is quoted as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from inovik_forms import bahasa, words
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.terms import Form, Terms, bahasa_number, quoted, written
from inovik_forms.expressions.comparisons import MIRRORED
from inovik_forms.expressions.evaluate import type_of
from inovik_forms.expressions.nodes import Binary, Call, Current, Expression, Literal, Node, Reference, children
from inovik_forms.questionnaires.model import Item, Question, Questionnaire
from inovik_forms.words import gettext, mark

_INVERSE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_ANSWERED, _NOT_ANSWERED = mark("dijawab"), mark("tidak dijawab")
_IS, _IS_NOT = mark("adalah"), mark("bukan")
_ORDERED = {
    "<": mark("kurang dari"), "<=": mark("paling banyak"), ">": mark("lebih dari"), ">=": mark("paling sedikit"),
    "=": mark("sama dengan"), "!=": mark("tidak sama dengan"),
}  # fmt: skip
_DATED = {
    "<": mark("sebelum"), "<=": mark("paling lambat"), ">": mark("setelah"), ">=": mark("paling awal"),
    "=": mark("tepat pada"), "!=": mark("bukan pada"),
}  # fmt: skip
_TEXTS = {
    "contains": (mark("memuat"), mark("tidak memuat")),
    "starts-with": (mark("diawali"), mark("tidak diawali")),
    "ends-with": (mark("diakhiri"), mark("tidak diakhiri")),
}
_PATTERNS = {
    "^[0-9]{n}$": mark("terdiri atas {n} angka"),
    "^[0-9]+$": mark("hanya berisi angka"),
    "^[^@ ]+@[^@ ]+[.][A-Za-z]{2,}$": mark("berbentuk alamat surel"),
    "^[^@ ]+@[^@ ]+[.][^@ ]+$": mark("berbentuk alamat surel"),
    "^.*[0-9].*$": mark("memuat angka"),
}
_COUNT = re.compile(r"\{(\d+)\}")
_DATE_KINDS = frozenset({"date", "datetime", "today", "start", "end"})
_DATE_CALLS = frozenset({"today", "now", "date", "tambah_bulan", "tambah_tahun", "akhir_masa"})


@dataclass(frozen=True, slots=True)
class Clause:
    """“subject” verb object; neighbours of one subject, or of one subject and verb, are drawn together. `is_whole`: a
    sentence of its own, which stands in brackets beside others."""

    subject: str
    verb: str
    object: str = ""
    denies: bool = False
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """Parts of which all (`and`) or one (`or`) must hold."""

    sign: str
    parts: tuple[Clause | Joined, ...]


def sentence(
    expression: Expression, questionnaire: Questionnaire, language: str = "id", item: Item | None = None
) -> str:
    """The condition as a sentence without capital and full stop, to stand behind "Ditanyakan bila". `item`: whose
    condition it is, for `.` and for names that stand more than once in the form."""
    with words.speaking(language):
        return Speaker(plan_of(questionnaire), expression, item).condition(expression.root)


class Speaker:
    """Says the conditions of one expression."""

    def __init__(self, form: Form, expression: Expression, item: Item | None) -> None:
        self.terms = Terms(form, expression, item, self.condition)

    def condition(self, node: Node, holds: bool = True) -> str:
        """That a node holds, or that it does not."""
        return _told(self.clause(node, holds))

    def clause(self, node: Node, holds: bool = True) -> Clause | Joined:
        match node:
            case Binary("and" | "or" as sign):
                if holds and sign == "or" and (implied := self.implication(node)):
                    return implied
                joint = sign if holds else {"and": "or", "or": "and"}[sign]
                parts = [self.clause(part, holds) for part in flat(node)]
                inner = [
                    p
                    for part in parts
                    for p in (part.parts if isinstance(part, Joined) and part.sign == joint else (part,))
                ]
                return Joined(joint, tuple(inner))
            case Call("not", (inner_,)):
                return self.clause(inner_, not holds)
            case Call("boolean" | "boolean-from-string", (inner_,)):
                return self.clause(inner_, holds)
            case Binary("=" | "!=" | "<" | "<=" | ">" | ">=" as sign, left, right):
                return self.comparison(sign if holds else _INVERSE[sign], left, right)
            case Reference() | Current():
                return Clause(self.terms.term(node), gettext("sudah dijawab") if holds else gettext("belum dijawab"))
            case Call("true" | "false"):
                always = (node.name == "true") is holds
                return Clause("", gettext("selalu") if always else gettext("tidak pernah"))
            case Call():
                return self.call(node, holds)
            case _:
                return self.quote(node, holds)

    def implication(self, node: Node) -> Clause | None:
        """`${a} != 'ya' or . > 0`: this answer is bound only where the other one is so."""
        parts = list(flat(node))
        own = [part for part in parts if _is_own(part)]
        others = [self.clause(part, False) for part in parts if not _is_own(part)]
        if len(own) != 1 or not others:
            return None
        told = gettext("bila {0}, {1}").format(_told(Joined("and", tuple(others))), self.condition(own[0]))
        return Clause("", told, is_whole=True)

    def comparison(self, sign: str, left: Node, right: Node) -> Clause | Joined:
        """Two values side by side; what is written out stands second."""
        if isinstance(left, Literal) and not isinstance(right, Literal):
            left, right, sign = right, left, MIRRORED[sign]
        if truth := self.truth(sign, left, right):
            return truth
        subject, is_text = self.terms.term(left), isinstance(right, Literal) and isinstance(right.value, str)
        wanted = str(right.value) if is_text and isinstance(right, Literal) else ""
        is_answer = self.terms.meant(left) is not None
        if sign in ("=", "!="):
            if is_text and not wanted.strip():
                return Clause(subject, _blankness(sign == "=", is_answer))
            if special := self.special(sign, left, right, subject):
                return special
            if is_answer and isinstance(right, Literal) and not self.is_date(left, right):
                label = self.terms.choice(left, wanted) if is_text else None
                yes, no = (_IS, _IS_NOT) if isinstance(left, Current) else (_ANSWERED, _NOT_ANSWERED)
                verb = gettext(yes if sign == "=" else no)
                return Clause(
                    subject, verb, label or (written(wanted) if is_text else self.terms.term(right)), sign == "!="
                )
        verbs = _DATED if self.is_date(left, right) else _ORDERED
        return Clause(subject, gettext(verbs[sign]), self.terms.term(right))

    def truth(self, sign: str, left: Node, right: Node) -> Clause | Joined | None:
        """A condition that is compared with true() or false()."""
        for one, other in ((left, right), (right, left)):
            if (
                sign in ("=", "!=")
                and isinstance(other, Call)
                and other.name in ("true", "false")
                and type_of(one) == "boolean"
            ):
                return self.clause(one, (other.name == "true") is (sign == "="))
        return None

    def special(self, sign: str, left: Node, right: Node, subject: str) -> Clause | None:
        """`x mod 5 = 0` and `round(x, 2) = x`: said as people would."""
        is_equal = sign == "="
        match left, right:
            case Binary("mod", number, step), Literal(0.0):
                verb = gettext("kelipatan") if is_equal else gettext("bukan kelipatan")
                return Clause(self.terms.term(number), verb, self.terms.term(step))
            case Call("round", (number, Literal(float(places)))), other if _same(number, other):
                verb = gettext("paling banyak memuat {n} angka di belakang koma")
                denied = gettext("memuat lebih dari {n} angka di belakang koma")
                return Clause(self.terms.term(number), (verb if is_equal else denied).format(n=bahasa_number(places)))
        return None

    def call(self, node: Call, holds: bool) -> Clause | Joined:
        """A function that says yes or no."""
        name, arguments = node.name, node.arguments
        if name == "selected" and isinstance(arguments[1], Literal):
            value = str(arguments[1].value)
            label = self.terms.choice(arguments[0], value) or quoted(value)
            verb = gettext("memuat pilihan") if holds else gettext("tidak memuat pilihan")
            return Clause(self.terms.term(arguments[0]), verb, label, not holds)
        if name in _TEXTS:
            verb = gettext(_TEXTS[name][0 if holds else 1])
            return Clause(self.terms.term(arguments[0]), verb, self.terms.term(arguments[1]), not holds)
        if name == "selected":
            verb = gettext("memuat pilihan") if holds else gettext("tidak memuat pilihan")
            return Clause(self.terms.term(arguments[0]), verb, self.terms.term(arguments[1]), not holds)
        if name == "regex" and isinstance(arguments[1], Literal):
            return self.pattern(self.terms.term(arguments[0]), str(arguments[1].value), holds)
        if name == "if":
            condition, then, otherwise = arguments
            both = Binary("and", condition, then, node.span)
            neither = Binary("and", Call("not", (condition,), condition.span), otherwise, node.span)
            return self.clause(Binary("or", both, neither, node.span), holds)
        if type_of(node) == "boolean":
            return self.quote(node, holds)
        blank = gettext("tidak kosong") if holds else gettext("kosong")
        return Clause(self.terms.term(node), blank)

    def pattern(self, subject: str, pattern: str, holds: bool) -> Clause:
        count = _COUNT.search(pattern)
        known = _PATTERNS.get(_COUNT.sub("{n}", pattern, count=1), _PATTERNS.get(pattern, ""))
        verb = (
            gettext(known).format(n=count[1] if count else "")
            if known
            else gettext("sesuai pola {0}").format(quoted(pattern))
        )
        return Clause(subject, verb if holds else gettext("tidak {0}").format(verb))

    def quote(self, node: Node, holds: bool) -> Clause:
        return Clause(self.terms.quote(node), gettext("terpenuhi") if holds else gettext("tidak terpenuhi"))

    def is_date(self, *nodes: Node) -> bool:
        """Are days compared."""
        for node in nodes:
            item = self.terms.meant(node)
            if isinstance(item, Question) and item.kind in _DATE_KINDS:
                return True
            if isinstance(node, Call) and node.name in _DATE_CALLS:
                return True
        return False


def flat(node: Node) -> Iterator[Node]:
    """The parts of a chain of `and` or of `or`, left to right."""
    assert isinstance(node, Binary)
    for side in (node.left, node.right):
        if isinstance(side, Binary) and side.operator == node.operator:
            yield from flat(side)
        else:
            yield side


def _blankness(is_blank: bool, is_answer: bool) -> str:
    if is_answer:
        return gettext("belum dijawab") if is_blank else gettext("sudah dijawab")
    return gettext("kosong") if is_blank else gettext("tidak kosong")


def _heading(part: Clause | Joined) -> str | int:
    """What neighbours must share to be drawn together."""
    return id(part) if isinstance(part, Joined) or part.is_whole else part.subject


def _is_own(node: Node) -> bool:
    """Does it say something about this answer."""
    return isinstance(node, Current) or any(map(_is_own, children(node)))


def _same(one: Node, other: Node) -> bool:
    match one, other:
        case Current(), Current():
            return True
        case Reference(name), Reference(same):
            return name == same
    return False


def _told(part: Clause | Joined) -> str:
    if isinstance(part, Clause):
        return " ".join(filter(None, (part.subject, part.verb, part.object)))
    told = []
    for subject, same in groupby(part.parts, key=_heading):
        group = list(same)
        clauses = [one for one in group if isinstance(one, Clause) and not one.is_whole]
        told.append(_of_one(str(subject), clauses, part.sign) if clauses else f"({_told(group[0])})")
    return bahasa.daftar(told, _conjunction(part.sign))


def _of_one(subject: str, clauses: list[Clause], sign: str) -> str:
    """Several things about one subject: it is named once, and so is a verb that comes again."""
    predicates = []
    for (verb, denies), same in groupby(clauses, key=lambda one: (one.verb, one.denies)):
        objects = list(dict.fromkeys(one.object for one in same))
        nor = denies and sign == "and"
        predicates.append(
            " ".join(filter(None, (verb, bahasa.daftar(objects, gettext("maupun") if nor else _conjunction(sign)))))
        )
    return " ".join(filter(None, (subject, bahasa.daftar(predicates, _conjunction(sign)))))


def _conjunction(sign: str) -> str:
    return gettext("dan") if sign == "and" else gettext("atau")
