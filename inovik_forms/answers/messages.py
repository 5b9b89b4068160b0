"""The words for what can be wrong with answers: what is wrong, what to do."""

from __future__ import annotations

from inovik_forms.problems import register
from inovik_forms.words import mark as _

register(
    {
        "answers.required": (_("Pertanyaan ini wajib dijawab."), _("Isi jawabannya.")),
        "answers.constraint": (
            _("Jawaban ini tidak memenuhi syarat."),
            _("Periksa petunjuk pengisian, lalu perbaiki."),
        ),
        "answers.integer": (_("“{value}” bukan bilangan bulat."), _("Tulis angka saja tanpa koma, misalnya 12.")),
        "answers.decimal": (_("“{value}” bukan bilangan."), _("Tulis angka, misalnya 12 atau 2,5.")),
        "answers.number_long": (
            _("Bilangan {value} terlalu besar untuk disimpan dengan tepat."),
            _("Periksa jumlah angkanya; nomor seperti NIK dan NIP harus ditanyakan dengan tipe text."),
        ),
        "answers.date": (
            _("“{value}” bukan tanggal yang ada."),
            _("Tulis tanggal, bulan, dan tahun, misalnya 14-11-2026."),
        ),
        "answers.time": (_("“{value}” bukan jam yang benar."), _("Tulis jam dan menit, misalnya 08.30.")),
        "answers.datetime": (
            _("“{value}” bukan tanggal dan jam yang benar."),
            _("Isi tanggal dan jamnya, misalnya 14 nov 2026 08.30."),
        ),
        "answers.point": (
            _("“{value}” bukan lokasi yang benar."),
            _("Tulis lintang dan bujur dalam derajat, misalnya -3.6954 128.1814."),
        ),
        "answers.line": (
            _("Garis ini belum lengkap: perlu paling sedikit dua titik yang benar."),
            _("Tulis lintang dan bujur tiap titik pada barisnya sendiri."),
        ),
        "answers.area": (
            _("Bidang ini belum lengkap: perlu paling sedikit tiga titik, dan berakhir di titik awalnya."),
            _("Tulis lintang dan bujur tiap titik pada barisnya sendiri, lalu ulangi titik pertama."),
        ),
        "answers.words": (
            _("Jawaban ini {found} kata; paling banyak {most} kata."),
            _("Ringkas jawaban ini."),
        ),
        "answers.rank": (
            _("Baru {found} dari {count} pilihan yang diurutkan."),
            _("Urutkan semua pilihan."),
        ),
        "answers.rank_twice": (
            _("Pilihan “{value}” diurutkan lebih dari sekali."),
            _("Beri setiap pilihan satu tempat."),
        ),
        "answers.choice": (_("“{value}” bukan salah satu pilihan."), _("Pilih dari daftar yang tersedia.")),
        "answers.acknowledge": (_("Pernyataan ini belum disetujui."), _("Beri tanda centang bila setuju.")),
        "answers.range": (
            _("{value} di luar batas {start} sampai {end}."),
            _("Pilih nilai di antara kedua batas itu."),
        ),
        "answers.step": (
            _("{value} bukan kelipatan yang diizinkan (mulai {start}, langkah {step})."),
            _("Pilih nilai yang sesuai langkahnya."),
        ),
        "answers.too_many": (
            _("Isian berulang “{name}” terlalu banyak: paling banyak {limit}."),
            _("Kurangi jumlahnya; isian yang sudah diketik tetap tersimpan."),
        ),
        "answers.not_computed": (
            _("Nilai ini tidak dapat dihitung: {reason}"),
            _("Periksa jawaban yang dipakai dalam perhitungan, atau laporkan kepada pengelola formulir."),
        ),
        "answers.unknown_name": (
            _("Tidak ada pertanyaan bernama “{name}” di sini; isinya tidak dipakai."),
            _("Periksa ejaan dan letaknya dalam formulir."),
        ),
        "answers.unknown_name_like": (
            _("Tidak ada pertanyaan bernama “{name}” di sini; isinya tidak dipakai."),
            _("Mungkin maksud Anda “{close}”?"),
        ),
        "answers.shape_group": (_("“{name}” harus berupa objek, sebab itu kelompok."), _("Tulis {{ … }}.")),
        "answers.shape_repeat": (
            _("“{name}” harus berupa daftar objek, sebab itu isian berulang."),
            _("Tulis [ {{ … }}, {{ … }} ]."),
        ),
        "answers.shape_choices": (
            _("“{name}” harus berupa daftar nama pilihan."),
            _('Tulis ["pilihan1", "pilihan2"].'),
        ),
        "answers.shape_value": (_("“{name}” harus berupa satu nilai."), _("Tulis teks atau angka.")),
    }
)
