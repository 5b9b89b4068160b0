"""The very same case files, by the browser's evaluator in headless Chromium: the two may never differ."""

import json
import random
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from expression_cases import CaseBindings, load, position_of, run, value_of

from inovik_forms.expressions.check import references
from inovik_forms.expressions.evaluate import compile_expression, to_text
from inovik_forms.expressions.faults import ExpressionError
from inovik_forms.expressions.functions import FUNCTIONS
from inovik_forms.expressions.nodes import Call, children
from inovik_forms.expressions.parse import parse
from inovik_forms.expressions.pattern_program import program
from inovik_forms.expressions.patterns import matcher
from inovik_forms.expressions.to_json import to_json
from inovik_forms.expressions.values import number_text

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("expressions-browser")]

STATIC = Path(__file__).parents[2] / "inovik_forms" / "web" / "static"
CASES = load("value") + load("raises")

RUN_ALL = """async (cases) => {
  const { compile, toText } = await import("/expressions/compile.js");
  const indexed = (answers, field, pairs) => (env) => {
    let here = answers;
    for (const [repeat, place] of pairs) {
      if (place(env) > here[repeat].length) return "";
      here = here[repeat][place(env) - 1];
    }
    return here[field];
  };
  return cases.map((one) => {
    const references = new Map(one.references);
    const labels = new Map(Object.entries(one.labels));
    const bindings = {
      reference: (name, how) => () => (how.lastSaved ? one.lastSaved[name] ?? "" : references.get(name)),
      choiceLabel: (name) => (env, choice) => (labels.get(name) || {})[choice] || "",
      position: (where) => () => one.positions[JSON.stringify(where.slice(0, 2))],
      indexed: (field, pairs) => indexed(one.answers, field, pairs),
      table: (name) => one.tables[name],
    };
    const env = {
      current: one.current, choice: one.choice, today: "2026-11-24", now: "2026-11-24T09:30:05.250+09:00",
      language: one.language, random: () => 0.5,
    };
    try {
      return toText(compile(one.node, bindings, Object.keys(one.choice || {}))(env));
    } catch (problem) {
      return problem.code ? `raises ${problem.code} ${Object.keys(problem.detail).sort()}` : String(problem.stack);
    }
  });
}"""


@pytest.fixture(scope="module")
def scripts(chromium):
    """A page of a tiny server that serves our scripts under a strict content policy."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

        def end_headers(self):
            self.send_header("Content-Security-Policy", "default-src 'none'; script-src 'self'")
            super().end_headers()

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=STATIC)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = chromium.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/expressions/compile.js")
        yield page
        page.close()
        server.shutdown()


@pytest.fixture(scope="module")
def answers_of_the_browser(scripts):
    return dict(
        zip((case["id"] for case in CASES), scripts.evaluate(RUN_ALL, list(map(for_browser, CASES))), strict=True)
    )


def for_browser(case):
    """A case as the page needs it: names already resolved, the expression as JSON."""
    root = parse(case["text"], bare_names=case.get("bare", False)).root
    return {
        "node": json.loads(json.dumps(to_json(root), allow_nan=False)),
        "references": [[ref.name, value_of(ref.name, case)] for ref in references(root)],
        "lastSaved": case.get("last_saved", {}), "positions": dict(positions(root, case)),
        "current": case.get("current", ""), "choice": case.get("choice"), "language": case.get("language", "id"),
        "labels": case.get("labels", {}), "tables": case.get("tables", {}), "answers": case.get("answers", {}),
    }  # fmt: skip


def positions(node, case):
    """What each position(…) in the expression gives, by its argument."""
    if isinstance(node, Call) and node.name == "position":
        (where,) = node.arguments
        yield json.dumps(to_json(where)[:2], separators=(",", ":")), position_of(where, case)
    for child in children(node):
        yield from positions(child, case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_browser_gives_the_same(case, answers_of_the_browser):
    found = answers_of_the_browser[case["id"]]
    if "raises" in case:
        assert found.startswith(f"raises {case['raises']}")
    else:
        assert found == case["value"]


def test_every_function_is_tried_in_both():
    used = {name for case in CASES for name in FUNCTIONS if f"{name}(" in case["text"]}
    assert used == set(FUNCTIONS)


NUMBERS = [0.1, 1 / 3, 1e21, 1e22, 1.5e300, 5e-324, 1e-7, 123456.789, 2.0**53, 2.0**63, 1e15, 1e16, 999999999999999.9,
           0.000001, 1.7976931348623157e308, 12345678901234567890.0, 4.35, 1e-5, 3e-10, 100.0]  # fmt: skip


def test_numbers_are_written_the_same(scripts):
    numbers = [sign * number for number in NUMBERS for sign in (1, -1)]
    numbers += [float(f"{digit}.{digit}{fraction}e{power}") for digit in (1, 4, 9) for fraction in (5, 37, 999)
                for power in range(-30, 40)]  # fmt: skip
    script = 'async (all) => { const m = await import("/expressions/values.js"); return all.map(m.toText); }'
    assert scripts.evaluate(script, numbers) == [number_text(number) for number in numbers]


def test_rounding_is_the_same(scripts):
    texts = [f"round({number_text(sign * number)}, {places})" for number in NUMBERS for sign in (1, -1)
             for places in (-3, 0, 1, 2, 5, 15)]  # fmt: skip
    script = """async (all) => {
      const m = await import("/expressions/compile.js");
      return all.map((node) => m.toText(m.compile(node, {})({})));
    }"""
    here = [to_text(compile_expression(parse(text), CaseBindings({}))(None)) for text in texts]
    assert scripts.evaluate(script, [to_json(parse(text).root) for text in texts]) == here


def random_expression(source, depth=0):
    """A random expression of known functions, deep enough to mix the types."""
    if depth > 3 or source.random() < 0.25:
        return source.choice(
            ["1", "0", "2.5", "-7", "'a'", "'a b'", "''", "'12'", "'2024-02-29'", "true()", "false()", "${n}", "${t}",
             "${set}", "${none}", ".", "today()", "'08:15'", "1 div 0", "'Undang-undang dan lain'"]
        )  # fmt: skip
    if source.random() < 0.4:
        sign = source.choice(["or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod", "|"])
        return f"({random_expression(source, depth + 1)} {sign} {random_expression(source, depth + 1)})"
    name = source.choice(sorted(set(FUNCTIONS) - NOT_RANDOM))
    function = FUNCTIONS[name]
    count = source.randint(function.least, function.least + 2 if function.most is None else function.most)
    if name == "weighted-checklist":
        count = 4
    return f"{name}({', '.join(random_expression(source, depth + 1) for _ in range(count))})"


NOT_RANDOM = {
    "regex", "label", "jr:choice-name", "position", "indexed-repeat", "pulldata", "akhir_masa", "random",
    "uuid", "format-date", "format-date-time", "exp", "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "log",
    "log10", "exp10", "pow",
}  # fmt: skip
"""Functions that ask for more than values, and those whose last digit depends on the processor's library."""


def test_random_expressions_give_the_same(scripts):
    source = random.Random(20261124)
    answers = {"n": 3, "t": "x y", "many": [{"set": 5}, {"set": ""}, {"set": "a"}], "none": ""}
    cases = [
        {"text": random_expression(source), "answers": answers, "current": source.choice(["", "q", 4]), "id": str(n)}
        for n in range(1500)
    ]
    found = scripts.evaluate(RUN_ALL, list(map(for_browser, cases)))
    here = map(outcome, cases)
    differ = [one for one in zip((case["text"] for case in cases), here, found, strict=True) if one[1] != one[2]]
    assert differ == []


def outcome(case):
    """What the server's evaluator says, in the words of RUN_ALL."""
    try:
        return to_text(run(case))
    except ExpressionError as problem:
        return f"raises {problem.code} {','.join(sorted(problem.detail))}"


def random_pattern(source, depth=0):
    """A random pattern of the usual signs."""
    if depth > 3 or source.random() < 0.3:
        return source.choice(["a", "b", ".", r"\d", r"\w", r"\s", r"\D", r"\W", r"\S", r"\b", r"\B", "^", "$", "[ab]",
                              "[^a]", r"[\d-]", "[a-c1-3]", r"\.", "-", " ", "[]]", "é"])  # fmt: skip
    shape = source.random()
    if shape < 0.35:
        return random_pattern(source, depth + 1) + random_pattern(source, depth + 1)
    if shape < 0.55:
        return f"({source.choice(['', '?:'])}{random_pattern(source, depth + 1)}|{random_pattern(source, depth + 1)})"
    count = source.choice(["*", "+", "?", "*?", "{2}", "{1,3}", "{2,}", "{0}"])
    return f"(?:{random_pattern(source, depth + 1)}){count}"


def test_random_patterns_match_the_same(scripts):
    source = random.Random(7)
    tried = []
    while len(tried) < 1500:
        pattern, text = random_pattern(source), "".join(source.choices("ab1- .é\n_]", k=source.randint(0, 6)))
        tried.append((pattern, text, program(pattern), matcher(pattern)(text)))
    assert all(steps is not None for _, _, steps, _ in tried)
    script = """async (all) => {
      const { matches } = await import("/expressions/patterns.js");
      return all.map(([, text, steps]) => matches(steps, text));
    }"""
    found = scripts.evaluate(script, [[pattern, text, steps] for pattern, text, steps, _ in tried])
    assert [one for one, there in zip(tried, found, strict=True) if one[3] != there] == []
    assert sum(found) > 150
