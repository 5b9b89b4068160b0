"""Expressions and kinds of paragraph that the parts of the agreement share."""

from __future__ import annotations

from body import NBSP, each, either, paragraph, when

# Who leads: in the original that a party keeps, that party stands first (logo, title, numbers, signatures). What
# PIHAK KESATU means never changes.
CITY_IS_FIRST = "pihak_kesatu != 'mitra'"
CITY_LEADS = f"(naskah_asli = 1) = ({CITY_IS_FIRST})"
THIS = "{{ jenis_naskah }} ini"
NAME_CAPITALS = "{{ huruf_besar(label(jenis_naskah)) }}"


def number(name: str) -> str:
    """A number with its words: 3 (tiga)."""
    return f"{{{{ {name} }}}}{NBSP}({{{{ terbilang({name}) }}}})"


def chosen(option: str) -> str:
    return f"selected(klausul_pilihan, '{option}')"


# ---------------------------------------------------------------- the kinds of paragraph


def clause(anchor: str, title: str, *blocks: str, option: str = "") -> str:
    """A Pasal: its number, its title below, its content. `option` makes it a choice of the questionnaire."""
    pasal = paragraph("Pasal", f"[[TANDAI {anchor}]]\n{title}") + "".join(blocks)
    return when(chosen(option), pasal) if option else pasal


def ayat(text: str, anchor: str = "", *, keep_next: bool = False) -> str:
    return paragraph("Ayat", (f"[[TANDAI {anchor}]]" if anchor else "") + text, keep_next=keep_next)


def sentence(text: str, *, keep_next: bool = False) -> str:
    """The content of a Pasal that has one sentence only: a single ayat is not numbered."""
    return paragraph("IsiPasal", text, keep_next=keep_next)


def huruf(text: str, *, directly: bool = False) -> str:
    """An item a., b., c.; `directly` under the Pasal it stands one step further left."""
    return paragraph("Huruf", text, left=1.0, hanging=1.0) if directly else paragraph("Huruf", text)


def listing(kind: str, intro: str, repeat: str, item: str, anchor: str = "") -> str:
    """ "… meliputi:" with items a., b., c.; one item alone continues the sentence instead."""
    start = f"[[TANDAI {anchor}]]" if anchor else ""
    directly = kind == "IsiPasal"
    one = paragraph(kind, f"{start}{intro} [[ULANGI {repeat}]]{{{{ {item} }}}}[[AKHIR]].")
    many = paragraph(kind, f"{start}{intro}:", keep_next=True) + each(
        repeat, huruf(f"{{{{ {item} }}}}", directly=directly), joiner="; dan"
    )
    return either(f"count({repeat}) = 1", one, many)


def by_rank(kota: str, mitra: str) -> str:
    """Blocks about both parties, PIHAK KESATU first."""
    return either(CITY_IS_FIRST, kota + mitra, mitra + kota)
