"""The words of tags, and what the template room says to people."""

from __future__ import annotations

from inovik_forms.problems import register
from inovik_forms.words import gettext, mark

FORMS = {
    "JIKA": mark("[[JIKA syarat]]"),
    "ATAU": mark("[[ATAU JIKA syarat]]"),
    "SELAIN": "[[SELAIN ITU]]",
    "AKHIR": "[[AKHIR]]",
    "ULANGI": mark('[[ULANGI nama]] atau [[ULANGI nama; PEMISAH "; dan"]]'),
    "KOSONG": "[[KOSONG]]",
    "TANDAI": mark("[[TANDAI nama]]"),
    "KLAUSUL": mark("[[KLAUSUL nama]] atau [[KLAUSUL nama varian]]"),
    "KOP": mark("[[KOP]] atau [[KOP JABATAN]]"),
    "RUJUK": mark("{{ RUJUK nama }}"),
}
"""First word of a tag → how the tag is written."""


def written(word: str) -> str:
    """How the tag that begins with this word is written, in the language of this context."""
    return gettext(FORMS[word])


WORDS = tuple(w for w in FORMS if w != "RUJUK")

register(
    {
        "template.unclosed": (
            mark("Tag «{quote}» tidak ditutup."),
            mark("Tutup dengan {sign} dalam paragraf yang sama."),
        ),
        "template.stray_close": (
            mark("Ada «}}}}» tanpa «{{{{» di depannya: «{quote}»."),
            mark("Lengkapi tag itu menjadi {{{{ … }}}}, atau hapus kurungnya."),
        ),
        "template.single_bracket": (
            mark("Tag «{quote}» hanya memakai satu kurung siku."),
            mark("Tulis dengan dua kurung siku: [[ … ]]."),
        ),
        "template.misspelt": (
            mark("Tag [[{word} …]] tidak dikenal."),
            mark("Mungkin maksud Anda {form}?"),
        ),
        "template.malformed": (
            mark("Tag «{quote}» tidak lengkap atau keliru susunannya."),
            mark("Tulis: {form}."),
        ),
        "template.object_in_tag": (
            mark("Di dalam tag «{quote}» ada gambar, bidang, atau tautan."),
            mark("Ketik ulang tag itu sebagai teks biasa."),
        ),
        "template.unprintable": (
            mark("{what} tidak dapat dicetak di PDF, sehingga isinya akan hilang dari naskah."),
            mark("Ganti dengan teks, tabel, atau gambar biasa, lalu unggah lagi."),
        ),
        "template.tag_in_opaque": (
            mark("Ada tag di dalam {what}: «{quote}». Bagian itu tidak dapat diisi."),
            mark("Pindahkan tag ke paragraf atau tabel biasa."),
        ),
        "template.no_partner": (
            mark("{tag} tidak punya pasangan [[AKHIR]]."),
            mark("Tambahkan [[AKHIR]] di akhir bagian yang dimaksud."),
        ),
        "template.no_opening": (
            mark("{tag} tidak punya pembuka [[JIKA …]] atau [[ULANGI …]]."),
            mark("Hapus {tag}, atau tambahkan pembukanya di atas."),
        ),
        "template.apart": (
            mark("{tag} dan pasangannya {partner} ({other}) tidak berada dalam wadah yang sama."),
            mark(
                "Letakkan keduanya dalam satu paragraf; atau masing-masing sendirian dalam paragrafnya, di bagian "
                "dokumen atau sel yang sama; atau di sel pertama dan sel terakhir satu baris tabel."
            ),
        ),
        "template.misplaced": (
            mark("{tag} tidak berada di tempat yang benar: {other}."),
            mark("[[ATAU JIKA …]] dan [[SELAIN ITU]] milik [[JIKA …]]; [[KOSONG]] milik [[ULANGI …]]."),
        ),
        "template.too_deep": (
            mark("{tag} bersarang lebih dari {limit} tingkat."),
            mark("Pecah syarat dan ulangan itu menjadi beberapa bagian."),
        ),
        "template.separator_rows": (
            mark("PEMISAH tidak berlaku untuk baris tabel: {tag}."),
            mark("Hapus PEMISAH dari tag itu."),
        ),
        "template.column": (
            mark("{tag} harus berada di satu sel kepala tabel, ditutup dengan [[AKHIR]] di sel yang sama."),
            mark("Contoh isi sel: [[ULANGI KOLOM bulan]]{{{{ nama_bulan }}}}[[AKHIR]]."),
        ),
        "template.anchor_twice": (
            mark("Tanda «{name}» dipasang dua kali; yang lain: {other}."),
            mark("Beri nama lain pada salah satunya."),
        ),
        "template.no_anchor": (
            mark("Rujukan ke «{name}», padahal tidak ada [[TANDAI {name}]] di templat ini."),
            mark("{suggestion}"),
        ),
        "template.tracked_change": (
            mark("Templat memuat perubahan terlacak yang belum diputuskan."),
            mark("Terima atau tolak semua perubahan (Tinjau › Terima), lalu unggah lagi."),
        ),
        "template.unknown_repeat": (
            mark("«{name}» bukan bagian berulang dalam kuesioner ini."),
            mark("{suggestion}"),
        ),
        "template.image_expression": (
            mark("Gambar hanya dapat dicetak dengan namanya saja: {{{{ {name} }}}}."),
            mark("Hapus fungsi atau operator di sekitar «{name}»."),
        ),
    }
)
