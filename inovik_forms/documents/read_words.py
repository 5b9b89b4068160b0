"""What the reader of Word files says to people."""

from __future__ import annotations

from inovik_forms.problems import register
from inovik_forms.words import mark

register(
    {
        "documents.not_docx": (
            mark("Berkas «{name}» bukan dokumen Word (.docx)."),
            mark("Buka berkas itu di Word atau LibreOffice, lalu simpan sebagai «Dokumen Word (.docx)»."),
        ),
        "documents.old_doc": (
            mark("Berkas «{name}» memakai format Word lama (.doc)."),
            mark("Buka di Word, pilih Simpan Sebagai, lalu pilih «Dokumen Word (.docx)»."),
        ),
        "documents.encrypted": (
            mark("Berkas «{name}» dilindungi kata sandi."),
            mark("Buka di Word, hapus kata sandinya (Info › Proteksi Dokumen), lalu simpan lagi."),
        ),
        "documents.damaged": (
            mark("Berkas «{name}» rusak dan tidak dapat dibaca: {reason}."),
            mark("Buka di Word, biarkan Word memperbaikinya, lalu simpan sebagai berkas baru."),
        ),
        "documents.too_big": (
            mark("Isi berkas «{name}» melampaui batas: {what} {size}, paling banyak {limit}."),
            mark("Perkecil gambar di dalamnya, atau bagi dokumen itu."),
        ),
        "documents.bad_member": (
            mark("Berkas «{name}» memuat bagian dengan nama yang tidak diizinkan: «{member}»."),
            mark("Buka di Word, lalu simpan sebagai berkas baru."),
        ),
        "documents.doctype": (
            mark("Bagian «{part}» memuat DOCTYPE; dokumen Word yang wajar tidak memilikinya."),
            mark("Buka di Word, lalu simpan sebagai berkas baru."),
        ),
        "documents.macro": (
            mark("Dokumen memuat makro («{part}»)."),
            mark("Simpan sebagai «Dokumen Word (.docx)», bukan «Dokumen Word dengan Makro»."),
        ),
        "documents.strict": (
            mark("Dokumen disimpan sebagai «Dokumen Open XML Strict», yang belum didukung."),
            mark("Simpan sebagai «Dokumen Word (.docx)»."),
        ),
        "documents.external": (
            mark("Dokumen mengambil isi dari luar: {what} «{target}»."),
            mark("Putuskan tautannya (Info › Edit Tautan ke File), atau sisipkan isinya ke dalam dokumen."),
        ),
        "documents.foreign_part": (
            mark("Dokumen memuat {what}, yang tidak diterima."),
            mark("Hapus objek itu, atau ganti dengan gambar, tabel, atau teks biasa."),
        ),
        "documents.field_outside": (
            mark("Bidang {field} mengambil isi dari luar dokumen."),
            mark("Ubah bidang itu menjadi teks biasa (Ctrl+Shift+F9)."),
        ),
        "documents.tracked_change": (
            mark("Ada perubahan terlacak yang belum diputuskan; yang dibaca adalah keadaan akhirnya."),
            mark("Terima atau tolak semua perubahan (Tinjau › Terima), lalu unggah lagi."),
        ),
        "documents.comments": (
            mark("Dokumen memuat {count} komentar; komentar tidak ikut dicetak."),
            mark("Hapus komentar bila tidak diperlukan lagi."),
        ),
        "documents.unsupported": (
            mark("{what} belum didukung: tetap ada di Word, tetapi tidak tercetak di PDF dan pratinjau."),
            mark("Ganti dengan teks, tabel, atau gambar biasa."),
        ),
        "documents.direction": (
            mark("{what} dicetak mendatar dari kiri ke kanan di PDF dan pratinjau."),
            mark("Pakai tulisan mendatar dari kiri ke kanan, atau sisipkan sebagai gambar."),
        ),
        "documents.number_format": (
            mark("Format penomoran «{format}» belum didukung; dipakai angka biasa."),
            mark("Pilih 1, 01, a, A, i, I, atau butir."),
        ),
        "documents.columns": (
            mark("Bagian dengan {count} kolom yang tidak sama lebar dicetak dengan kolom yang sama lebar di PDF."),
            mark("Pakai kolom yang sama lebar, atau tabel tanpa garis."),
        ),
        "documents.link": (
            mark("Tautan «{target}» tidak diizinkan; teksnya tetap dicetak tanpa tautan."),
            mark("Pakai alamat yang berawal http://, https://, atau mailto:."),
        ),
    }
)

KINDS = {
    "textbox": mark("Kotak teks"),
    "shape": mark("Bentuk gambar (shape)"),
    "chart": mark("Grafik"),
    "smartart": mark("SmartArt"),
    "watermark": mark("Tanda air"),
    "equation": mark("Persamaan"),
    "picture": mark("Gambar EMF/WMF"),
    "ink": mark("Tulisan tangan"),
    "nested": mark("Tabel di dalam tabel lebih dari dua tingkat"),
    "figures": mark("Daftar gambar atau daftar tabel"),
    "other": mark("Isi Word «{name}»"),
}
"""Kind of unsupported content → how it is called."""
