"""A city's pack: read and checked as a whole, then loaded; and the content that comes with the application.

A pack is a folder:

    city.yaml            kota: the city's values, each a text, kept as "kota.<name>": nama, pemerintah, provinsi,
                         kepala_jabatan and ibu_kota must be there; logo is a picture in the folder; any other name may
                         be used by questionnaires through their `prefill` column.
                         zona_waktu: IANA name, kept as "kota.zona_waktu"; warna: {utama, aksen…}, "kota.warna_utama"…
                         tahapan: list of stages (kode, judul, keterangan, kuesioner, naskah, berulang, gerbang, jenis)
                         nomor: list of patterns for numbers of papers (nama, judul, instansi, pola, kode, per_unit,
                         mulai, ulang: tahun | bulan | tidak), see inovik_forms.numbers; those that stand in the store
                         already, and may have been changed by an administrator, are left alone
                         kop: letterheads that differ from what units.csv and kota say: "jabatan" or a unit's code →
                         {atas, nama, bawah, alamat, kode_pos, telepon, pos_el, laman}; those set already are left alone
                         akun: sample accounts, list of {username, nama, peran, unit}; peran is staff, legal,
                         coordinator or administrator
    units.csv            UTF-8, with a first line of names: code, name, kind, address, phone, head_title
    samples/index.yaml   optional, for trying out:
                         contoh: list of {jenis: inovasi | kesepakatan, unit, judul, jawaban: list of
                         {kuesioner, berkas, terkirim: true | false}}; berkas is an ANSWERS.json, in whose folder the
                         files named in file and image answers lie
    questionnaires/, doc_templates/   optional: the city's own, in place of the shipped ones of the same name
    klausul/klausul.yaml   optional: clauses that templates share, name → {judul, varian}; varian is a list of {nama,
                         berkas, syarat}, berkas a Word file beside it; one that the store has already is left alone
    questionnaires/media/  optional: the pictures, sounds and films that its labels name
"""

from inovik_forms.packs.content import content_dir
from inovik_forms.packs.load import NewLogin, load_pack, programme
from inovik_forms.packs.prefill import plain_values, prefill
from inovik_forms.packs.read import Pack, read_pack

__all__ = ["NewLogin", "Pack", "content_dir", "load_pack", "plain_values", "prefill", "programme", "read_pack"]
