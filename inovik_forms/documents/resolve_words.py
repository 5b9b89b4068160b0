"""What resolving says to people."""

from __future__ import annotations

from inovik_forms.problems import register
from inovik_forms.words import mark

register(
    {
        "resolve.dropped_target": (
            mark("{source} merujuk ke «{target}», padahal bagian itu dihapus karena {reason}."),
            mark("Ubah jawaban itu, atau buat rujukannya bersyarat di templat."),
        ),
        "resolve.unknown_target": (
            mark("{source} merujuk ke «{target}», yang tidak ada dalam dokumen ini."),
            mark("Periksa [[TANDAI …]] di templat, atau perbarui rujukan silang di Word."),
        ),
        "resolve.empty_clause": (
            mark("{clause} tidak berisi apa-apa."),
            mark("Isi jawaban yang menjadi isinya, atau buat judulnya bersyarat di templat."),
        ),
    }
)

BECAUSE_ANSWER = mark("{tag} tidak terpenuhi: jawaban «{path}» adalah «{answer}»")
BECAUSE_BLANK = mark("{tag} tidak terpenuhi: «{path}» belum dijawab")
BECAUSE_TAG = mark("{tag} tidak terpenuhi")
BECAUSE_NO_ITEMS = mark("{tag} tidak mempunyai isi")
BECAUSE_EMPTY = mark("isinya kosong")
