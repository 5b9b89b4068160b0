"""Text → nodes: a Pratt parser with exact places, which says what is wrong and where, once."""

from __future__ import annotations

from functools import reduce
from typing import NoReturn

from inovik_forms.expressions.faults import ExpressionError
from inovik_forms.expressions.functions import FUNCTIONS
from inovik_forms.expressions.nodes import (
    Binary,
    Call,
    Current,
    Expression,
    Literal,
    Lookup,
    Node,
    Parent,
    Reference,
    Span,
    Unary,
    children,
)
from inovik_forms.expressions.operators import FOREIGN_WORDS, OPERATORS, UNARY_MINUS
from inovik_forms.expressions.tokens import Token, tokens

MAX_LENGTH = 10_000
"""Characters of an expression."""
MAX_DEPTH = 120
"""Levels of nested brackets, calls and operators: everything that walks an expression recurses this deep."""
ASSOCIATIVE = frozenset({"or", "and", "+", "*", "|"})
LONG_CHAIN = 32
"""Operands. A longer chain of such an operator counts by its brackets, not by its length."""


def parse(text: str, *, bare_names: bool = False) -> Expression:
    """The parsed expression. With `bare_names` (templates, choice filters) a bare name is a `Reference(bare=True)`.

    Raises ExpressionError(code, span, detail) with the first thing that is wrong.
    """
    if len(text) > MAX_LENGTH:
        detail = {"length": len(text), "limit": MAX_LENGTH}
        raise ExpressionError("expressions.too_long", (0, len(text)), detail)
    root = _Parser(text, bare_names).whole()
    if _height(root) > MAX_DEPTH:
        raise ExpressionError("expressions.too_deep", (0, len(text)), {"limit": MAX_DEPTH})
    return Expression(text, root)


class _Parser:
    def __init__(self, text: str, bare_names: bool) -> None:
        self.text = text
        self.bare_names = bare_names
        self.tokens = list(tokens(text))
        self.place = 0
        self.depth = 0

    def whole(self) -> Node:
        if self.tokens[0].kind == "end":
            raise ExpressionError("expressions.empty", (0, len(self.text)))
        root = self.expression(0)
        if self.ahead.text == ")" and self.ahead.kind == "operator":
            raise ExpressionError("expressions.bracket_close", self.ahead.span)
        if self.ahead.kind != "end":
            self.unexpected()
        return root

    @property
    def ahead(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def sees(self, sign: str) -> bool:
        return self.ahead.kind == "operator" and self.ahead.text == sign

    def expression(self, power: int) -> Node:
        """Reads operands and operators that bind tighter than `power`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError("expressions.too_deep", self.ahead.span, {"limit": MAX_DEPTH})
        left = self.operand()
        while True:
            sign = self.operator_ahead()
            if sign is None or OPERATORS[sign].power <= power:
                break
            left = self.chain(sign, left)
        self.depth -= 1
        return left

    def chain(self, sign: str, left: Node) -> Node:
        """An operand with one operator and what follows it: the whole chain of that operator, however long."""
        operands = [left]
        while self.ahead.kind in ("operator", "name") and self.ahead.text == sign:
            self.take()
            operands.append(self.expression(OPERATORS[sign].power))
        return _joined(sign, operands)

    def operator_ahead(self) -> str | None:
        """The operator that follows an operand, if one does. Raises for two operands side by side."""
        token = self.ahead
        if token.kind in ("operator", "name") and token.text in OPERATORS:
            return token.text
        if token.kind in ("end", "close") or (token.kind == "operator" and token.text in "),"):
            return None
        meant = FOREIGN_WORDS.get(token.text.lower(), token.text.lower())
        if token.kind == "name" and meant in OPERATORS:
            raise ExpressionError("expressions.operator_unknown", token.span, {"found": token.text, "use": meant})
        raise ExpressionError("expressions.operator_missing", token.span, {"found": self.shown(token)})

    def operand(self) -> Node:
        token = self.take()
        match token.kind:
            case "number":
                return Literal(float(token.text), token.span)
            case "text":
                return Literal(token.text, token.span)
            case "reference":
                return _reference(token.text, token.span)
            case "name":
                return self.name(token)
            case "lookup":
                return self.lookup(token)
        if token.kind == "operator":
            match token.text:
                case ".":
                    return Current(token.span)
                case "-":
                    right = self.expression(UNARY_MINUS.power)
                    return Unary(right, (token.span[0], right.span[1]))
                case "(":
                    inside = self.expression(0)
                    self.close(token.span)
                    return inside
            if token.text.startswith(".."):
                return Parent(token.span, token.text.count(".."))
        self.place -= 1
        return self.unexpected()

    def name(self, token: Token) -> Node:
        """A function call, or a bare name where those are allowed."""
        if self.sees("("):
            return self.call(token)
        if self.bare_names:
            return Reference(token.text, token.span, bare=True)
        code = "expressions.brackets_missing" if token.text in FUNCTIONS else "expressions.bare_name"
        raise ExpressionError(code, token.span, {"name": token.text})

    def call(self, name: Token) -> Node:
        bracket = self.take()
        arguments: list[Node] = []
        if not self.sees(")"):
            arguments.append(self.expression(0))
            while self.sees(","):
                self.take()
                arguments.append(self.expression(0))
        end = self.close(bracket.span)
        if name.text == "jr:choice-name" and len(arguments) == 2:
            arguments[1] = _quoted_reference(arguments[1])
        return Call(name.text, tuple(arguments), (name.span[0], end))

    def lookup(self, opened: Token) -> Node:
        """A look-up in a table; within its condition bare names are columns."""
        if opened.column != "[":
            return Lookup(opened.text, None, opened.column, opened.span)
        outside, self.bare_names = self.bare_names, True
        condition = self.expression(0)
        self.bare_names = outside
        if self.ahead.kind != "close":
            raise ExpressionError("expressions.square_open", (opened.span[1] - 1, opened.span[1]))
        close = self.take()
        return Lookup(opened.text, condition, close.column, (opened.span[0], close.span[1]))

    def close(self, opened: Span) -> int:
        """Takes the closing bracket and gives its end."""
        if self.ahead.kind == "end":
            raise ExpressionError("expressions.bracket_open", opened)
        if not self.sees(")"):
            self.unexpected()
        return self.take().span[1]

    def unexpected(self) -> NoReturn:
        """Refuses the token ahead, which stands where an operand (or nothing) should."""
        token = self.ahead
        before = self.tokens[self.place - 1] if self.place else None
        self.refuse_decimal_comma()
        if before and before.text != ")" and (token.kind == "end" or token.text in "),"):
            raise ExpressionError("expressions.operand_missing", before.span, {"after": self.shown(before)})
        raise ExpressionError("expressions.unexpected", token.span, {"found": self.shown(token)})

    def refuse_decimal_comma(self) -> None:
        """`1,5` where no comma can stand: a number as Indonesians write it."""
        before, comma, after = (self.tokens[self.place + n : self.place + n + 1] for n in (-1, 0, 1))
        if not (self.place and after) or (before[0].kind, comma[0].text, after[0].kind) != ("number", ",", "number"):
            return
        span = (before[0].span[0], after[0].span[1])
        written = self.text[slice(*span)]
        raise ExpressionError("expressions.decimal_comma", span, {"found": written, "use": written.replace(",", ".")})

    def shown(self, token: Token) -> str:
        """The token as the author wrote it."""
        return self.text[slice(*token.span)]


def _joined(sign: str, operands: list[Node]) -> Node:
    """Operands under one operator: from left to right, and a long chain in halves, whose tree is not high. Their order
    stays, and so does what is looked at first."""
    if len(operands) > LONG_CHAIN and sign in ASSOCIATIVE:
        middle = len(operands) // 2
        operands = [_joined(sign, operands[:middle]), _joined(sign, operands[middle:])]
    return reduce(lambda left, right: Binary(sign, left, right, (left.span[0], right.span[1])), operands)


def _reference(name: str, span: Span, bare: bool = False) -> Reference:
    saved = name.startswith("last-saved#")
    return Reference(name.removeprefix("last-saved#"), span, bare, saved)


def _quoted_reference(node: Node) -> Node:
    """The second argument of jr:choice-name is a question, written as a reference in quotes."""
    if isinstance(node, Literal) and isinstance(node.value, str):
        inside = node.value.strip()
        if inside.startswith("${") and inside.endswith("}"):
            return _reference(inside[2:-1].strip(), node.span)
    return node


def _height(root: Node) -> int:
    """The number of levels; without recursion, since this is what guards all recursion."""
    highest, waiting = 0, [(root, 1)]
    while waiting:
        node, level = waiting.pop()
        highest = max(highest, level)
        waiting += [(child, level + 1) for child in children(node)]
    return highest
