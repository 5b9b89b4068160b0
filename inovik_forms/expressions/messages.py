"""The words for what can be wrong with an expression: what is wrong, what to do."""

from __future__ import annotations

from inovik_forms.problems import register
from inovik_forms.words import mark as _

register(
    {
        # reading
        "expressions.empty": (_("Rumus kosong."), _("Tulis rumusnya, atau hapus isinya.")),
        "expressions.too_long": (
            _("Rumus terlalu panjang: {length} karakter, paling banyak {limit}."),
            _("Pecah rumus menjadi beberapa pertanyaan bertipe calculate."),
        ),
        "expressions.too_deep": (
            _("Rumus bersarang terlalu dalam (paling dalam {limit} tingkat)."),
            _("Pecah rumus menjadi beberapa pertanyaan bertipe calculate."),
        ),
        "expressions.text_open": (
            _("Teks yang dimulai di sini tidak ditutup dengan tanda petik."),
            _("Tambahkan tanda petik {quote} di akhir teks."),
        ),
        "expressions.reference_form": (
            _("“{found}” bukan rujukan yang benar."),
            _("Tulis rujukan sebagai ${{nama_pertanyaan}}, tanpa spasi di dalam namanya."),
        ),
        "expressions.number_form": (
            _("“{found}” bukan bilangan yang benar."),
            _("Tulis bilangan tanpa pemisah ribuan dan dengan titik untuk desimal, misalnya 1500000 atau 2.5."),
        ),
        "expressions.character": (
            _("Karakter “{found}” tidak dikenal di sini."),
            _("Hapus karakter itu. Teks biasa harus diapit tanda petik."),
        ),
        "expressions.operator_unknown": (_("Tanda “{found}” tidak dikenal."), _("Tulis {use}.")),
        "expressions.operand_missing": (
            _("Ada yang kurang setelah “{after}”."),
            _("Lengkapi bagian yang kosong, atau hapus “{after}”."),
        ),
        "expressions.decimal_comma": (
            _("Di dalam rumus, pecahan ditulis dengan titik, bukan koma: “{found}”."),
            _("Tulis {use}."),
        ),
        "expressions.unexpected": (
            _("“{found}” tidak pada tempatnya."),
            _("Hapus “{found}”, atau lengkapi bagian sebelumnya."),
        ),
        "expressions.operator_missing": (
            _("Tidak ada penghubung sebelum “{found}”."),
            _("Tambahkan and, or, =, + atau penghubung lain di antara kedua bagian."),
        ),
        "expressions.bracket_open": (_("Kurung buka ini tidak ditutup."), _("Tambahkan “)”.")),
        "expressions.square_open": (_("Kurung siku buka ini tidak ditutup."), _("Tambahkan “]”.")),
        "expressions.bracket_close": (_("Kurung tutup ini tidak punya pasangan."), _("Hapus “)” ini.")),
        "expressions.bare_name": (
            _("“{name}” bukan rujukan, bukan teks, dan bukan fungsi."),
            _("Tulis ${{{name}}} untuk jawaban pertanyaan, atau '{name}' untuk teks."),
        ),
        "expressions.not_a_repeat": (
            _("“{name}” bukan pengulangan, padahal di sini diperlukan nama pengulangan."),
            _("Tulis nama begin_repeat yang memuat isian itu: indexed-repeat(${{isian}}, ${{pengulangan}}, nomor)."),
        ),
        "expressions.not_inside": (
            _("“{name}” tidak berada di dalam pengulangan “{repeat}”."),
            _("Sebut pengulangan yang memuat “{name}”, atau rujuk ${{{name}}} langsung."),
        ),
        "expressions.brackets_missing": (_("Fungsi {name} ditulis tanpa kurung."), _("Tulis {name}().")),
        "expressions.path": (
            _("Jalur XPath seperti “{found}” tidak didukung."),
            _("Rujuk pertanyaan dengan ${{nama}}, dan tabel terlampir dengan pulldata()."),
        ),
        # names
        "expressions.unknown_name": (
            _("Tidak ada pertanyaan bernama “{name}”."),
            _("Periksa ejaan namanya, atau tambahkan pertanyaan itu."),
        ),
        "expressions.unknown_name_near": (
            _("Tidak ada pertanyaan bernama “{name}”."),
            _("Mungkin maksud Anda {suggestion}?"),
        ),
        "expressions.unknown_function": (
            _("Tidak ada fungsi bernama “{name}”."),
            _(
                "Yang sering dipakai: if, selected, count, sum, min, max, round, concat, join, contains, regex, today, "
                "format-date, pulldata, terbilang, rupiah, tanggal."
            ),
        ),
        "expressions.unknown_function_near": (
            _("Tidak ada fungsi bernama “{name}”."),
            _("Mungkin maksud Anda {suggestion}()?"),
        ),
        "expressions.current_not_allowed": (
            _("Titik (nilai pertanyaan ini sendiri) tidak berarti apa-apa di sini."),
            _("Pakai titik hanya dalam constraint, once() atau coalesce(); selain itu tulis ${{nama}}."),
        ),
        "expressions.parent_not_allowed": (
            _("Tanda “..” hanya boleh dipakai dalam position(..)."),
            _("Tulis position(..) untuk nomor urut, atau ${{nama}} untuk sebuah jawaban."),
        ),
        # arguments and types
        "expressions.arity": (
            _("Fungsi {name} memerlukan {expected} argumen, di sini ada {found}."),
            _("Bentuk yang benar: {usage}"),
        ),
        "expressions.pairs": (
            _("Argumen fungsi {name} tidak berpasangan."),
            _("Bentuk yang benar: {usage}"),
        ),
        "expressions.must_be_text": (
            _("Argumen ini pada fungsi {name} harus berupa teks dalam tanda petik, bukan hasil hitungan."),
            _("Tulis langsung teksnya, misalnya {example}."),
        ),
        "expressions.must_be_reference": (
            _("Argumen ini pada fungsi {name} harus berupa rujukan pertanyaan."),
            _("Tulis {example}."),
        ),
        "expressions.must_be_parent": (
            _("Fungsi position hanya mengenal position(..) dan position(${{pengulangan}})."),
            _("Tulis position(..) di dalam pengulangan."),
        ),
        "expressions.not_a_number": (
            _("Di sini diperlukan bilangan atau tanggal, tetapi “{found}” adalah teks."),
            _("Tulis bilangan tanpa tanda petik, atau bandingkan dengan = dan !=."),
        ),
        "expressions.kind_without_value": (
            _("“{name}” adalah {kind}, sehingga tidak punya nilai untuk dihitung."),
            _("Rujuk pertanyaan yang dijawab dengan bilangan, tanggal, teks atau pilihan."),
        ),
        "expressions.never_equal": (
            _("“{name}” berisi bilangan, sehingga tidak pernah sama dengan teks “{found}”."),
            _("Bandingkan dengan bilangan, misalnya {shown} = 5."),
        ),
        "expressions.unknown_choice": (
            _("Pertanyaan “{name}” tidak punya pilihan “{found}”."),
            _("Pilihan yang ada: {known}."),
        ),
        "expressions.unknown_choice_near": (
            _("Pertanyaan “{name}” tidak punya pilihan “{found}”."),
            _("Mungkin maksud Anda '{suggestion}'?"),
        ),
        "expressions.truth_text": (
            _("Hasil benar/salah dibandingkan dengan teks '{found}'; teks apa pun dianggap benar."),
            _("Tulis true() atau false() sebagai gantinya."),
        ),
        "expressions.many": (
            _("“{name}” punya banyak nilai (satu untuk setiap pengulangan), tetapi di sini diperlukan satu nilai."),
            _("Pakai sum(), count(), join(), atau indexed-repeat() untuk memilih satu pengulangan."),
        ),
        "expressions.bare_condition": (
            _("Syarat “{shown}” saja berarti “sudah diisi”, juga bila isinya 'tidak', 'false' atau 0."),
            _("Tulis maksudnya, misalnya {shown} != '' atau {shown} = 'ya'."),
        ),
        "expressions.no_table": (
            _("Tidak ada tabel terlampir “{name}” dengan kolom “{column}” dan “{key_column}”."),
            _("Lampirkan tabelnya, atau periksa nama tabel dan kolomnya."),
        ),
        "expressions.no_such_table": (
            _("Tidak ada tabel terlampir atau daftar pilihan bernama “{name}”."),
            _("Lampirkan tabelnya, atau periksa nama di dalam instance('…')."),
        ),
        "expressions.no_column": (
            _("Tabel “{name}” tidak punya kolom “{column}”."),
            _("Kolom yang ada: {known}."),
        ),
        "expressions.date_format": (
            _("Kode “{found}” tidak dikenal oleh fungsi {name}."),
            _("Kode yang dikenal: {known}."),
        ),
        # patterns
        "expressions.regex_look": (
            _("Pola “{pattern}” memakai pandangan ke depan atau ke belakang (?=, ?!, ?<), yang tidak didukung."),
            _("Tulis pola tanpa (?=…), atau pecah menjadi dua regex() yang dihubungkan dengan and."),
        ),
        "expressions.regex_back": (
            _("Pola “{pattern}” merujuk kembali ke kelompok ({found}), yang tidak didukung."),
            _("Tulis ulang pola tanpa rujukan seperti \\1."),
        ),
        "expressions.regex_big": (
            _("Pola “{pattern}” mengulang terlalu banyak ({found})."),
            _("Pakai pengulangan paling banyak 1000, tidak bersarang; batasi panjang dengan string-length()."),
        ),
        "expressions.regex_bad": (
            _("Pola “{pattern}” tidak dapat dibaca: {found}."),
            _("Periksa kurung, kurung siku dan garis miring terbaliknya."),
        ),
        "expressions.regex_not_anchored": (
            _("Pola “{pattern}” di sini harus cocok dengan seluruh isian; program lain mencari di bagian mana pun."),
            _("Tambahkan ^ di depan dan $ di belakang agar sama di semua program: {anchored}"),
        ),
        # running
        "expressions.result_too_long": (
            _("Hasil rumus terlalu panjang (lebih dari {limit} karakter)."),
            _("Persingkat teks yang digabungkan."),
        ),
        "expressions.out_of_range": (
            _("Bilangan {found} di luar jangkauan fungsi {name}."),
            _("Pakai bilangan yang lebih kecil."),
        ),
        "expressions.cycle": (
            _("Rumus saling menunggu: {cycle}."),
            _("Putuskan lingkarannya: salah satu rumus tidak boleh memakai hasil yang lain."),
        ),
    }
)
