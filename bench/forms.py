"""The 1,000-question questionnaire that the figures are measured on."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter

QUESTIONS = 1_000
HEADS = (
    "type", "name", "label::Bahasa Indonesia (id)", "label::English (en)", "hint::Bahasa Indonesia (id)",
    "hint::English (en)", "required", "required_message::Bahasa Indonesia (id)", "relevant", "constraint",
    "constraint_message::Bahasa Indonesia (id)", "calculation", "choice_filter", "appearance", "default",
)  # fmt: skip
KINDS = ("text", "integer", "decimal", "date", "select_one ya_tidak", "select_multiple dampak")


def thousand_question_form(*, mistakes: int = 0) -> bytes:
    """An .xlsx of 1,000 questions in 20 groups: 100 relevances, 100 constraints and 100 calculations.

    `mistakes`: so many calculations name a question that does not exist.
    """
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    survey = book.add_worksheet("survey")
    for row, cells in enumerate((HEADS, *_survey_rows(mistakes))):
        survey.write_row(row, 0, cells)
    choices = book.add_worksheet("choices")
    choices.write_row(0, 0, ("list_name", "name", "label::Bahasa Indonesia (id)", "label::English (en)"))
    options = [("ya_tidak", "ya", "Ya", "Yes"), ("ya_tidak", "tidak", "Tidak", "No")]
    options += [("dampak", f"d{n}", f"Dampak ke-{n}", f"Effect {n}") for n in range(1, 9)]
    for row, option in enumerate(options, 1):
        choices.write_row(row, 0, option)
    settings = book.add_worksheet("settings")
    settings.write_row(0, 0, ("form_title", "form_id", "version", "default_language"))
    settings.write_row(1, 0, ("Kuesioner seribu pertanyaan", "seribu", "2026.1", "Bahasa Indonesia (id)"))
    book.close()
    return stream.getvalue()


def _survey_rows(mistakes: int) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for n in range(QUESTIONS):
        if n % 50 == 0:
            label = (f"Bagian {n // 50 + 1}", f"Part {n // 50 + 1}")
            rows.append(("begin_group", f"bagian_{n // 50 + 1}", *label, *[""] * 11))
        rows.append(thousand_question(n, mistakes))
        if n % 50 == 49:
            rows.append(("end_group", *[""] * 14))
    return rows


def thousand_question(n: int, mistakes: int = 0) -> tuple[str, ...]:
    """The row of one question."""
    kind = KINDS[n % len(KINDS)]
    relevant = constraint = message = calculation = ""
    if n % 10 == 3 and n > 10:
        relevant = f"${{q{n - n % 6 - 2}}} = 'ya' or ${{q{n - n % 6 - 5}}} > 3"
    if n % 10 == 5 and n > 10:
        kind, constraint = "integer", f". >= 0 and . <= {n + 10}"
        message = f"Isilah antara 0 dan {n + 10}."
    if n % 10 == 7 and n > 10:
        kind = "calculate"
        wrong = "_x" if n // 10 < mistakes + 1 else ""
        calculation = f"if(${{q{n - 2}{wrong}}} > 3, ${{q{n - 2}}} * 2 + coalesce(${{q{n - 12}}}, 0), 0)"
    texts = (f"Pertanyaan nomor {n}: apa yang dicapai?", f"Question number {n}: what was achieved?")
    hints = (f"Tuliskan singkat untuk butir {n}.", f"Write briefly for item {n}.")
    required = "yes" if n % 4 == 0 else ""
    needed = "Mohon diisi." if required else ""
    return (
        kind, f"q{n}", *texts, *hints, required, needed, relevant, constraint, message, calculation, "", "", "",
    )  # fmt: skip


def thousand_answers() -> dict[str, object]:
    """Answers to every question of that form, nested as it nests."""
    found: dict[str, dict[str, object]] = {}
    values = {
        "text": "Waktu layanan turun",
        "integer": 7,
        "decimal": 2.5,
        "date": "2026-11-24",
        "select_one ya_tidak": "ya",
        "select_multiple dampak": ["d1", "d3"],
    }
    for n in range(QUESTIONS):
        kind = thousand_question(n)[0]
        if kind != "calculate":
            found.setdefault(f"bagian_{n // 50 + 1}", {})[f"q{n}"] = values[kind]
    return dict(found)
