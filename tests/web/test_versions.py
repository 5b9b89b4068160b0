"""Versions in the browser: upload, problems at once, publish, refuse, restore, try out, move a response and back."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from docx import Document as NewDocument

from inovik_forms.store.store import Store

HEAD = "| survey |\n| | type | name | label | id | required | relevant |\n"
ONE = HEAD + (
    "| | begin_group | a | Bagian satu | | | |\n| | text | nama | Nama usaha | q1 | yes | |\n"
    "| | select_one j | jalur | Jalur | q2 | | |\n| | text | alasan | Alasan | q3 | | ${jalur} = 'kota' |\n"
    "| | end_group | | | | | |\n| choices |\n| | list_name | name | label |\n"
    "| | j | dinas | Dinas |\n| | j | kota | Kota |\n"
    "| settings |\n| | form_title | form_id |\n| | Survei | survei |\n"
)
TWO = (
    ONE.replace("| nama | Nama usaha |", "| nama_usaha | Nama resmi usaha |")
    .replace(
        "| | text | alasan | Alasan | q3 | | ${jalur} = 'kota' |", "| | integer | pegawai | Pegawai | q4 | yes | |"
    )
    .replace("| | j | dinas | Dinas |\n", "")
)
LIST = "/pengaturan/kuesioner"
ONE_PAGE = f"{LIST}/survei"


def send(person: Any, text: str, name: str = "", file: str = "survei.md", status: int = 303) -> Any:
    data = {"nama": name, "berkas": (BytesIO(text.encode()), file)}
    return person.post(f"{LIST}/unggah", data, status=status)


def publish(person: Any, store: Store, status: int = 303, **fields: str) -> Any:
    draft = store.form_draft("survei")
    assert draft is not None
    return person.post(f"{ONE_PAGE}/terbit", {"rancangan": draft.id, "dasar": draft.base, **fields}, status=status)


@pytest.fixture
def admin(visit: Any) -> Any:
    return visit("admin")


def test_every_problem_is_listed_with_its_place_and_nothing_changes(admin: Any, store: Store) -> None:
    bad = ONE.replace("text | nama |", "teks | nama |").replace("${jalur} = 'kota'", "${jalr} = 'kota'")
    page = send(admin, bad, status=422)
    for word in ("2 kesalahan di “survei.md”", "baris 3", "kolom A", "teks", "${jalr}", "${jalur}"):
        assert word in page.text
    assert store.form_drafts() == []
    assert "Pilih berkas" in admin.post(f"{LIST}/unggah", status=422).text


def test_csv_files_beside_become_part_of_the_questionnaire(admin: Any, store: Store) -> None:
    text = ONE.replace("select_one j |", "select_one_from_file desa.csv |")
    data = {"nama": "", "berkas": (BytesIO(text.encode()), "survei.md"), "tabel": (BytesIO(b"\xff"), "desa.csv")}
    assert "CSV UTF-8" in admin.post(f"{LIST}/unggah", data, status=422).text
    data |= {
        "berkas": (BytesIO(text.encode()), "survei.md"),
        "tabel": (BytesIO(b"name,label\nkota,Kota\n"), "desa.csv"),
    }
    admin.post(f"{LIST}/unggah", data)
    publish(admin, store)
    assert "| desa.csv |" in admin.get(f"{ONE_PAGE}/1/unduh/asli").html
    assert [c.name for c in store.questionnaire("survei").items[0].items[1].choices.choices] == ["kota"]  # type: ignore


def send_whole(person: Any, data: bytes) -> Any:
    """As `send`, from memory: the test client would leave a file of its own open."""
    head = f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{person.token}\r\n'
    head += '--x\r\nContent-Disposition: form-data; name="berkas"; filename="survei.md"\r\n\r\n'
    body = head.encode() + data + b"\r\n--x--\r\n"
    return person.client.post(f"{LIST}/unggah", data=body, content_type="multipart/form-data; boundary=x")


def test_a_large_workbook_is_read_and_a_huge_one_refused_in_words(admin: Any, store: Store) -> None:
    admin.get(LIST)
    large = ONE + "| _catatan |\n| | isi |\n" + "".join(f"| | {'x' * 1000} {n} |\n" for n in range(2_500))
    assert send_whole(admin, large.encode()).status_code == 303
    assert store.form_draft("survei") is not None
    answer = send_whole(admin, b"x" * (17 * 1024 * 1024))
    assert answer.status_code == 422 and "16 MB" in answer.text
    assert send_whole(admin, b"x" * (25 * 1024 * 1024)).status_code == 413


def test_from_upload_to_history(admin: Any, store: Store) -> None:
    assert send(admin, ONE).location == ONE_PAGE
    assert "Rancangan" in admin.get(ONE_PAGE).text
    assert "Belum pernah diterbitkan" in admin.get(LIST).text
    publish(admin, store, catatan="Versi pertama")
    send(admin, TWO, "survei")
    page = admin.get(ONE_PAGE)
    for word in (
        "Beda dari versi 1", "Pegawai", "Alasan", "nama kolom: nama → nama_usaha",
        "bunyi pertanyaan: Nama usaha → Nama resmi usaha", "pilihan dihapus: Dinas",
    ):  # fmt: skip
        assert word in page.text
    publish(admin, store, catatan="Nama diganti")
    text = admin.get(ONE_PAGE).text
    assert "Versi 2 berlaku Admin" in text
    assert "“Nama diganti”" in text and "“Versi pertama”" in text
    place = admin.post(f"{ONE_PAGE}/pulihkan/1").location
    assert admin.get(place).value("catatan") == "Memulihkan versi 1"
    publish(admin, store, catatan="Memulihkan versi 1")
    assert [v.version for v in store.questionnaire_versions("survei")] == [3, 2, 1]
    assert store.questionnaire_file("survei", 3) == store.questionnaire_file("survei", 1)
    assert admin.get(f"{ONE_PAGE}/3/unduh/asli").html == ONE
    assert admin.get(f"{ONE_PAGE}/2/unduh/xlsx").data.startswith(b"PK")


def test_publishing_is_refused_when_somebody_else_was_faster(admin: Any, store: Store) -> None:
    send(admin, ONE)
    publish(admin, store)
    send(admin, TWO, "survei")
    store.publish_questionnaire("survei", ONE.replace("Jalur", "Jalur masuk").encode(), "x.md", author="koor", base=1)
    page = publish(admin, store, status=409)
    assert "Versi 2 diterbitkan oleh Koor" in page.text
    assert "Jalur → Jalur masuk" in page.text
    assert store.questionnaire_version("survei") == 2
    assert page.value("dasar") == "2"
    publish(admin, store, dasar="2")
    assert store.questionnaire_version("survei") == 3


def test_a_file_of_another_questionnaire_is_not_taken(admin: Any, store: Store) -> None:
    send(admin, ONE)
    publish(admin, store)
    page = send(admin, ONE, "lain", status=422)
    assert "kuesioner “survei”, bukan “lain”" in page.text


def test_trying_out_counts_nowhere(admin: Any, store: Store, visit: Any) -> None:
    send(admin, ONE)
    draft = store.form_draft("survei")
    assert draft is not None
    url = f"{ONE_PAGE}/{draft.version}/coba"
    page = admin.get(url)
    assert "Ditanyakan bila “Jalur” dijawab “Kota”." in page.text
    place = admin.post(url, jawaban="contoh", jalur="a/alasan").location
    assert place.endswith("#q.a/alasan")
    page = admin.get(place)
    assert "Percobaan." in page.text
    assert not page.is_hidden("a/alasan")
    trial = int(place.split("/")[2])
    admin.post(f"/isian/{trial}/bagian/a", {"q.a/nama": "Coba"}, status=303)
    assert store.draft(trial)[1].values["a/nama"] == "Coba"
    admin.get(f"/isian/{trial}")
    assert "Kirim" not in admin.get(f"/isian/{trial}/periksa").html.partition("<main")[2]
    admin.post(f"/isian/{trial}/kirim", status=404)
    for who in ("ani", "koor"):
        visit(who).get(f"/isian/{trial}", status=404)
        visit(who).get(url, status=404)
    assert trial not in {r.id for r in store.responses_of()}
    publish(admin, store)
    admin.get(f"/isian/{trial}", status=404)


def test_a_trial_knows_the_city_as_a_real_response_does(admin: Any, store: Store) -> None:
    head = "| survey |\n| | type | name | label | prefill |\n| | text | kota | Kota | kota.nama |\n"
    text = head + "| | text | pengisi | Pengisi | akun.nama |\n" + ONE[ONE.index("| settings |") :]
    send(admin, text)
    draft = store.form_draft("survei")
    assert draft is not None
    trial = admin.post(f"{ONE_PAGE}/{draft.version}/coba", jawaban="kosong").location.split("/")[2]
    assert store.draft(int(trial))[1].values == {"kota": "Kota Uji", "pengisi": "Admin"}


@pytest.fixture
def running(store: Store, admin: Any) -> int:
    send(admin, ONE)
    publish(admin, store)
    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    values = {"a/nama": "Toko Sari", "a/jalur": "dinas", "a/alasan": "x"}
    response = store.start_response(subject.id, "survei", "ani", values)
    send(admin, TWO, "survei")
    publish(admin, store, catatan="Nama diganti")
    return response.id


def test_a_running_response_stays_and_moves_and_comes_back(visit: Any, store: Store, running: int) -> None:
    ani = visit("ani")
    assert "versi 2 yang lebih baru; isian Anda memakai versi 1" in ani.get(f"/isian/{running}").text
    assert store.response(running).version == 1
    page = ani.get(f"/isian/{running}/versi")
    for word in ("Pindah ke versi 2", "Nama diganti", "1 jawaban harus diisi ulang", "Dinas", "Pegawai"):
        assert word in page.text
    ani.post(f"/isian/{running}/versi", ke="2", dasar="0")
    assert store.response(running).version == 1  # the answers had changed since
    ani.post(f"/isian/{running}/versi", ke="2", dasar=page.value("dasar"))
    assert store.response(running).version == 2
    page = ani.get(f"/isian/{running}/bagian/a")
    assert page.value("q.a/nama_usaha") == "Toko Sari"
    ani.post(f"/isian/{running}/bagian/a", {"q.a/nama_usaha": "Toko Sari Jaya", "q.a/pegawai": "4"})
    assert "Kembali ke versi 1" in ani.get(f"/isian/{running}").text
    page = ani.get(f"/isian/{running}/versi?ke=1")
    ani.post(f"/isian/{running}/versi", ke="1", dasar=page.value("dasar"))
    values = store.draft(running)[1].values
    assert (values["a/nama"], values["a/jalur"], values["a/alasan"]) == ("Toko Sari Jaya", "dinas", "x")
    assert store.response(running).version == 1


def test_a_page_of_the_version_before_is_told_and_nothing_typed_is_lost(visit: Any, store: Store, running: int) -> None:
    ani = visit("ani")
    old = ani.get(f"/isian/{running}/bagian/a").value("versi")
    ani.post(f"/isian/{running}/versi", ke="2", dasar=str(store.draft(running)[0]))
    late = {"changes": [{"id": "x", "path": "a/jalur", "value": "kota"}]}
    assert "pindah ke versi lain" in ani.json(f"/isian/{running}/simpan?versi={old}", late)["note"]
    assert store.draft(running)[1].values["a/jalur"] == "kota"
    page = ani.post(f"/isian/{running}/bagian/a", {"q.a/nama": "Toko Baru", "versi": old}, status=409)
    assert "baru saja pindah ke versi 2" in page.text and "Nama usaha Toko Baru" in page.text
    assert store.draft(running)[1].values["a/nama_usaha"] == "Toko Sari"


def test_only_its_people_move_a_response(visit: Any, running: int) -> None:
    for who in ("budi", "koor", "admin"):
        visit(who).get(f"/isian/{running}/versi", status=404)
        visit(who).post(f"/isian/{running}/versi", ke="2", dasar="3", status=404)


def test_what_was_sent_is_read_with_the_version_it_was_sent_in(store: Store, running: int, visit: Any) -> None:
    seq = store.draft(running)[0]
    visit("ani").post(f"/isian/{running}/versi", ke="2", dasar=str(seq))
    moved = store.response(running)
    assert (store.version_at(moved, seq), store.version_at(moved, moved.seq)) == (1, 2)


def test_a_template_that_would_break_has_to_be_accepted_and_still_serves_the_old_answers(
    admin: Any, visit: Any, store: Store
) -> None:
    send(admin, ONE)
    publish(admin, store)
    document, out = NewDocument(), BytesIO()
    document.add_paragraph("Alasan: {{ alasan }}. Jalur: {{ jalur }}")
    document.save(out)
    store.publish_template("surat", out.getvalue(), "survei", "Surat")
    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    old = store.start_response(subject.id, "survei", "ani", {"a/jalur": "kota", "a/alasan": "jauh"})
    send(admin, TWO, "survei")
    page = publish(admin, store, status=409)
    assert "Naskah berikut memakai jawaban yang tidak ada lagi" in page.text and "alasan" in page.text
    assert store.questionnaire_version("survei") == 1
    publish(admin, store, tetap="1")
    store._templates.clear()  # as in a process that starts now
    assert "jauh" in visit("ani").get(f"/dokumen/{old.id}/surat/lembar").html
    new = store.start_response(subject.id, "survei", "ani", {"a/jalur": "kota"})
    sheet = visit("ani").get(f"/dokumen/{new.id}/surat/lembar").html
    assert 'Alasan: . Jalur: <a data-path="a/jalur" href=' in sheet and "jauh" not in sheet
