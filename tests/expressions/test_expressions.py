"""What the case files cannot say: any text at all, limits, cycles, laziness, what the table promises."""

import json
from datetime import date

import pytest
from expression_cases import NOW, CaseBindings, CaseNames, env_of, run
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inovik_forms.expressions.check import check, find_cycles, references
from inovik_forms.expressions.evaluate import Env, compile_expression, to_number, to_text
from inovik_forms.expressions.faults import ExpressionError, underline
from inovik_forms.expressions.functions import FUNCTIONS, Function
from inovik_forms.expressions.nodes import Expression
from inovik_forms.expressions.operators import OPERATORS
from inovik_forms.expressions.parse import MAX_DEPTH, parse
from inovik_forms.expressions.pattern_program import program
from inovik_forms.expressions.patterns import anchored, matcher
from inovik_forms.expressions.suggest import nearest
from inovik_forms.expressions.text_functions import MAX_TEXT
from inovik_forms.expressions.to_json import to_json
from inovik_forms.expressions.values import number_text, text_number
from inovik_forms.problems import MESSAGES
from inovik_forms.words import use_language

PIECES = st.lists(
    st.sampled_from(["(", ")", ",", "'", '"', "“", "${", "}", "${a}", ".", "..", "1", ".5", "-", "and", "or", "div",
                     "=", "<", ">=", "!", "if(", "round(", "concat(", "a", "\u00a0", "|", "*", "/", "regex('', '"])
    | st.text(max_size=3),
    max_size=20,
).map(" ".join)  # fmt: skip


@settings(max_examples=600)
@given(st.text() | PIECES, st.booleans())
@example("1 =! 2", False)
@example("\ud800", False)
def test_any_text_is_read_or_refused_with_a_place(text, bare_names):
    try:
        expression = parse(text, bare_names=bare_names)
    except ExpressionError as refused:
        start, end = refused.span
        assert 0 <= start <= end <= len(text)
        assert MESSAGES[refused.code][0].format(**refused.detail)
        assert MESSAGES[refused.code][1].format(**refused.detail)
        return
    assert expression.text == text
    problems = check(expression, CaseNames({}), allow_current=True)
    assert all(MESSAGES[problem.code][0].format(**problem.detail) for problem in problems)
    assert json.dumps(to_json(expression.root), allow_nan=False)
    evaluate_or_refuse(expression)


def evaluate_or_refuse(expression: Expression) -> None:
    """Nothing but ExpressionError may come out of a text that was read."""
    try:
        compile_expression(expression, CaseBindings({"answers": {"x": [{}]}, "at": [["x", 1]]}))(env_of({}))
    except ExpressionError as refused:
        assert MESSAGES[refused.code][0].format(**refused.detail)
    except KeyError:
        assert "indexed-repeat" in expression.text  # the plain bindings of the cases do not check names


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_from_its_text(number):
    assert text_number(number_text(number)) == number


@given(st.dates())
def test_a_date_is_days_since_1970(day):
    assert to_number(day.isoformat()) == float(day.toordinal() - date(1970, 1, 1).toordinal())


@given(st.text(max_size=30))
def test_text_that_is_no_number_stays_text(text):
    assert to_text(text) == text
    assert isinstance(to_number(text), float)


@given(st.text(alphabet="ab(|)*+?[]^$.\\d{1,2}-", max_size=12), st.text(alphabet="ab1-.", max_size=5))
def test_any_pattern_is_refused_or_runs_in_the_browser(pattern, text):
    try:
        matches = matcher(pattern)
    except ValueError as refused:
        assert refused.args[0] in MESSAGES
        return
    assert matches(text) in (True, False)
    steps = program(pattern)
    assert steps is None or steps[-1] == ["match"]


@pytest.mark.parametrize("pattern", [r"\pL+", "(?i)a", "[[:alpha:]]", "^(a{500}){2}{3}$", "(?s).", r"\Qa\E", "a{,3}"])
def test_an_unusual_pattern_is_left_to_the_server(pattern):
    assert program(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "whole"),
    [("a", "^a$"), ("^a", "^a$"), ("a$", "^a$"), ("^a$", "^a$"), ("a|b", "^(a|b)$"), ("^a|b$", "^(a|b)$"),
     ("(a|b)", "^(a|b)$"), ("^a\\$", "^a\\$$"), ("[|", "^[|$"), ("[^]|]", "^[^]|]$")],
)  # fmt: skip
def test_a_pattern_for_the_whole_text_is_offered(pattern, whole):
    assert anchored(pattern) == whole


def test_half_a_character_matches_no_pattern():
    assert matcher("^.*$")("a") is True
    assert matcher("^.*$")("\ud800") is False
    with pytest.raises(ValueError, match="regex_bad"):
        matcher("\ud800")


def test_places_are_underlined():
    text = "1 +\t${jumlah_penguna} > 2"
    found = check(parse(text), CaseNames({"answers": {"jumlah_pengguna": 1}}), allow_current=False)
    assert underline(text, found[0].span) == "1 + ${jumlah_penguna} > 2\n    ^^^^^^^^^^^^^^^^^"
    message, fix = MESSAGES[found[0].code]
    assert message.format(**found[0].detail) == "Tidak ada pertanyaan bernama “jumlah_penguna”."
    assert fix.format(**found[0].detail) == "Mungkin maksud Anda ${jumlah_pengguna}?"


def test_the_underline_stays_in_its_line():
    assert underline("a\nbb cc\nd", (5, 9)) == "bb cc\n   ^^"
    assert underline("", (0, 0)) == "\n^"
    assert underline("ab", (2, 2)) == "ab\n  ^"


def test_cycles_are_named():
    assert find_cycles({"a": ["b"], "b": ["a"]}) == [("a", "b", "a")]
    assert find_cycles({"a": ["a"]}) == [("a", "a")]
    assert find_cycles({"a": ["b"], "b": ["c"], "c": []}) == []
    assert find_cycles({"x": ["a"], "a": ["b", "c"], "b": ["c"], "c": ["a"]}) == [("a", "c", "a")]
    assert find_cycles({"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c", "unknown"]}) == [
        ("a", "b", "a"),
        ("c", "d", "c"),
    ]


def test_a_long_chain_is_no_cycle_and_no_recursion():
    chain = {str(n): [str(n + 1)] for n in range(20_000)}
    assert find_cycles(chain) == []
    assert len(find_cycles(chain | {"19999": ["0"]})[0]) == 20_001


def test_the_deepest_expression_that_is_read_can_be_evaluated():
    text = " - ".join(["1"] * MAX_DEPTH)
    assert run({"text": text}) == 2.0 - MAX_DEPTH
    brackets = "(" * (MAX_DEPTH - 1) + "1" + ")" * (MAX_DEPTH - 1)
    assert run({"text": brackets}) == 1.0
    assert to_json(parse(text).root)
    with pytest.raises(ExpressionError, match="too_deep"):
        parse(text + " - 1")


def test_a_long_chain_of_alternatives_is_not_deep():
    """A hundred communes are named one after another; the depth is that of brackets."""
    for sign, result in (("or", "true"), ("and", "false")):
        text = f" {sign} ".join([f"${{kode}} = 'k{n}'" for n in range(400)])
        assert to_text(run({"text": text, "answers": {"kode": "k399"}})) == result
    assert to_text(run({"text": "1 = 2 or 1 = 1 and 1 = 2 or 1 = 1"})) == "true", "and still binds tighter"
    looked_at = " or ".join(["1 = 1"] + ["round('x', 1 div 0) = 1"] * 3)
    assert to_text(run({"text": looked_at})) == "true", "what follows a true alternative is not asked for"


def test_a_long_chain_of_one_sign_is_not_deep():
    assert run({"text": " + ".join(["1"] * 2_000)}) == 2_000.0
    assert run({"text": " * ".join(["1"] * 400 + ["7"])}) == 7.0
    with pytest.raises(ExpressionError, match="too_deep"):
        parse("(1 + " * MAX_DEPTH + "1" + ")" * MAX_DEPTH)


def test_a_short_chain_is_worked_out_from_left_to_right():
    """As every other program does: the last digits of a sum of fractions are the same."""
    one, two, three, four = [0.2, 0.5, 0.4, 0.6]
    in_order = ((one + two) + three) + four
    assert run({"text": "0.2 + 0.5 + 0.4 + 0.6"}) == in_order != (one + two) + (three + four)


@pytest.mark.parametrize("text", ["${a} > 1,5", "(1,5 + 2)", "1,5"])
def test_a_decimal_comma_is_named(text):
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    assert (refused.value.code, refused.value.detail["use"]) == ("expressions.decimal_comma", "1.5")
    assert text[slice(*refused.value.span)] == "1,5"


@pytest.mark.parametrize(
    "part", ["1 + (", "1 = (", "1 < (", "- (", "1 div (", "if(1 = 1, 1, 0) + (", "true() and (", "not(", "round("]
)
def test_a_deep_expression_costs_no_more_than_its_length(part):
    deep = part * 50 + "1" + ")" * 50
    expression = parse(deep)
    assert check(expression, CaseNames({}), allow_current=False) == []
    assert to_text(run({"text": deep})) in ("51", "1", "true", "false")


def test_a_bomb_of_joins_ends_at_the_limit():
    value = "x"
    with pytest.raises(ExpressionError, match="result_too_long"):
        for _ in range(40):
            value = run({"text": "concat(${c}, ${c})", "answers": {"c": value}})
    assert MAX_TEXT / 2 < len(value) <= MAX_TEXT


def test_only_the_chosen_branch_asks_for_its_names():
    class Counting(CaseBindings):
        def reference(self, ref):
            return lambda env: asked.append(ref.name) or "1"

    asked: list[str] = []
    for text in ("if(${a} = '1', ${b}, ${c})", "${a} = '1' or ${c}", "coalesce(${b}, ${c})", "${a} = '2' and ${c}"):
        compile_expression(parse(text), Counting({}))(env_of({}))
    assert asked == ["a", "b", "a", "b", "a"]


def test_references_are_found_everywhere():
    root = parse("if(${a} > 1, jr:choice-name(${b}, '${c}'), -${last-saved#d}) | e", bare_names=True).root
    assert [(ref.name, ref.bare, ref.last_saved) for ref in references(root)] == [
        ("a", False, False), ("b", False, False), ("c", False, False), ("d", False, True), ("e", True, False),
    ]  # fmt: skip


def test_a_table_that_is_missing_is_refused_when_compiled():
    with pytest.raises(ExpressionError, match="no_table"):
        run({"text": "pulldata('x', 'a', 'b', 'c')"})


@pytest.mark.parametrize("text", ["frobnicate(1)", "round()", "regex('a', '(?=a)')", "position(.)", ".. = 1"])
def test_what_the_check_refuses_is_not_compiled(text):
    with pytest.raises(ExpressionError):
        run({"text": text})


def test_volatile_functions_are_marked_and_never_folded():
    assert {name for name, function in FUNCTIONS.items() if function.volatile} == {"today", "now", "random", "uuid"}
    compiled = compile_expression(parse("concat(today(), random())"), CaseBindings({}))
    first = compiled(Env(frame=None, today=date(2026, 1, 1), now=NOW, random=lambda: 0.1))
    second = compiled(Env(frame=None, today=date(2026, 1, 2), now=NOW, random=lambda: 0.2))
    assert (first, second) == ("2026-01-010.1", "2026-01-020.2")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_table_is_sound(name):
    function: Function = FUNCTIONS[name]
    assert (function.run is None) != (function.build is None)
    assert function.usage.startswith(name + "(")
    assert function.repeat <= len(function.parameters)
    assert parse(function.usage.replace(", …", ""), bare_names=True).root.name == name


def test_every_operator_is_read():
    for sign in OPERATORS:
        assert parse(f"1 {sign} 2").root.operator == sign


def test_suggestions_are_near_and_stable():
    names = ["jumlah_pengguna", "nama", "nama_pihak", "umur"]
    assert nearest("jumlah_penguna", names) == "jumlah_pengguna"
    assert nearest("NAMA", names) == "nama"
    assert nearest("unur", names) == "umur"
    assert nearest("umru", names) == "umur"
    assert nearest("pihak_nama", names) == "nama_pihak"
    assert nearest("alamat", names) is None


def test_kinds_are_named_in_the_language_of_the_reader():
    use_language("id")
    case = {"answers": {"g": ""}, "kinds": {"g": "note"}}
    problem = check(parse("${g} = 1"), CaseNames(case), allow_current=False)[0]
    assert problem.detail["kind"] == "catatan"
