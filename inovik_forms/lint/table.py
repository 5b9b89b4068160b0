"""The table of rules: number, severity, when it blocks, name, function."""

from __future__ import annotations

from inovik_forms.lint import clauses, files, terms, values, who, wording
from inovik_forms.lint.model import Rule
from inovik_forms.words import mark

RULES = (
    Rule("L01", "error", "sign", mark("Tidak ada isian kosong"), values.blanks),
    Rule("L02", "error", "sign", mark("Satu nomor untuk setiap pihak"), values.number_lines, agreement=True),
    Rule("L03", "error", "draft", mark("Hari cocok dengan tanggal"), values.weekdays),
    Rule("L04", "error", "draft", mark("Tanggal dengan huruf sama dengan angka"), values.dates),
    Rule("L05", "error", "draft", mark("Bilangan dengan huruf sama dengan angka"), values.words_of_numbers),
    Rule("L06", "warning", "draft", mark("Bilangan disertai huruf"), values.numbers_without_words, agreement=True),
    Rule("L07", "warning", "draft", mark("Penulisan uang"), values.money),
    Rule("L08", "error", "draft", mark("Nomor pasal dan ayat berurutan"), clauses.numbering),
    Rule("L09", "error", "draft", mark("Rujukan menemukan sasarannya"), clauses.dead_references),
    Rule("L10", "warning", "draft", mark("Tata cara merujuk"), clauses.grammar),
    Rule("L11", "error", "draft", mark("Lampiran disebut dan ada"), clauses.annexes, agreement=True),
    Rule("L12", "error", "draft", mark("Sebutan para pihak"), who.names_of_parties, agreement=True),
    Rule("L13", "error", "draft", mark("Nama sama di seluruh naskah"), who.same_names, agreement=True),
    Rule("L14", "error", "draft", mark("Blok tanda tangan"), who.signature_block, agreement=True),
    Rule("L15", "error", "draft", mark("Nama naskah tetap"), who.instrument_name, agreement=True),
    Rule("L16", "error", "draft", mark("Jangka waktu"), terms.term, agreement=True),
    Rule("L17", "error", "draft", mark("Rangkap dan meterai"), terms.copies, agreement=True),
    Rule("L18", "error", "draft", mark("Pasal wajib"), clauses.required, agreement=True),
    Rule("L19", "warning", "draft", mark("Tanda baca daftar"), wording.lists),
    Rule("L20", "warning", "draft", mark("Premis"), wording.recitals, agreement=True),
    Rule("L21", "warning", "draft", mark("Dasar hukum"), wording.legal_basis, agreement=True),
    Rule("L22", "warning", "draft", mark("Istilah dan singkatan"), wording.defined_terms, agreement=True),
    Rule("L23", "warning", "draft", mark("Ejaan"), wording.spelling),
    Rule("L24", "error", "draft", mark("Kewenangan menandatangani"), who.authority, agreement=True),
    Rule("L25", "warning", "draft", mark("Sisa naskah lain"), who.leftovers, agreement=True),
    Rule("L26", "warning", "draft", mark("Kata yang tidak cocok"), wording.phrases, agreement=True),
    Rule("L27", "warning", "draft", mark("Narahubung"), who.contacts, agreement=True),
    Rule("L28", "warning", "draft", mark("Tata letak"), files.layout, agreement=True),
    Rule("L29", "error", "sign", mark("Kedua naskah asli sama"), files.twins, agreement=True, needs=("twin",)),
    Rule("L30", "error", "sign", mark("Berkas bersih"), files.clean_file),
    Rule("L31", "error", "sign", mark("Persetujuan atas versi ini"), files.approvals, needs=("approvals",)),
    Rule("L32", "info", "draft", mark("Perubahan terhadap templat"), files.edited, needs=("sent", "unused")),
    Rule("L33", "warning", "draft", mark("Spasi dan tanda petik"), wording.signs),
    Rule("L34", "info", "draft", mark("Keterbacaan"), clauses.reading),
)
