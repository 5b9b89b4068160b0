"""Files of labels: uploaded with a draft, checked, published, served to whom they may be shown, drawn."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from inovik_forms.problems import Problem
from inovik_forms.store.store import Store
from inovik_forms.web import uploads
from inovik_forms.web.media import checked

from .test_files import jpeg, png

FORM = """| survey |
| | type | name | label::Bahasa Indonesia (id) | label::English (en) | image::Bahasa Indonesia (id) | image::English (en) | big-image | audio | video |
| | begin_group | a | Bagian satu | Part one | grup.png | grup.png | | | |
| | text | nama | Nama | Name | peta.png | map.png | besar.png | | |
| | note | n | Catatan | Note | | | | suara.mp3 | |
| | select_one j | jalur | Jalur | Path | | | | | film.mp4 |
| | select_multiple j | semua | Semua | All | | | | | |
| | text | tanpa | | | peta.png | peta.png | | | |
| | begin_group | dalam | Dalam | Inner | | | | suara.mp3 | |
| | rank j | urut | Urutan | Order | | | | | |
| | end_group | | | | | | | | |
| | select_one j | daftar | Daftar pilih | List | | | | | |
| | end_group | | | | | | | | |
| | begin_repeat | r | Kegiatan | Activities | grup.png | grup.png | | | |
| | text | t | Teks | Text | | | | | |
| | end_repeat | | | | | | | | |
| choices |
| | list_name | name | label::Bahasa Indonesia (id) | label::English (en) | image | big-image |
| | j | dinas | Dinas | Office | dinas.png | besar.png |
| | j | kota | | | dinas.png | |
| | j | lain | Lain | Other | | |
| settings |
| | form_title | form_id | default_language |
| | Survei | survei | id |
""".replace("| select_one j | daftar | Daftar pilih |", "| text | daftar | Daftar pilih |")  # fmt: skip # noqa: E501
PICTURES = ("grup.png", "peta.png", "map.png", "besar.png", "dinas.png")
MP3 = b"ID3" + bytes(range(256)) * 8
MP4 = b"\0\0\0\x18ftypisom" + bytes(400)
ONE_PAGE = "/pengaturan/kuesioner/survei"


def picture(colour: str = "teal", kind: str = "PNG", **options: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, kind, **options)
    return out.getvalue()


def files() -> dict[str, bytes]:
    made = {
        name: picture(colour) for name, colour in zip(PICTURES, ("red", "blue", "green", "navy", "lime"), strict=True)
    }
    return {**made, "suara.mp3": MP3, "film.mp4": MP4}


def draft(admin: Any, text: str = FORM) -> None:
    admin.post("/pengaturan/kuesioner/unggah", {"nama": "", "berkas": (BytesIO(text.encode()), "survei.md")})


def add(admin: Any, store: Store, sent: dict[str, bytes], status: int = 303) -> Any:
    now = store.form_draft("survei")
    assert now is not None
    data = {"rancangan": now.id, "media": [(BytesIO(content), name) for name, content in sent.items()]}
    return admin.post(f"{ONE_PAGE}/media", data, status=status)


def publish(admin: Any, store: Store, status: int = 303) -> Any:
    now = store.form_draft("survei")
    assert now is not None
    return admin.post(f"{ONE_PAGE}/terbit", {"rancangan": now.id, "dasar": now.base}, status=status)


@pytest.fixture
def published(visit: Any, store: Store) -> Any:
    """The administrator, after publishing the questionnaire with all its files."""
    admin = visit("admin")
    draft(admin)
    add(admin, store, files())
    publish(admin, store)
    return admin


def at(store: Store, name: str, version: int = 1, said: str = "") -> str:
    return f"/media/survei/{store.media('survei', version)[name].sha256}/{said or name}"


# ---------------------------------------------------------------- uploading


def test_a_draft_says_what_is_missing_and_publishing_waits_for_it(visit: Any, store: Store) -> None:
    admin = visit("admin")
    draft(admin)
    page = admin.get(ONE_PAGE)
    assert page.text.count("kurang:") == 7 and "kurang: peta.png" in page.text
    add(admin, store, {name: data for name, data in files().items() if name != "peta.png"})
    page = publish(admin, store, status=409)
    assert page.title.startswith("Kesalahan:") and "Belum diterbitkan" in page.text
    assert page.text.count("kurang: peta.png") == 2 and page.text.count("kurang:") == 2
    assert "survei" not in store.questionnaire_names()
    add(admin, store, {"peta.png": picture()})
    assert "kurang:" not in admin.get(ONE_PAGE).text
    publish(admin, store)
    assert set(store.media("survei", 1)) == set(files())


def test_files_survive_a_corrected_draft_a_version_and_its_restoring(published: Any, store: Store) -> None:
    first = store.media("survei", 1)
    draft(published, FORM.replace("Nama |", "Nama lengkap |"))
    add(published, store, {"peta.png": picture("black")})
    draft(published, FORM.replace("Nama |", "Nama usaha |"))
    publish(published, store)
    assert store.media("survei", 2)["peta.png"] != first["peta.png"]
    assert store.media("survei", 2)["map.png"] == first["map.png"]
    published.post(f"{ONE_PAGE}/pulihkan/1")
    publish(published, store)
    assert store.media("survei", 3) == first


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("lain.png", picture(), "tidak disebut kuesioner ini"),
        ("../../peta.png.exe", picture(), "tidak disebut kuesioner ini"),
        ("peta.png", b"<html><script>alert(1)</script>", "bukan foto yang dapat dibaca"),
        ("peta.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "bukan foto yang dapat dibaca"),
        ("peta.png", b"", "kosong"),
        ("peta.png", png(60_000, 60_000), "terlalu banyak titik"),
        ("peta.png", b"GIF89a" + bytes(30), "bukan foto yang dapat dibaca"),
        ("suara.mp3", b"<html>", "bukan rekaman suara"),
        ("suara.mp3", MP4, "tidak sesuai dengan akhiran"),
        ("film.mp4", picture(), "bukan rekaman suara"),
    ],
)
def test_what_is_not_sound_is_refused_and_the_rest_is_kept(
    visit: Any, store: Store, name: str, data: bytes, words: str
) -> None:
    admin = visit("admin")
    draft(admin)
    page = add(admin, store, {name: data, "grup.png": picture()}, status=422)
    assert words in page.text and "1 berkas diterima" in page.text
    now = store.form_draft("survei")
    assert now is not None and set(store.media("survei", now.version)) == {"grup.png"}


def test_a_path_in_the_name_of_an_upload_means_nothing(visit: Any, store: Store) -> None:
    admin = visit("admin")
    draft(admin)
    add(admin, store, {"../../etc/peta.png": picture()})
    now = store.form_draft("survei")
    assert now is not None and set(store.media("survei", now.version)) == {"peta.png"}


def test_nothing_chosen_and_a_replaced_draft_are_said(visit: Any, store: Store) -> None:
    admin = visit("admin")
    draft(admin)
    assert "Pilih berkasnya dahulu." in add(admin, store, {}, status=422).text
    page = admin.post(f"{ONE_PAGE}/media", {"rancangan": 99, "media": [(BytesIO(picture()), "peta.png")]})
    assert "Rancangan ini sudah diganti" in admin.get(page.location).text
    assert admin.post("/pengaturan/kuesioner/tidak-ada/media", {"rancangan": 1}).status == 303


def test_only_who_publishes_may_upload(visit: Any, store: Store) -> None:
    draft(visit("admin"))
    for who in ("ani", "hukum", "koor"):
        add(visit(who), store, {"peta.png": picture()}, status=404)
    assert add(visit(), store, {"peta.png": picture()}, status=401).title.startswith("Masuk")
    now = store.form_draft("survei")
    assert now is not None and not store.media("survei", now.version)


def test_pictures_are_made_anew() -> None:
    made = checked(jpeg(exif=True), "peta.jpg")
    assert not isinstance(made, Problem) and b"rahasia" not in made.data and made.media_type == "image/jpeg"
    behind = checked(picture() + b"<script>", "peta.png")
    assert not isinstance(behind, Problem) and b"<script>" not in behind.data
    large = checked(bytes(uploads.LARGEST_FILE + 1), "peta.png")
    assert isinstance(large, Problem) and large.code == "web.upload_large"


def test_a_moving_picture_keeps_moving_and_loses_its_comments() -> None:
    frames = [Image.new("RGB", (8, 8), (shade, 0, 0)) for shade in range(0, 250, 50)]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], comment=b"rahasia", duration=80)
    moving = checked(out.getvalue() + b"<script>", "peta.gif")
    assert not isinstance(moving, Problem) and moving.media_type == "image/gif"
    assert b"rahasia" not in moving.data and b"<script>" not in moving.data
    assert Image.open(BytesIO(moving.data)).n_frames == 5  # type: ignore[attr-defined]
    many = BytesIO()
    frames[0].save(many, "GIF", save_all=True, append_images=frames[1:] * 100)
    refused = checked(many.getvalue(), "peta.gif")
    assert isinstance(refused, Problem) and refused.code == "web.upload_pixels"


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (8, 8), (shade, 0, 0)) for shade in (0, 100, 200)]
    out = BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=80)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_what_stops_moving_is_said(kind: str, visit: Any, store: Store) -> None:
    admin = visit("admin")
    draft(admin)
    add(admin, store, {"peta.png": moving(kind), "dinas.png": picture()})
    told = admin.get(ONE_PAGE).text
    sentence = "Gambar “peta.png” bergerak, dan hanya gambar pertamanya yang disimpan"
    assert (sentence in told) is (kind != "GIF") and "“dinas.png” bergerak" not in told


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a.m4a", MP4, "audio/mp4"), ("a.mp4", MP4, "video/mp4"), ("a.ogg", b"OggS" + bytes(9), "audio/ogg"),
        ("a.wav", b"RIFF\0\0\0\0WAVE", "audio/wav"), ("a.webm", b"\x1aE\xdf\xa3" + bytes(9), "video/webm"),
        ("a.mp3", MP3, "audio/mpeg"),
        ("a.webp", picture(kind="WEBP"), "image/jpeg"), ("a.png", picture(kind="GIF"), "image/gif"),
    ],
)  # fmt: skip
def test_the_type_is_from_a_fixed_list(name: str, data: bytes, media_type: str) -> None:
    made = checked(data, name)
    assert not isinstance(made, Problem) and (made.name, made.media_type) == (name, media_type)


# ---------------------------------------------------------------- serving


def test_a_file_is_served_to_be_kept_and_never_as_a_page(published: Any, visit: Any, store: Store) -> None:
    page = visit("ani").get(at(store, "peta.png", said="peta.html"))
    assert page.headers["Content-Type"] in ("image/jpeg", "image/png")
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert "sandbox" in page.headers["Content-Security-Policy"] and "Vary" not in page.headers
    assert Image.open(BytesIO(page.data)).size == (40, 30)


def test_a_player_gets_the_part_it_asks_for(published: Any, visit: Any, store: Store) -> None:
    ani = visit("ani")
    answer = ani.client.get(at(store, "suara.mp3"), headers={"Range": "bytes=3-12"})
    assert (answer.status_code, answer.data) == (206, bytes(range(10)))
    assert answer.headers["Content-Range"] == f"bytes 3-12/{len(MP3)}"
    assert answer.headers["Content-Type"] == "audio/mpeg"
    assert ani.client.get(at(store, "suara.mp3"), headers={"Range": "bytes=99999-"}).status_code == 416
    whole = ani.client.get(at(store, "suara.mp3"))
    assert whole.data == MP3 and whole.headers["Accept-Ranges"] == "bytes"
    again = ani.client.get(at(store, "suara.mp3"), headers={"If-None-Match": whole.headers["ETag"]})
    assert again.status_code == 304


def test_who_may_see_a_file(published: Any, visit: Any, store: Store) -> None:
    for who in ("ani", "budi", "hukum", "koor", "admin"):
        visit(who).get(at(store, "peta.png"))
    assert visit().get(at(store, "peta.png"), status=302).location.startswith("/masuk")
    draft(published)
    add(published, store, {"peta.png": picture("black")})
    now = store.form_draft("survei")
    assert now is not None
    address = at(store, "peta.png", now.version)
    published.get(address)
    for who in ("ani", "hukum", "koor"):
        visit(who).get(address, status=404)


def test_other_addresses_are_nothing(published: Any, store: Store) -> None:
    sha256 = store.media("survei", 1)["peta.png"].sha256
    for address in (
        f"/media/uji/{sha256}/peta.png", f"/media/survei/{'0' * 64}/peta.png", f"/media/survei/{sha256}/../x",
        f"/media/survei/{sha256[:-1]}/peta.png", f"/media/survei/{sha256.upper()}/peta.png",
        "/media/survei/..%2f..%2fuji.db/peta.png",
    ):  # fmt: skip
        published.get(address, status=404)
    # Another file's hash, kept by the same store, is no file of this questionnaire.
    value = store.put_file(b"rahasia", "surat.pdf", "application/pdf")
    published.get(f"/media/survei/{value}", status=404)


def test_pages_may_play_our_own_recordings_and_nothing_else(visit: Any) -> None:
    policy = visit("ani").get("/").headers["Content-Security-Policy"]
    assert "media-src 'self';" in policy and "default-src 'none'" in policy
    assert not re.search(r"unsafe|\*|data:|blob:", policy)


# ---------------------------------------------------------------- drawing


@pytest.fixture
def section(published: Any, visit: Any, store: Store) -> str:
    """The address of a section of Ani's response."""
    subject = store.add_subject("inovasi", "dinas-a", "Antar obat", "ani")
    return f"/isian/{store.start_response(subject.id, 'survei', 'ani', {}).id}/bagian/a"


def part(html: str, path: str) -> str:
    """The HTML of one question, up to the next."""
    return html.partition(f'data-soal="a/{path}"')[2].partition("data-soal=")[0]


def test_labels_and_titles_show_their_files(section: str, visit: Any, store: Store) -> None:
    page = visit("ani").get(section)
    head = page.html.partition('id="formulir"')[0]
    assert f'<img src="{at(store, "grup.png")}" alt="" loading="lazy"' in head
    name = part(page.html, "nama")
    assert f'<a class="besar" href="{at(store, "besar.png")}" target="_blank" rel="noopener"><img' in name
    assert name.index("</label>") < name.index(at(store, "peta.png")) < name.index('<input type="text"')
    assert f'<audio controls preload="none" src="{at(store, "suara.mp3")}"' in part(page.html, "n")
    assert f'<video controls preload="none" playsinline src="{at(store, "film.mp4")}"' in part(page.html, "jalur")
    assert at(store, "suara.mp3") in part(page.html, "dalam")
    assert "/static/media.css" in page.html and "autoplay" not in page.html
    repeat = visit("ani").get(section.replace("bagian/a", "bagian/r"))
    assert at(store, "grup.png") in repeat.html.partition('data-soal="r"')[2]


def test_choices_show_their_pictures_and_a_name_is_said_where_there_is_no_word(
    section: str, visit: Any, store: Store
) -> None:
    page = visit("ani").get(section)
    for path, kind in (("jalur", "radio"), ("semua", "checkbox")):
        first, second, third = re.findall(r"<label><input.*?</label>", part(page.html, path))
        assert f'type="{kind}"' in first and "<span>Dinas</span>" in first and at(store, "dinas.png") in first
        assert f'href="{at(store, "besar.png")}" target="_blank" rel="noopener" aria-label="Buka gambar besar"' in first
        assert '<span class="tak-tampak">kota</span>' in second and "besar" not in second
        assert "<img" not in third
    assert part(page.html, "dalam/urut").count("<img") == 2
    assert 'class="soal" for="q.a/tanpa"><span class="tak-tampak">tanpa</span>' in page.html


def test_the_language_decides_which_picture(section: str, visit: Any, store: Store) -> None:
    ani = visit("ani")
    assert at(store, "map.png") not in ani.get(section).html
    ani.post("/bahasa", bahasa="en", lanjut=section)
    english = part(ani.get(section).html, "nama")
    assert at(store, "map.png") in english and at(store, "peta.png") not in english
    assert "Open the large picture" in english


def test_a_draft_shows_another_picture_as_soon_as_there_is_one(visit: Any, store: Store) -> None:
    admin = visit("admin")
    draft(admin)
    now = store.form_draft("survei")
    assert now is not None
    admin.post(f"{ONE_PAGE}/{now.version}/coba", {"jawaban": "kosong"})
    section = f"{admin.page.location}/bagian/a"
    bare = admin.get(section)
    assert "/media/" not in bare.html and '<span class="soal"' not in part(bare.html, "tanpa")
    assert 'for="q.a/tanpa">tanpa <' in bare.html  # no picture to say it instead
    for colour in ("red", "blue"):
        add(admin, store, {"peta.png": picture(colour), "dinas.png": picture(colour)})
        html = admin.get(section).html
        for path, name in (("nama", "peta.png"), ("jalur", "dinas.png")):
            assert re.findall(r'src="([^"]+)"', part(html, path)).count(at(store, name, now.version)) >= 1


def test_a_filter_keeps_what_the_browser_needs_to_draw_pictures_again(visit: Any, store: Store) -> None:
    admin = visit("admin")
    form = (
        "| survey |\n| | type | name | label | choice_filter |\n| | text | a | A | |\n"
        "| | select_one j | b | B | name = ${a} |\n"
        "| choices |\n| | list_name | name | label | image |\n| | j | x | X | peta.png |\n| | j | y | Y | |\n"
        "| settings |\n| | form_title | form_id |\n| | Survei | survei |\n"
    )
    draft(admin, form)
    add(admin, store, {"peta.png": picture()})
    now = store.form_draft("survei")
    assert now is not None
    admin.post(f"{ONE_PAGE}/{now.version}/coba", {"jawaban": "kosong"})
    html = admin.get(f"{admin.page.location}/bagian/umum").html
    kept = html.partition("<template data-gambar>")[2].partition("</template>")[0]
    assert '<div data-nama="x"><span class="media"><img' in kept and 'data-nama="y"' not in kept


def test_forms_without_files_ask_for_none(visit: Any, store: Store, response_id: int, monkeypatch: Any) -> None:
    monkeypatch.setattr(Store, "media", None)
    page = visit("ani").get(f"/isian/{response_id}", follow=True)
    (first, *_) = page.links(f"/isian/{response_id}/bagian/")
    assert "media.css" not in visit("ani").get(first).html
