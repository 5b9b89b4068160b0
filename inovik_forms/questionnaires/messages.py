"""The words for what can be wrong with a questionnaire's workbook: what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Mapping

from inovik_forms.questionnaires.refused_types import MESSAGES as REFUSED_TYPES
from inovik_forms.words import mark as _

_FILE: Mapping[str, tuple[str, str]] = {
    "file_too_large": (
        _("Berkas terlalu besar: paling besar {limit} MB."),
        _("Hapus gambar dan lembar yang tidak dipakai, lalu simpan lagi."),
    ),
    "encrypted": (
        _("Berkas ini terkunci dengan kata sandi."),
        _("Buka di Excel atau LibreOffice, hapus kata sandinya, lalu simpan lagi sebagai .xlsx."),
    ),
    "old_xls": (
        _("Berkas ini berformat .xls lama, yang tidak didukung."),
        _("Buka di Excel atau LibreOffice, lalu simpan sebagai .xlsx."),
    ),
    "not_a_form": (
        _("Berkas ini bukan kuesioner: bukan buku kerja .xlsx dan bukan tabel Markdown."),
        _("Unggah berkas .xlsx, atau berkas .md dengan tabel survey, choices, dan settings."),
    ),
    "broken_xlsx": (
        _("Berkas .xlsx ini rusak dan tidak dapat dibaca."),
        _("Buka di Excel atau LibreOffice, simpan lagi sebagai .xlsx, lalu unggah ulang."),
    ),
    "double_sheet": (
        _("Ada dua lembar “{sheet}” untuk hal yang sama (yang lain: “{other}”); hanya satu yang dapat dibaca."),
        _("Gabungkan isinya dalam satu lembar, atau beri awalan _ pada nama lembar yang tidak dipakai."),
    ),
    "zip_bomb": (
        _("Isi berkas .xlsx ini jauh lebih besar daripada yang wajar (batasnya {limit} MB setelah dibuka)."),
        _("Salin lembar survey, choices, dan settings ke buku kerja baru, lalu simpan."),
    ),
    "doctype": (
        _("Bagian {part} memuat deklarasi XML (DOCTYPE atau ENTITY) yang tidak diizinkan."),
        _("Buka berkas di Excel atau LibreOffice dan simpan lagi sebagai .xlsx."),
    ),
    "sheet_too_large": (
        _("Lembar ini terlalu luas: sampai baris {found_rows} dan kolom ke-{found_columns}; "
          "batasnya {rows} baris dan {columns} kolom."),
        _("Hapus baris dan kolom kosong yang berformat di luar isi, lalu simpan lagi."),
    ),
    "dead_formula": (
        _("Sel ini berisi rumus spreadsheet yang nilainya tidak tersimpan di dalam berkas."),
        _("Buka berkas di Excel atau LibreOffice lalu simpan lagi, atau ganti rumusnya dengan nilainya."),
    ),
    "cell_too_long": (
        _("Isi sel terlalu panjang: paling banyak {limit} karakter."),
        _("Pendekkan teksnya; penjelasan panjang lebih baik ditaruh di beberapa catatan (note)."),
    ),
}  # fmt: skip

_SHEETS: Mapping[str, tuple[str, str]] = {
    "no_survey": (
        _("Tidak ada lembar bernama survey."),
        _("Beri nama “survey” pada lembar yang memuat daftar pertanyaan, dengan judul kolom di baris pertama."),
    ),
    "no_survey_like": (
        _("Tidak ada lembar bernama survey."),
        _("Mungkin lembar “{close}” yang dimaksud: ubah namanya menjadi “survey”."),
    ),
    "sheet_like": (
        _("Lembar “{sheet}” tidak dibaca."),
        _("Mungkin maksud Anda “{close}”? Ubah nama lembarnya, atau beri awalan _ bila memang bukan bagian formulir."),
    ),
    "sheet_not_served": (_("Lembar “{sheet}” belum didukung dan tidak dibaca."), ""),
    "empty": (_("Lembar survey tidak memuat satu pertanyaan pun."), _("Tulis paling sedikit satu pertanyaan.")),
    "missing_column": (
        _("Kolom “{column}” tidak ada di lembar {sheet}."),
        _("Tambahkan kolom berjudul {column} di baris pertama."),
    ),
    "double_column": (
        _("Judul kolom “{heading}” berarti sama dengan “{other}”."),
        _("Gabungkan kedua kolom, atau hapus salah satunya."),
    ),
    "heads_lower": (
        _("Judul kolom ada di baris {row}, padahal harus di baris pertama."),
        _("Hapus semua baris di atasnya."),
    ),
    "unknown_columns": (
        _("Yang tidak dikenal di lembar {sheet}: kolom {headings}. Isinya disimpan tetapi tidak dipakai."),
        "",
    ),
    "unknown_column_like": (
        _("Kolom “{heading}” di lembar {sheet} tidak dikenal; isinya disimpan tetapi tidak dipakai."),
        _("Mungkin maksud Anda “{close}”?"),
    ),
    "choice_column_blank": (
        _("Judul kolom “{heading}” di lembar choices memuat spasi, sehingga kolom itu tidak dapat dipakai."),
        _("Ganti spasi dengan garis bawah."),
    ),
    "setting_not_served": (_("Pengaturan “{column}” belum didukung; isinya disimpan tetapi tidak dipakai."), ""),
    "style_not_served": (
        _("Gaya “{word}” tidak berpengaruh di sini; tulisannya disimpan."),
        _("Dari kolom style hanya “pages” yang dipakai: satu pertanyaan pada satu halaman."),
    ),
    "style_unknown": (
        _("Gaya “{word}” tidak dikenal; tulisannya disimpan tetapi tidak berpengaruh."),
        _("Dari kolom style hanya “pages” yang dipakai: satu pertanyaan pada satu halaman."),
    ),
    "style_unknown_like": (
        _("Gaya “{word}” tidak dikenal; tulisannya disimpan tetapi tidak berpengaruh."),
        _("Mungkin maksud Anda “{close}”?"),
    ),
    "settings_rows": (
        _("Hanya baris pertama lembar settings yang dipakai."),
        _("Hapus baris ini, atau pindahkan isinya ke baris kedua lembar."),
    ),
    "no_translation": (
        _("Teks {column} untuk “{name}” belum ada dalam bahasa “{language}”."),
        _("Isi terjemahannya; sementara itu bahasa bawaan yang ditampilkan."),
    ),
}  # fmt: skip

_ROWS: Mapping[str, tuple[str, str]] = {
    "no_type": (
        _("Baris ini tidak punya tipe (kolom type)."),
        _("Isi tipe pertanyaan, misalnya text, integer, atau select_one nama_daftar."),
    ),
    "row_skipped": (
        _("Baris tanpa tipe, nama, dan label dilewati."),
        _("Hapus baris ini, atau lengkapi type, name, dan label."),
    ),
    "disabled": (
        _("Kolom disabled bukan bagian dari XLSForm."),
        _("Pakai kolom relevant, atau hapus barisnya."),
    ),
    "type_unknown": (
        _("Tipe “{quote}” tidak dikenal."),
        _("Pakai salah satu tipe yang didukung, misalnya {served}."),
    ),
    "type_unknown_like": (_("Tipe “{quote}” tidak dikenal."), _("Mungkin maksud Anda “{suggestion}”?")),
    "list_missing": (
        _("Tipe “{quote}” tidak menyebut daftar pilihannya dengan benar."),
        _("Tulis nama daftar di belakangnya, misalnya “select_one ya_tidak”."),
    ),
    "list_unknown": (
        _("Daftar pilihan “{list}” tidak ada di lembar choices."),
        _("Tambahkan baris dengan list_name {list}, atau periksa ejaannya."),
    ),
    "list_unknown_like": (
        _("Daftar pilihan “{list}” tidak ada di lembar choices."),
        _("Mungkin maksud Anda “{close}”?"),
    ),
    "no_choices": (
        _("Pertanyaan ini memerlukan daftar “{list}”, tetapi tidak ada lembar choices yang berisi."),
        _("Tambahkan lembar choices dengan kolom list_name, name, dan label."),
    ),
    "end_without_begin": (
        _("Penutup “{quote}” tidak punya pembuka."),
        _("Hapus baris ini, atau tambahkan begin_{what} di atasnya."),
    ),
    "end_mismatch": (
        _("Penutup “{quote}” tidak cocok: yang masih terbuka ialah {opened} “{name}” di baris {row}."),
        _("Tutup dulu dengan end_{opened}."),
    ),
    "not_closed": (
        _("{what} “{name}” dibuka di sini tetapi tidak pernah ditutup."),
        _("Tambahkan baris end_{what} setelah isinya."),
    ),
    "too_deep": (_("Kelompok bersarang terlalu dalam (paling dalam {limit} tingkat)."), _("Ratakan susunannya.")),
    "no_name": (_("Baris bertipe “{type}” ini tidak punya nama."), _("Isi kolom name.")),
    "bad_name": (
        _("Nama “{quote}” tidak sah: harus dimulai huruf atau garis bawah, tanpa spasi dan tanda baca lain."),
        _("Mungkin “{proposed}”?"),
    ),
    "long_name": (_("Nama “{quote}” terlalu panjang: paling banyak {limit} karakter."), _("Pendekkan namanya.")),
    "reserved_name": (_("Nama “{quote}” dipakai oleh sistem."), _("Pilih nama lain.")),
    "double_name": (
        _("Nama “{quote}” sudah dipakai di baris {other}, dalam kelompok yang sama."),
        _("Beri nama yang berbeda pada salah satunya."),
    ),
    "double_repeat": (
        _("Nama repeat “{quote}” sudah dipakai di baris {other}; nama repeat harus unik di seluruh formulir."),
        _("Beri nama yang berbeda pada salah satunya."),
    ),
    "case_name": (
        _("Nama “{quote}” hanya berbeda huruf besar-kecil dari nama di baris {other}."),
        _("Pakai nama yang lebih jelas bedanya."),
    ),
    "no_label": (_("Pertanyaan “{name}” tidak punya label."), _("Isi kolom label: itulah yang dibaca pengisi.")),
    "guidance_only": (
        _("Pertanyaan “{name}” hanya punya guidance_hint, tanpa label atau hint."),
        _("Isi kolom label."),
    ),
    "repeat_no_label": (_("Repeat “{name}” tidak punya label."), _("Isi kolom label.")),
    "no_calculation": (
        _("Pertanyaan calculate “{name}” tidak punya rumus."),
        _("Isi kolom calculation."),
    ),
    "default_wrong": (
        _("Nilai bawaan “{quote}” bukan jawaban yang sah untuk tipe {kind}."),
        _("Betulkan isi kolom default, atau kosongkan."),
    ),
    "trigger_form": (
        _("Isi trigger “{quote}” tidak menyebut pertanyaan dengan benar."),
        _("Tulis ${{nama}}, atau beberapa yang dipisah koma: ${{a}}, ${{b}}."),
    ),
    "trigger_alone": (
        _("Trigger “{name}” tidak berakibat apa-apa, karena baris ini tidak punya calculation."),
        _("Isi kolom calculation, atau hapus isi trigger."),
    ),
    "appearance_unknown": (
        _("Tampilan “{word}” tidak dikenal di sini; tulisannya disimpan tetapi tidak berpengaruh."),
        _("Periksa ejaannya di kolom appearance, atau biarkan bila dipakai alat lain."),
    ),
    "metadata_in_repeat": (
        _("“{name}” diisi sekali untuk seluruh isian; di dalam repeat nilainya kosong."),
        _("Pindahkan baris ini ke luar repeat."),
    ),
    "file_missing": (
        _("Tabel “{file}” tidak ada di dalam buku kerja ini."),
        _("Salin isi berkasnya ke lembar baru bernama “{file}”, dengan judul kolom di baris pertama."),
    ),
    "file_kind": (
        _("Berkas pilihan “{file}” tidak dapat dibaca: hanya .csv yang didukung."),
        _("Simpan pilihannya sebagai .csv, dan salin isinya ke lembar dengan nama berkas itu."),
    ),
    "file_column": (
        _("Tabel “{file}” tidak punya kolom “{column}”; kolomnya: {known}."),
        _("Tambahkan kolomnya, atau tulis parameters value=… dan label=… dengan nama kolom yang benar."),
    ),
    "choices_from_form": (
        _("Pilihan diambil dari “{name}”, tetapi itu bukan pertanyaan di dalam repeat."),
        _("Sebut sebuah pertanyaan di dalam repeat, atau pakai daftar di lembar choices."),
    ),
    "double_id": (
        _("Id “{quote}” sudah dipakai di baris {other}."),
        _("Setiap pertanyaan punya id sendiri; kosongkan yang ini bila pertanyaannya baru."),
    ),
    "double_list": (
        _("Daftar “{list}” ada di lembar choices dan di lembar external_choices."),
        _("Beri nama lain pada salah satunya."),
    ),
    "media_name": (
        _("“{quote}” bukan nama berkas yang dapat dipakai."),
        _("Tulis nama berkasnya saja, misalnya peta.png: paling banyak {limit} huruf, tanpa folder, tanpa "
          "/ \\ : * ? < > |"),
    ),
    "media_kind": (
        _("Berkas “{quote}” tidak dapat ditampilkan dari kolom {column}."),
        _("Yang diterima di kolom itu: {accepted}."),
    ),
    "media_svg": (
        _("Gambar SVG “{quote}” tidak diterima, karena dapat memuat program."),
        _("Ekspor gambarnya sebagai PNG, lalu tulis nama berkas itu."),
    ),
    "media_big_alone": (
        _("big-image hanya berarti bersama image: gambar besar dibuka dari gambar kecilnya."),
        _("Isi kolom image, atau pindahkan nama berkas ini ke kolom image."),
    ),
    "media_missing": (
        _("Berkas “{file}” disebut kuesioner, tetapi belum ada."),
        _("Unggah berkas bernama persis “{file}”, atau letakkan di folder media di samping kuesioner."),
    ),
    "only_repeat": (_("repeat_count hanya berarti pada begin_repeat."), _("Hapus isi sel ini.")),
    "only_select": (_("choice_filter hanya berarti pada select_one dan select_multiple."), _("Hapus isi sel ini.")),
    "only_question": (_("Kolom {column} tidak berarti pada kelompok dan repeat."), _("Hapus isi sel ini.")),
    "yes_or_no": (_("Isi “{column}” harus yes atau no (true atau false), bukan “{quote}”."), _("Tulis yes atau no.")),
}  # fmt: skip

_CHOICES: Mapping[str, tuple[str, str]] = {
    "choice_no_list": (
        _("Pilihan “{name}” tidak menyebut daftarnya, jadi dilewati."),
        _("Isi kolom list_name, atau hapus barisnya."),
    ),
    "choice_no_name": (_("Pilihan dalam daftar “{list}” ini tidak punya nama."), _("Isi kolom name.")),
    "choice_no_label": (_("Pilihan “{name}” dalam daftar “{list}” tidak punya label."), _("Isi kolom label.")),
    "double_choice": (
        _("Pilihan “{name}” sudah ada dalam daftar “{list}” (baris {other})."),
        _("Beri nama lain, atau tulis allow_choice_duplicates = yes di lembar settings."),
    ),
    "choice_blank": (
        _("Nama pilihan “{choice}” dalam daftar “{list}” memuat spasi, padahal daftar ini dipakai select_multiple."),
        _("Ganti spasi dengan garis bawah."),
    ),
    "other_filter": (
        _("or_other tidak dapat dipakai bersama choice_filter."),
        _("Hapus choice_filter, atau tulis sendiri pilihan “lainnya” beserta pertanyaan lanjutannya."),
    ),
}  # fmt: skip

_NUMBERS: Mapping[str, tuple[str, str]] = {
    "number_form": (
        _("Isi number_pattern “{quote}” tidak dapat dibaca."),
        _("Tulis nama pola nomor, dan bila perlu pertanyaan tanggalnya: nota-kesepakatan ${{tanggal}}."),
    ),
    "number_text": (
        _("Nomor dari register hanya dapat mengisi pertanyaan text tanpa calculation; “{name}” bukan itu."),
        _("Pindahkan number_pattern ke pertanyaan text, atau hapus isinya."),
    ),
    "number_date": (
        _("“{name}” bukan pertanyaan tanggal, padahal number_pattern memakainya sebagai tanggal naskah."),
        _("Sebut pertanyaan bertipe date."),
    ),
}  # fmt: skip

_PARAMETERS: Mapping[str, tuple[str, str]] = {
    "parameters_form": (
        _("Isi parameters “{quote}” tidak berbentuk nama=nilai."),
        _("Tulis misalnya “start=1 end=10 step=1”."),
    ),
    "parameter_unknown": (
        _("Parameter “{name}” tidak dikenal untuk tipe ini."),
        _("Yang dikenal: {accepted}."),
    ),
    "parameter_number": (_("Parameter “{name}” harus berupa bilangan."), _("Tulis misalnya {name}=1.")),
    "parameter_whole": (_("Parameter “{name}” harus berupa bilangan bulat."), _("Tulis misalnya {name}=3.")),
    "parameter_not_served": (_("Parameter “{name}” belum didukung; isinya disimpan tetapi tidak dipakai."), ""),
    "seed_alone": (
        _("Parameter seed hanya berarti bersama randomize=true."),
        _("Tambahkan randomize=true, atau hapus seed."),
    ),
    "range_step": (_("Langkah (step) pada range tidak boleh nol."), _("Tulis misalnya step=1.")),
    "range_width": (
        _("Langkah (step={step}) lebih besar daripada jarak start ke end."),
        _("Kecilkan step, atau lebarkan jaraknya."),
    ),
    "range_many": (_("Range ini punya lebih dari {limit} langkah."), _("Besarkan step, atau pakai tipe integer.")),
}  # fmt: skip

_LOGIC: Mapping[str, tuple[str, str]] = {
    "ambiguous": (
        _("${{{name}}} menunjuk lebih dari satu pertanyaan (baris {rows})."),
        _("Beri nama yang berbeda pada pertanyaan-pertanyaan itu."),
    ),
    "text_reference": (
        _("Teks ini merujuk ${{{name}}}, tetapi tidak ada pertanyaan bernama itu."),
        _("Periksa ejaan namanya, atau tambahkan pertanyaan itu."),
    ),
    "text_reference_like": (
        _("Teks ini merujuk ${{{name}}}, tetapi tidak ada pertanyaan bernama itu."),
        _("Mungkin maksud Anda ${{{close}}}?"),
    ),
    "self_reference": (
        _("Rumus “{name}” memerlukan nilainya sendiri."),
        _("Rujuk pertanyaan lain; nilai sendiri hanya boleh dipakai di constraint, once() dan coalesce()."),
    ),
    "cycle": (
        _("Rumus berputar: {cycle}. Masing-masing menunggu yang lain."),
        _("Putuskan lingkarannya: salah satu rumus tidak boleh merujuk yang lain."),
    ),
}  # fmt: skip

MESSAGES: Mapping[str, tuple[str, str]] = {
    f"questionnaires.{code}": words
    for table in (_FILE, _SHEETS, _ROWS, REFUSED_TYPES, _CHOICES, _NUMBERS, _PARAMETERS, _LOGIC)
    for code, words in table.items()
}
