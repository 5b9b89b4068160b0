"""What is said about clauses."""

from __future__ import annotations

from inovik_forms.problems import register
from inovik_forms.words import mark

PERHAPS = mark("Mungkin maksud Anda «{name}»?")
KNOWN = mark("Yang ada: {names}.")
NONE_YET = mark("Belum ada klausul. Buat dahulu di halaman Klausul.")

register(
    {
        "template.clause_unknown": (mark("Tidak ada klausul «{name}»."), mark("{suggestion}")),
        "template.clause_variant": (
            mark("Klausul «{clause}» tidak punya varian «{name}»."),
            mark("{suggestion}"),
        ),
        "template.clause_alone": (
            mark("{tag} harus sendirian dalam paragrafnya."),
            mark("Pindahkan tag itu, dan [[JIKA …]] atau [[AKHIR]] di sebelahnya, masing-masing ke paragraf sendiri."),
        ),
        "template.clause_place": (
            mark("{tag} hanya dapat berada di isi naskah, bukan di kepala, kaki, catatan, atau kotak teks."),
            mark("Pindahkan tag itu ke isi naskah."),
        ),
        "template.clause_nested": (
            mark("Klausul tidak dapat memuat klausul lain: {tag}."),
            mark("Tulis kedua tag klausul itu berurutan di dalam templat."),
        ),
        "template.clause_list": (
            mark("Penomoran «{label}» dalam klausul tidak menyambung: naskah ini tidak punya daftar seperti itu."),
            mark("Pakai gaya paragraf yang sama di klausul dan naskah: mulailah klausul dari salinan naskah itu."),
        ),
        "clause.condition": (mark("Syarat «{text}» keliru: {reason}"), mark("{suggestion}")),
        "clause.unreachable": (
            mark("Varian «{name}» tidak pernah tercetak: varian «{other}» di depannya tidak bersyarat."),
            mark("Beri syarat pada varian itu, atau jadikan ia yang terakhir."),
        ),
        "clause.twice": (mark("Ada dua varian bernama «{name}»."), mark("Beri nama lain pada salah satunya.")),
        "clause.name": (
            mark("Nama varian «{name}» tidak dapat dipakai dalam tag."),
            mark("Pakai huruf, angka, dan garis bawah saja, diawali huruf, misalnya singkat."),
        ),
        "clause.no_variant": (mark("Klausul ini belum punya varian."), mark("Unggah paling sedikit satu berkas Word.")),
        "clause.no_file": (mark("Varian «{name}» belum punya berkas."), mark("Pilih berkas Word (.docx)-nya.")),
        "clause.empty": (
            mark("Berkas klausul ini tidak berisi apa-apa."),
            mark("Tulis isi klausul, lalu unggah lagi."),
        ),
        "clause.sections": (
            mark("Berkas klausul memuat pergantian bagian (kertas, kolom, atau arah halaman)."),
            mark("Hapus pergantian bagian itu: kertas dan kolom ditentukan naskah."),
        ),
        "clause.furniture": (
            mark("Kepala dan kaki halaman berkas klausul tidak ikut tercetak."),
            mark("Kosongkan kepala dan kaki halamannya: naskah mempunyai yang sendiri."),
        ),
    }
)
