"""A form of 1,000 questions checked, loaded and evaluated, beside pyxform, calamine and lxml."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO

import python_calamine
from lxml import etree
from pyxform.xls2xform import convert

from bench.forms import thousand_answers, thousand_question_form
from inovik_forms.answers.json_form import draft_from_json
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.state import evaluate
from inovik_forms.questionnaires.xlsform import load, read

TODAY = date(2026, 11, 24)


def measured(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Best and median of several runs, in milliseconds of this process: others use the machine, too."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        times.append((time.process_time() - began) * 1000)
    return min(times), statistics.median(times)


def line(name: str, figures: tuple[float, float]) -> None:
    print(f"{name:<66} best {figures[0]:8.2f} ms   median {figures[1]:8.2f} ms")


def lxml_pass() -> Callable[[], object]:
    """300 compiled XPath expressions over a flat instance of 1,000 values: what an XForms engine on libxml2 pays."""
    root = etree.fromstring("<data>" + "".join(f"<q{n}>{n % 9}</q{n}>" for n in range(1000)) + "</data>")
    paths = [etree.XPath(f"/data/q{n} > 3 or /data/q{n + 1} = '7'") for n in range(0, 900, 3)]
    return lambda: [path(root) for path in paths]


def main() -> None:
    form, broken = thousand_question_form(), thousand_question_form(mistakes=30)
    line("ours: check a 1,000-question .xlsx with all its problems", measured(lambda: read(form, "form.xlsx"), 15))
    line("ours: the same with 30 wrong names, messages included", measured(lambda: _messages(broken), 15))
    line("peer: pyxform converts it", measured(lambda: convert(xlsform=BytesIO(form), file_type=".xlsx"), 5))
    line("floor: calamine reads its cells", measured(lambda: _cells(form), 15))
    plan = plan_of(load(form, "form.xlsx"))
    draft, _problems = draft_from_json(plan, json.loads(json.dumps(thousand_answers())))
    line("ours: evaluate 1,000 questions, 300 expressions", measured(lambda: evaluate(plan, draft, today=TODAY), 200))
    line(
        "ours: the same with every item's state listed", measured(lambda: evaluate(plan, draft, today=TODAY).items, 200)
    )
    line("peer: lxml's XPath, 300 expressions", measured(lxml_pass(), 200))


def _messages(data: bytes) -> list[str]:
    return [problem.message + problem.fix for problem in read(data, "form.xlsx")[1]]


def _cells(data: bytes) -> list[object]:
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


if __name__ == "__main__":
    main()
