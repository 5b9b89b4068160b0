"""What the rules say to people: code → what is wrong, what to do."""

from __future__ import annotations

from inovik_forms.problems import register
from inovik_forms.words import mark

register(
    {
        "lint.L01": (
            mark("Masih ada isian kosong: “{quote}”."),
            mark("Isi jawabannya, atau hapus bagian itu."),
        ),
        "lint.L01.number": (
            mark("Nomor naskah masih kosong: “{quote}”."),
            mark("Tulis nomor yang diterbitkan instansi ini."),
        ),
        "lint.L02.count": (
            mark("Ada {count} baris nomor untuk {parties} pihak."),
            mark("Tulis tepat satu nomor untuk setiap pihak."),
        ),
        "lint.L02.twice": (
            mark("Nomor {number} dipakai dua kali."),
            mark("Setiap pihak menerbitkan nomornya sendiri; periksa keduanya."),
        ),
        "lint.L02.year": (
            mark("Nomor {number} tidak memuat tahun penandatanganan, {year}."),
            mark("Periksa tahun pada nomor itu."),
        ),
        "lint.L02.pattern": (
            mark("Nomor {number} tidak mengikuti pola nomor yang dikenal ({examples})."),
            mark("Periksa nomor itu pada pencatatan naskah dinas."),
        ),
        "lint.L03": (
            mark("Hari {day} tidak cocok: {date} adalah hari {right}."),
            mark("Tulis {right}, atau perbaiki tanggalnya."),
        ),
        "lint.L04": (
            mark("Tanggal dengan huruf “{words}” tidak sama dengan {digits}."),
            mark("Bila angkanya benar, tulis: {right}."),
        ),
        "lint.L04.none": (
            mark("“{quote}” bukan tanggal yang ada dalam kalender."),
            mark("Perbaiki tanggal itu."),
        ),
        "lint.L04.spelling": (
            mark("Nama “{quote}” pada tanggal ditulis tidak baku."),
            mark("Tulis {right}."),
        ),
        "lint.L05": (
            mark("{digits} tidak sama dengan “{words}”."),
            mark("Bila angkanya benar, tulis: {right}."),
        ),
        "lint.L06": (
            mark("Bilangan {number} ditulis tanpa huruf."),
            mark("Tambahkan di belakangnya: ({words})."),
        ),
        "lint.L07": (
            mark("Cara menulis uang “{quote}” tidak baku."),
            mark("Tulis {right}."),
        ),
        "lint.L08.pasal": (
            mark("{label} tidak berurutan; di sini seharusnya Pasal {expected}."),
            mark("Urutkan nomor pasal, lalu periksa semua rujukan."),
        ),
        "lint.L08.title": (
            mark("{label} tidak mempunyai judul."),
            mark("Tulis judulnya dengan huruf kapital di bawah nomor pasal."),
        ),
        "lint.L08.single": (
            mark("{clause} hanya mempunyai satu ayat, jadi ayat itu tidak bernomor."),
            mark("Hapus nomor {label}."),
        ),
        "lint.L08.ayat": (
            mark("Ayat {label} dalam {clause} tidak berurutan; di sini seharusnya ({expected})."),
            mark("Urutkan nomor ayat, lalu periksa semua rujukan."),
        ),
        "lint.L09": (
            mark("Rujukan “{quote}” tidak menemukan sasarannya."),
            mark("Periksa nomor ayat, huruf, atau angka yang dirujuk dalam {clause}."),
        ),
        "lint.L09.none": (
            mark("Rujukan “{quote}” menuju {clause}, yang tidak ada dalam naskah ini."),
            mark("Perbaiki nomor pasalnya, atau sebutkan peraturan yang dimaksud."),
        ),
        "lint.L10.dalam": (
            mark("“{quote}”: pasal lain dirujuk dengan “dalam”."),
            mark("Tulis “{right}”."),
        ),
        "lint.L10.pada": (
            mark("“{quote}”: ayat dalam pasal yang sama dirujuk dengan “pada”."),
            mark("Tulis “{right}”."),
        ),
        "lint.L10.same": (
            mark("“{quote}” menyebut pasal tempatnya sendiri berada."),
            mark("Tulis “{right}”."),
        ),
        "lint.L10.self": (
            mark("“{quote}” merujuk ke dirinya sendiri."),
            mark("Rujuk ayat atau pasal yang dimaksud."),
        ),
        "lint.L10.ahead": (
            mark("“{quote}” merujuk ke depan, ke pasal yang belum dibaca."),
            mark("Pastikan susunan pasalnya memang demikian."),
        ),
        "lint.L11.missing": (
            mark("“{quote}” disebut, tetapi lampiran itu tidak ada."),
            mark("Lampirkan, atau hapus penyebutannya."),
        ),
        "lint.L11.unmentioned": (
            mark("“{quote}” tidak disebut dalam pasal mana pun."),
            mark("Sebutkan dalam pasal bahwa lampiran itu bagian yang tidak terpisahkan."),
        ),
        "lint.L11.gap": (
            mark("Nomor “{quote}” tidak berurutan; di sini seharusnya lampiran ke-{expected}."),
            mark("Urutkan angka romawi lampiran."),
        ),
        "lint.L12.missing": (
            mark("{label} tidak didefinisikan pada pembukaan."),
            mark("Tambahkan “selanjutnya disebut …” pada komparisi."),
        ),
        "lint.L12.twice": (
            mark("{label} didefinisikan lebih dari satu kali."),
            mark("Setiap sebutan hanya untuk satu pihak; perbaiki yang kedua."),
        ),
        "lint.L12.mixed": (
            mark("“{quote}” bercampur dengan “{right}”."),
            mark("Pakai satu sebutan di seluruh naskah: {right}."),
        ),
        "lint.L12.capitals": (
            mark("“{quote}” tidak ditulis dengan huruf kapital."),
            mark("Tulis {right}."),
        ),
        "lint.L13": (
            mark("“{quote}” bukan nama {label} pada pembukaan."),
            mark("Tulis sama: {right}."),
        ),
        "lint.L13.title": (
            mark("“{quote}” ({label}) tidak sama dengan nama pada judul."),
            mark("Samakan nama instansi pada judul dan pembukaan."),
        ),
        "lint.L13.near": (
            mark("“{quote}” hampir sama dengan “{right}”."),
            mark("Bila maksudnya sama, tulis persis sama."),
        ),
        "lint.L14": (
            mark("Jabatan {label} pada tanda tangan, “{quote}”, berbeda dari pembukaan."),
            mark("Tulis {right}, atau perbaiki pembukaan."),
        ),
        "lint.L14.missing": (
            mark("Blok tanda tangan tidak ditemukan di belakang pasal terakhir."),
            mark("Buat tabel tanda tangan dengan satu kolom untuk setiap pihak."),
        ),
        "lint.L14.twice": (
            mark("{label} bertanda tangan dua kali."),
            mark("Perbaiki sebutan pihak pada kolom ini."),
        ),
        "lint.L14.column": (
            mark("{label} tidak mempunyai kolom tanda tangan."),
            mark("Tambahkan kolomnya."),
        ),
        "lint.L14.swapped": (
            mark("“{quote}” adalah nama, tetapi berdiri di tempat jabatan."),
            mark("Tukar nama dan jabatan pada kolom ini."),
        ),
        "lint.L15": (
            mark("Nama naskah di sini “{quote}”, padahal judulnya lain."),
            mark("Tulis {right} di seluruh naskah."),
        ),
        "lint.L15.file": (
            mark("Nama berkas “{quote}” menyebut jenis naskah lain."),
            mark("Pakai nama {right}."),
        ),
        "lint.L16": (
            mark("Tanggal akhir {quote} tidak cocok dengan {length} sejak {start}."),
            mark("Hari terakhirnya {right}."),
        ),
        "lint.L16.before": (
            mark("Tanggal akhir {quote} mendahului tanggal mulai {start}."),
            mark("Hari terakhir {length} sejak itu adalah {right}."),
        ),
        "lint.L16.notice": (
            mark("Pemberitahuan {quote} tidak lebih pendek daripada {length}."),
            mark("Pendekkan waktu pemberitahuan, atau periksa jangka waktunya."),
        ),
        "lint.L16.row": (
            mark("{quote} di luar jangka waktu kesepakatan ({first} sampai dengan {last})."),
            mark("Perbaiki waktu kegiatan pada lampiran."),
        ),
        "lint.L16.order": (
            mark("“{quote}”: selesai sebelum mulai."),
            mark("Perbaiki salah satu tanggalnya."),
        ),
        "lint.L17": (
            mark("“{quote}” kurang: setiap pihak memegang satu naskah asli."),
            mark("Tulis sekurang-kurangnya {count} rangkap."),
        ),
        "lint.L17.missing": (
            mark("Jumlah rangkap tidak disebut dalam pasal mana pun."),
            mark("Tambahkan pada penutup: dibuat dalam rangkap {count} …."),
        ),
        "lint.L17.spelling": (
            mark("“{quote}” salah eja."),
            mark("Tulis {right}."),
        ),
        "lint.L17.unstamped": (
            mark("Naskah asli akan bermeterai, tetapi “{quote}” tidak menyebutnya."),
            mark("Tambahkan “bermeterai cukup”."),
        ),
        "lint.L17.stamped": (
            mark("“{quote}” disebut, padahal jawabannya: tidak bermeterai."),
            mark("Hapus kata itu, atau ubah jawabannya."),
        ),
        "lint.L18": (
            mark("{instrument} harus memuat pasal {clause}."),
            mark("Tambahkan pasal itu."),
        ),
        "lint.L19.opener": (
            mark("Kalimat sebelum butir {label} tidak ditutup dengan titik dua."),
            mark("Akhiri dengan “:”."),
        ),
        "lint.L19.item": (
            mark("Butir {label} tidak diakhiri dengan titik koma."),
            mark("Akhiri dengan “;”."),
        ),
        "lint.L19.second": (
            mark("Butir {label}, yang kedua dari belakang, tidak diakhiri dengan “; dan” atau “; atau”."),
            mark("Akhiri dengan “; dan”, “; atau”, atau “; dan/atau”."),
        ),
        "lint.L19.joined": (
            mark("Kata penghubung di akhir butir {label} terlalu dini: “{quote}”."),
            mark("Kata itu hanya di akhir butir kedua dari belakang."),
        ),
        "lint.L19.last": (
            mark("Butir terakhir, {label}, tidak diakhiri dengan titik."),
            mark("Akhiri dengan “.”."),
        ),
        "lint.L19.capital": (
            mark("Butir daftar diawali huruf kapital: “{quote}”."),
            mark("Tulis “{right}”."),
        ),
        "lint.L19.mark": (
            mark("Tanda “{label}” tidak lazim pada tingkat ini."),
            mark("Urutan tingkat: a. lalu 1. lalu a) lalu 1)."),
        ),
        "lint.L19.deep": (
            mark("Butir {label} lebih dalam daripada empat tingkat."),
            mark("Pecah menjadi ayat atau daftar yang lebih pendek."),
        ),
        "lint.L19.ayat": (
            mark("Butir daftar bernomor {label} seperti ayat."),
            mark("Pakai a., b., c. untuk daftar."),
        ),
        "lint.L20.bahwa": (
            mark("Premis {label} tidak diawali “bahwa”."),
            mark("Awali dengan “bahwa”."),
        ),
        "lint.L20.end": (
            mark("Premis {label} tidak diakhiri dengan titik koma."),
            mark("Akhiri dengan “;”."),
        ),
        "lint.L20.gap": (
            mark("Huruf premis {label} tidak berurutan; di sini seharusnya {expected}"),
            mark("Urutkan huruf premis."),
        ),
        "lint.L21.incomplete": (
            mark("Dasar hukum belum lengkap: “{quote}”."),
            mark("Tulis jenis, nomor, tahun, dan judulnya."),
        ),
        "lint.L21.twice": (
            mark("{law} disebut dua kali."),
            mark("Hapus salah satu."),
        ),
        "lint.L21.order": (
            mark("{law} tidak pada urutannya."),
            mark("Urutkan menurut tingkat peraturan, lalu tahun."),
        ),
        "lint.L21.repealed": (
            mark("{law} sudah dicabut dengan {by}."),
            mark("Pakai peraturan yang berlaku."),
        ),
        "lint.L21.changed": (
            mark("{law} sudah diubah dengan {by}."),
            mark("Tambahkan “sebagaimana telah diubah dengan …”."),
        ),
        "lint.L22.unused": (
            mark("Istilah “{term}” didefinisikan tetapi tidak dipakai."),
            mark("Hapus definisinya, atau pakai istilahnya."),
        ),
        "lint.L22.twice": (
            mark("Istilah “{term}” didefinisikan dua kali."),
            mark("Satukan definisinya."),
        ),
        "lint.L22.unknown": (
            mark("Singkatan “{term}” belum diperkenalkan."),
            mark("Tulis lengkap, atau tambahkan “yang selanjutnya disingkat {term}”."),
        ),
        "lint.L22.introduced": (
            mark("Singkatan “{term}” diperkenalkan lebih dari satu kali."),
            mark("Perkenalkan sekali saja."),
        ),
        "lint.L23": (
            mark("Ejaan “{quote}” tidak baku."),
            mark("Tulis “{right}”."),
        ),
        "lint.L24.daily": (
            mark("{office} tidak sepatutnya menandatangani komitmen strategis."),
            mark("Mintakan pendapat Bagian Hukum, atau tunggu pejabat yang berwenang."),
        ),
        "lint.L24.power": (
            mark("Dasar kewenangan {office} tidak disebut pada pembukaan."),
            mark("Tambahkan “berdasarkan …” (keputusan pengangkatan atau surat kuasa) pada komparisi."),
        ),
        "lint.L24.late": (
            mark("Tanggal {date} sesudah tanggal penandatanganan, {signing}."),
            mark("Periksa tanggal keputusan pengangkatan."),
        ),
        "lint.L24.term": (
            mark("{name} menjabat {first} sampai dengan {last}; penandatanganan {signing} di luar itu."),
            mark("Periksa siapa yang menjabat pada hari itu."),
        ),
        "lint.L25": (
            mark("“{quote}” bukan bagian dari kerja sama ini; mungkin sisa naskah lain."),
            mark("Periksa, lalu ganti atau hapus."),
        ),
        "lint.L26": (
            mark("“{quote}” tidak cocok dalam {instrument}: {reason}"),
            mark("Ubah atau hapus kalimat itu bersama Bagian Hukum."),
        ),
        "lint.L26.sanction": (
            mark("Perjanjian dengan {party} harus memuat sanksi."),
            mark("Tambahkan ketentuan sanksi."),
        ),
        "lint.L27.phone": (
            mark("“{quote}” bukan nomor telepon."),
            mark("Tulis nomor yang diawali 0 atau +62."),
        ),
        "lint.L27.mail": (
            mark("“{quote}” bukan alamat pos-el."),
            mark("Tulis alamat seperti nama@instansi.go.id."),
        ),
        "lint.L27.lacking": (
            mark("Narahubung {label} tidak ada."),
            mark("Tambahkan telepon atau pos-el pihak itu."),
        ),
        "lint.L28.paper": (
            mark("Ukuran kertas bagian {section} adalah {size}."),
            mark("Pakai {allowed}."),
        ),
        "lint.L28.margin": (
            mark("Margin {side} bagian {section} hanya {size} mm."),
            mark("Pakai sekurang-kurangnya {least} mm."),
        ),
        "lint.L28.font": (
            mark("Huruf {font} bukan huruf naskah dinas."),
            mark("Pakai {allowed}."),
        ),
        "lint.L28.orphan": (
            mark("Judul {clause} dapat tertinggal sendiri di kaki halaman."),
            mark("Beri paragraf itu “Keep with next” (tetap dengan paragraf berikut)."),
        ),
        "lint.L28.split": (
            mark("Blok tanda tangan dapat terpotong halaman."),
            mark("Beri barisnya “jangan dipisah halaman” dan “tetap dengan paragraf berikut”."),
        ),
        "lint.L28.pages": (
            mark("Naskah asli 1 berisi {first} halaman, naskah asli 2 berisi {second}."),
            mark("Samakan jumlah halamannya."),
        ),
        "lint.L29": (
            mark("Naskah asli yang lain tidak memuat “{quote}”."),
            mark("Kedua naskah asli hanya boleh berbeda pada logo, urutan nama, urutan nomor, dan sisi tanda tangan."),
        ),
        "lint.L29.lacking": (
            mark("Naskah ini tidak memuat “{quote}”, yang ada pada naskah asli yang lain."),
            mark("Samakan kedua naskah asli."),
        ),
        "lint.L30.tracked": (
            mark("Masih ada {count} perubahan terlacak ({people})."),
            mark("Terima atau tolak semuanya sebelum naskah dikirim."),
        ),
        "lint.L30.comments": (
            mark("Masih ada {count} komentar."),
            mark("Hapus semua komentar sebelum naskah dikirim."),
        ),
        "lint.L30.author": (
            mark("Berkas menyimpan nama penyusun: {name}."),
            mark("Hapus dengan “Inspect Document” (Periksa Dokumen) di Word."),
        ),
        "lint.L30.hidden": (
            mark("Teks tersembunyi: “{quote}”."),
            mark("Hapus atau tampilkan teks itu."),
        ),
        "lint.L30.marked": (
            mark("Teks bertanda stabilo: “{quote}”."),
            mark("Hapus warnanya setelah hal itu selesai."),
        ),
        "lint.L30.internal": (
            mark("Catatan internal ikut tertulis: “{quote}”."),
            mark("Hapus dari naskah."),
        ),
        "lint.L31": (
            mark("{name} belum menyetujui naskah ini."),
            mark("Mintakan parafnya."),
        ),
        "lint.L31.other": (
            mark("{name} menyetujui versi lain, bukan versi ini."),
            mark("Mintakan paraf ulang untuk versi ini."),
        ),
        "lint.L32.unused": (
            mark("Jawaban atas “{question}” tidak tercetak di mana pun."),
            mark("Tidak apa-apa bila memang demikian; bila tidak, periksa templatnya ({path})."),
        ),
        "lint.L32.changed": (
            mark("Kalimat berubah dari: “{was}”."),
            mark("Pastikan perubahan ini disepakati."),
        ),
        "lint.L32.added": (
            mark("Kalimat ini tidak ada pada naskah yang dikirim."),
            mark("Pastikan tambahan ini disepakati."),
        ),
        "lint.L32.removed": (
            mark("Yang dihapus di sini: “{was}”."),
            mark("Pastikan penghapusan ini disepakati."),
        ),
        "lint.L33.double": (
            mark("Spasi ganda pada “{quote}”."),
            mark("Sisakan satu spasi."),
        ),
        "lint.L33.before": (
            mark("Spasi sebelum tanda baca pada “{quote}”."),
            mark("Hapus spasi itu."),
        ),
        "lint.L33.quotes": (
            mark("Tanda petik lurus bercampur dengan tanda petik lengkung."),
            mark("Pakai satu bentuk: “…”."),
        ),
        "lint.L33.breaking": (
            mark("{count} nomor dapat terpisah dari katanya di ujung baris (Pasal 1, ayat (1), 3 (tiga))."),
            mark("Pakai spasi tak terputus (Ctrl+Shift+Spasi)."),
        ),
        "lint.L34.sentence": (
            mark("Kalimat ini panjangnya {count} kata."),
            mark("Pertimbangkan untuk memecahnya."),
        ),
        "lint.L34.pasal": (
            mark("{clause} berisi {count} ayat."),
            mark("Pertimbangkan untuk membaginya menjadi dua pasal."),
        ),
    }
)
