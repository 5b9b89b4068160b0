"""Types that other programs know and we refuse: for each why, and what to write instead."""

from __future__ import annotations

from collections.abc import Mapping

from inovik_forms.words import mark as _

REFUSED: Mapping[str, str] = {
    "audit": "type_watches", "start-geopoint": "type_watches", "background-geopoint": "type_watches",
    "background-audio": "type_watches", "imei": "type_of_device", "simserial": "type_of_device",
    "subscriberid": "type_of_device", "uri:deviceid": "type_old_deviceid", "add date prompt": "type_old_date",
    "percentage": "type_percentage", "cascading_select": "type_cascade", "cascading select": "type_cascade",
    "begin loop": "type_loop", "begin_loop": "type_loop", "end loop": "type_loop_end", "end_loop": "type_loop_end",
    "xml-external": "type_xml", "osm": "type_osm", "begin_score": "type_kobo_score",
    "score__row": "type_kobo_score_row", "end_score": "type_kobo_end", "begin_rank": "type_kobo_rank",
    "rank__level": "type_kobo_rank_part", "end_rank": "type_kobo_rank_part", "begin_kobomatrix": "type_kobo_matrix",
    "end_kobomatrix": "type_kobo_end",
}  # fmt: skip
"""Word of the column `type` → code of what is said about it. Those of KoboToolbox stand in the workbooks it gives."""

_KOBO = _("“{kind}” adalah bentuk milik KoboToolbox, bukan tipe XLSForm.")
_OLD = _("“{kind}” adalah tipe lama yang tidak dipakai lagi dalam XLSForm.")

MESSAGES: Mapping[str, tuple[str, str]] = {
    "type_watches": (
        _("“{kind}” merekam pengisi tanpa bertanya kepadanya; itu tidak dilakukan di sini."),
        _("Hapus baris ini. Bila datanya perlu, tanyakan: geopoint untuk letak, audio untuk rekaman."),
    ),
    "type_of_device": (
        _("“{kind}” membaca nomor telepon genggam, yang tidak diberikan peramban."),
        _("Hapus baris ini, atau tulis deviceid: tanda acak untuk perangkat yang dipakai mengisi."),
    ),
    "type_old_deviceid": (_OLD, _("Tulis deviceid.")),
    "type_old_date": (_OLD, _("Tulis date.")),
    "type_percentage": (_OLD, _("Tulis integer dengan constraint “. >= 0 and . <= 100”.")),
    "type_cascade": (_OLD, _("Tulis satu select_one untuk tiap tingkat, dengan choice_filter pada yang bawah.")),
    "type_loop": (_OLD, _("Tulis begin_repeat, atau satu begin_group untuk tiap pilihan.")),
    "type_loop_end": (_OLD, _("Tulis end_repeat atau end_group, sesuai pembukanya.")),
    "type_xml": (
        _("Tabel dari berkas .xml tidak dapat dibawa dalam buku kerja."),
        _("Simpan tabelnya sebagai lembar bernama NAMA.csv di buku kerja ini, dan tulis csv-external."),
    ),
    "type_osm": (
        _("“{kind}” memerlukan peta OpenStreetMap, yang tidak ada di sini."),
        _("Tulis geopoint, geotrace, atau geoshape."),
    ),
    "type_kobo_score": (
        _KOBO,
        _("Tulis begin_group dengan appearance table-list, dan di dalamnya satu select_one untuk tiap pernyataan."),
    ),
    "type_kobo_score_row": (_KOBO, _("Tulis select_one dan nama daftar yang ada di kolom kobo--score-choices.")),
    "type_kobo_rank": (
        _KOBO,
        _("Tulis satu baris saja: rank dan nama daftar yang ada di kolom kobo--rank-items. "
          "Hapus baris-baris di bawahnya sampai end_rank."),
    ),
    "type_kobo_rank_part": (_KOBO, _("Hapus baris ini: satu pertanyaan rank memuat semua tingkat.")),
    "type_kobo_matrix": (
        _KOBO,
        _("Tulis satu begin_group untuk tiap butir daftar di kolom kobo--matrix_list, "
          "masing-masing dengan pertanyaan-pertanyaan ini di dalamnya."),
    ),
    "type_kobo_end": (_KOBO, _("Tulis end_group.")),
}  # fmt: skip
