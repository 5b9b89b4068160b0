"""The one function table: name → arity, types, implementation, and whether the result changes by itself."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from inovik_forms import bahasa
from inovik_forms.expressions import date_functions as dates
from inovik_forms.expressions import document_functions as documents
from inovik_forms.expressions import lookups, shapes, special
from inovik_forms.expressions import number_functions as numbers
from inovik_forms.expressions import text_functions as texts
from inovik_forms.expressions.faults import ExpressionProblem
from inovik_forms.expressions.nodes import Call
from inovik_forms.expressions.operators import Type
from inovik_forms.expressions.surroundings import Build


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the language.

    `usage`: how to write it, for messages. `parameters`: types; the last `repeat` of them may come again and again.
    `optional`: how many may be missing at the end. `run` takes the converted arguments (after the Env if `with_env`);
    `build` instead makes the closure itself. `same_as`: the arguments whose type is the result's. `fails`: may raise
    Unanswerable. `volatile`: changes although no answer does, so it is not evaluated again on every change.
    """

    usage: str
    parameters: tuple[Type, ...]
    result: Type
    run: Callable[..., Any] | None = None
    build: Build | None = None
    optional: int = 0
    repeat: int = 0
    with_env: bool = False
    volatile: bool = False
    fails: bool = False
    same_as: tuple[int, ...] = ()
    shape: shapes.Shape | None = None

    @property
    def least(self) -> int:
        """The fewest arguments."""
        return len(self.parameters) - self.optional

    @property
    def most(self) -> int | None:
        """The most arguments; None = no bound."""
        return None if self.repeat else len(self.parameters)

    def parameter(self, place: int) -> Type:
        """The type of the argument at a place."""
        over = place - len(self.parameters)
        return (
            self.parameters[place]
            if over < 0
            else self.parameters[len(self.parameters) - self.repeat :][over % self.repeat]
        )


def _number(name: str, run: Callable[[float], float]) -> Function:
    return Function(f"{name}(bilangan)", ("number",), "number", run)


def _in_words(name: str, write: Callable[[float], str]) -> Function:
    return Function(f"{name}(bilangan)", ("number",), "text", documents.of_number(name, write), fails=True)


FUNCTIONS: dict[str, Function] = {
    # choosing
    "if": Function("if(syarat, nilai, nilai_lain)", ("boolean", "value", "value"), "value",
                   build=special.choose, same_as=(1, 2)),
    "coalesce": Function("coalesce(nilai, nilai_cadangan)", ("value", "value"), "value",
                         build=special.coalesce, same_as=(0, 1)),
    "once": Function("once(nilai)", ("value",), "value", build=special.once),
    "not": Function("not(syarat)", ("boolean",), "boolean", lambda truth: not truth),
    "true": Function("true()", (), "boolean", lambda: True),
    "false": Function("false()", (), "boolean", lambda: False),
    # kinds of value
    "string": Function("string(nilai)", ("text",), "text", lambda text: text),
    "number": Function("number(nilai)", ("number",), "number", lambda number: number),
    "boolean": Function("boolean(nilai)", ("boolean",), "boolean", lambda truth: truth),
    "boolean-from-string": Function("boolean-from-string(teks)", ("text",), "boolean", texts.boolean_from_string),
    # choices
    "selected": Function("selected(${pilihan}, 'kode')", ("text", "text"), "boolean", build=special.selected),
    "selected-at": Function("selected-at(${pilihan}, nomor)", ("text", "number"), "text", texts.selected_at),
    "count-selected": Function("count-selected(${pilihan})", ("text",), "number", texts.count_selected),
    "jr:choice-name": Function("jr:choice-name(${pilihan}, '${pilihan}')", ("text", "value"), "text",
                               build=special.choice_name, shape=shapes.choice_name),
    "label": Function("label(${pilihan})", ("values",), "text", build=special.label, shape=shapes.label),
    "checklist": Function("checklist(paling_sedikit, paling_banyak, syarat, …)", ("number", "number", "values"),
                          "boolean", numbers.checklist, repeat=1),
    "weighted-checklist": Function(
        "weighted-checklist(paling_sedikit, paling_banyak, syarat, bobot, …)",
        ("number", "number", "boolean", "number"), "boolean", numbers.weighted_checklist, repeat=2,
        shape=shapes.pairs_after(2, "weighted-checklist(paling_sedikit, paling_banyak, syarat, bobot, …)")),
    # repeats
    "position": Function("position(..)", ("value",), "number", build=special.position, shape=shapes.position),
    "indexed-repeat": Function("indexed-repeat(${isian}, ${pengulangan}, nomor, …)", ("values", "values", "number"),
                               "value", build=special.indexed_repeat, repeat=2, shape=shapes.indexed),
    "count": Function("count(${isian})", ("values",), "number", numbers.count),
    "count-non-empty": Function("count-non-empty(${isian})", ("values",), "number", numbers.count_non_empty),
    "sum": Function("sum(${isian})", ("values",), "number", numbers.total),
    "min": Function("min(${isian}, …)", ("values",), "value", numbers.smallest, repeat=1),
    "max": Function("max(${isian}, …)", ("values",), "value", numbers.largest, repeat=1),
    # text
    "concat": Function("concat(nilai, …)", ("values",), "text", texts.concat, repeat=1, optional=1, fails=True),
    "join": Function("join(pemisah, nilai, …)", ("text", "values"), "text", texts.join, repeat=1, optional=1,
                     fails=True),
    "substr": Function("substr(teks, awal, akhir)", ("text", "number", "number"), "text", texts.substr, optional=1),
    "substring-before": Function("substring-before(teks, bagian)", ("text", "text"), "text", texts.substring_before),
    "substring-after": Function("substring-after(teks, bagian)", ("text", "text"), "text", texts.substring_after),
    "string-length": Function("string-length(teks)", ("text",), "number", texts.string_length),
    "contains": Function("contains(teks, bagian)", ("text", "text"), "boolean", texts.contains),
    "starts-with": Function("starts-with(teks, awal)", ("text", "text"), "boolean", texts.starts_with),
    "ends-with": Function("ends-with(teks, akhir)", ("text", "text"), "boolean", texts.ends_with),
    "translate": Function("translate(teks, huruf_lama, huruf_baru)", ("text", "text", "text"), "text",
                          texts.translate),
    "normalize-space": Function("normalize-space(teks)", ("text",), "text", texts.normalize_space),
    "regex": Function("regex(teks, '^pola$')", ("text", "text"), "boolean", build=special.regex,
                      shape=shapes.pattern),
    # numbers
    "round": Function("round(bilangan, desimal)", ("number", "number"), "number", numbers.round_half_up, optional=1),
    "int": _number("int", numbers.truncate),
    "floor": _number("floor", numbers.floor),
    "ceiling": _number("ceiling", numbers.ceiling),
    "abs": _number("abs", abs),
    "pow": Function("pow(bilangan, pangkat)", ("number", "number"), "number", numbers.power),
    "sqrt": _number("sqrt", numbers.real(math.sqrt)),
    "exp": _number("exp", numbers.real(math.exp)),
    "exp10": _number("exp10", numbers.power_of_ten),
    "log": _number("log", numbers.real(math.log)),
    "log10": _number("log10", numbers.real(math.log10)),
    "sin": _number("sin", numbers.real(math.sin)),
    "cos": _number("cos", numbers.real(math.cos)),
    "tan": _number("tan", numbers.real(math.tan)),
    "asin": _number("asin", numbers.real(math.asin)),
    "acos": _number("acos", numbers.real(math.acos)),
    "atan": _number("atan", math.atan),
    "atan2": Function("atan2(y, x)", ("number", "number"), "number", math.atan2),
    "pi": Function("pi()", (), "number", lambda: math.pi),
    "random": Function("random()", (), "number", build=special.random, volatile=True),
    "uuid": Function("uuid()", ("number",), "text", build=special.uuid, optional=1, volatile=True),
    # dates
    "today": Function("today()", (), "text", dates.today, with_env=True, volatile=True),
    "now": Function("now()", (), "text", dates.now, with_env=True, volatile=True),
    "date": Function("date(nilai)", ("value",), "text", dates.date_of),
    "decimal-date-time": Function("decimal-date-time(tanggal)", ("value",), "number", dates.decimal_date_time),
    "decimal-time": Function("decimal-time(waktu)", ("value",), "number", dates.decimal_time),
    "format-date": Function("format-date(tanggal, '%d-%m-%Y')", ("value", "text"), "text", dates.format_date,
                            with_env=True, shape=shapes.date_format),
    "format-date-time": Function("format-date-time(waktu, '%d-%m-%Y %H:%M')", ("value", "text"), "text",
                                 dates.format_date_time, with_env=True, shape=shapes.date_format),
    # tables
    "pulldata": Function("pulldata('tabel', 'kolom', 'kolom_kunci', kunci)", ("text", "text", "text", "text"),
                         "text", build=lookups.pulldata, shape=shapes.table),
    # documents
    "terbilang": _in_words("terbilang", bahasa.terbilang),
    "angka": _in_words("angka", bahasa.angka),
    "rupiah": _in_words("rupiah", bahasa.rupiah),
    "rupiah_terbilang": _in_words("rupiah_terbilang", bahasa.rupiah_terbilang),
    "romawi": _in_words("romawi", documents.roman),
    "tanggal": Function("tanggal(tanggal)", ("value",), "text", documents.of_date(bahasa.tanggal)),
    "tanggal_terbilang": Function("tanggal_terbilang(tanggal)", ("value",), "text",
                                  documents.of_date(bahasa.tanggal_terbilang)),
    "hari": Function("hari(tanggal)", ("value",), "text", documents.of_date(bahasa.hari)),
    "tambah_bulan": Function("tambah_bulan(tanggal, banyaknya)", ("value", "number"), "text",
                             documents.shift("tambah_bulan", bahasa.tambah_bulan), fails=True),
    "tambah_tahun": Function("tambah_tahun(tanggal, banyaknya)", ("value", "number"), "text",
                             documents.shift("tambah_tahun", bahasa.tambah_tahun), fails=True),
    "akhir_masa": Function("akhir_masa(tanggal, banyaknya, 'tahun')", ("value", "number", "text"), "text",
                           documents.end_of_term, fails=True, shape=shapes.term),
    "daftar": Function("daftar(${isian}, 'dan')", ("values", "text"), "text", documents.listed, optional=1,
                       fails=True),
    "huruf_besar": Function("huruf_besar(teks)", ("text",), "text", documents.capitals),
    "huruf_judul": Function("huruf_judul(teks)", ("text",), "text", bahasa.huruf_judul),
}  # fmt: skip


def argument_faults(call: Call, function: Function) -> Iterator[ExpressionProblem]:
    """What is wrong with the number and the shape of a call's arguments."""
    found = len(call.arguments)
    if found < function.least or (function.most is not None and found > function.most):
        expected = str(function.least)
        if function.most is None:
            expected = f"≥ {function.least}"
        elif function.most > function.least:
            expected = f"{function.least}–{function.most}"
        detail = {"name": call.name, "expected": expected, "found": found, "usage": function.usage}
        yield ExpressionProblem("expressions.arity", call.span, detail)
    elif function.shape:
        yield from function.shape(call)
