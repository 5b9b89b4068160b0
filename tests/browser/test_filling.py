"""What JavaScript adds to a page of questions, and that nothing is missing without it."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = pytest.mark.browser


def begin(visitor: Any, title: str) -> str:
    """A new innovation of the education office with its Diagnosa begun; the address of the task list. Named by the
    width, too: the same name again within a minute is taken for a button pressed twice."""
    visitor.enter("pendidikan")
    visitor.go("/baru/inovasi")
    visitor.page.fill("#judul", f"{title} {visitor.width}")
    visitor.press("Mulai")
    visitor.press("Mulai Diagnosa")
    return visitor.page.url


def saved(visitor: Any) -> None:
    visitor.page.locator("#simpanan:not([data-menunggu])", has_text=re.compile(r"^Tersimpan \d\d\.\d\d$")).wait_for()


def question(visitor: Any, path: str) -> Any:
    return visitor.page.locator(f'[data-soal="{path}"]')


def test_questions_come_and_go_at_once_and_nothing_is_lost(visitor: Any) -> None:
    base = begin(visitor, "Muncul dan hilang")
    page = visitor.page
    page.goto(f"{base}/bagian/profil_layanan")
    page.route("**/simpan*", lambda route: route.abort())  # the server has no part in it
    users = question(visitor, "profil_layanan/pengguna_bulan")
    page.locator("[name='q.profil_layanan/jenis_sasaran'][value=masyarakat]").check()
    users.wait_for(state="visible")
    users.locator("input").fill("1.200")
    page.locator("[name='q.profil_layanan/jenis_sasaran'][value=internal]").check()
    users.wait_for(state="hidden")
    page.locator("[name='q.profil_layanan/jenis_sasaran'][value=masyarakat]").check()
    users.wait_for(state="visible")
    assert users.locator("input").input_value() == "1.200"


def test_each_change_is_saved_by_itself_and_numbers_are_echoed(visitor: Any) -> None:
    base = begin(visitor, "Tersimpan sendiri")
    page = visitor.page
    page.goto(f"{base}/bagian/profil_layanan")
    page.fill("[id='q.profil_layanan/layanan']", "Perpustakaan")
    page.locator("[name='q.profil_layanan/jenis_sasaran'][value=masyarakat]").check()
    page.fill("[id='q.profil_layanan/pengguna_bulan']", "1500000")
    page.locator("[id='q.profil_layanan/layanan']").focus()
    page.get_by_text("Terbaca: 1.500.000 (satu juta lima ratus ribu)").wait_for()
    saved(visitor)
    assert page.input_value("[id='q.profil_layanan/pengguna_bulan']") == "1.500.000"
    visitor.look()
    page.reload()
    assert page.input_value("[id='q.profil_layanan/layanan']") == "Perpustakaan"
    assert page.locator("[value=masyarakat]").is_checked()


def test_an_invalid_answer_is_explained_after_leaving_it(visitor: Any) -> None:
    base = begin(visitor, "Dijelaskan")
    page = visitor.page
    page.goto(f"{base}/bagian/pengelola")
    page.fill("[id='q.pengelola/pj_telepon']", "tujuh")
    page.locator("[id='q.pengelola/pj_pos_el']").focus()
    message = page.locator("[id='q.pengelola/pj_telepon~s']")
    message.wait_for()
    assert "diawali 0" in message.inner_text()
    visitor.look()
    page.locator("form#formulir .deret button[value=lanjut]").click()
    page.locator("#ringkasan").wait_for()
    assert page.title().startswith("Kesalahan:") and page.evaluate("document.activeElement.id") == "ringkasan"
    visitor.look()
    page.locator("#ringkasan li a").first.click()
    assert page.evaluate("document.activeElement.id") == "q.pengelola/pj_telepon"
    assert page.input_value("[id='q.pengelola/pj_telepon']") == "tujuh"


def test_without_a_network_the_typing_stays_and_is_saved_later(visitor: Any) -> None:
    base = begin(visitor, "Jaringan putus")
    page = visitor.page
    page.goto(f"{base}/bagian/profil_layanan")
    page.route("**/simpan*", lambda route: route.abort())
    page.fill("[id='q.profil_layanan/layanan']", "Saat putus")
    page.locator("#simpanan.gagal").wait_for()
    page.locator("#simpanan", has_text="1 belum terkirim").wait_for()
    page.unroute("**/simpan*")
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(visitor)
    page.reload()
    assert page.input_value("[id='q.profil_layanan/layanan']") == "Saat putus"


def test_a_session_that_ended_is_said_and_saving_goes_on_after_signing_in_again(visitor: Any) -> None:
    base = begin(visitor, "Sesi berakhir")
    page = visitor.page
    page.goto(f"{base}/bagian/profil_layanan")
    visitor.context.clear_cookies()
    page.fill("[id='q.profil_layanan/layanan']", "Sebelum masuk lagi")
    page.get_by_text("Sesi Anda berakhir").wait_for()
    other = visitor.context.new_page()
    other.goto(f"{visitor.site}/masuk")
    other.fill("#nama", "pendidikan")
    other.fill("#sandi", "kata-sandi-uji-coba")
    other.click("main button.tombol")
    other.wait_for_url(f"{visitor.site}/")
    other.close()
    page.evaluate("dispatchEvent(new Event('focus'))")
    saved(visitor)
    page.reload()
    assert page.input_value("[id='q.profil_layanan/layanan']") == "Sebelum masuk lagi"


def test_a_photo_is_shown_as_soon_as_it_is_chosen(visitor: Any, tmp_path: Any) -> None:
    from PIL import Image

    base = begin(visitor, "Foto bukti")
    page = visitor.page
    picture = tmp_path / "bukti.jpg"
    Image.new("RGB", (600, 400), "teal").save(picture)
    page.goto(f"{base}/bagian/jalur_diagnosa")
    page.locator("[value=masalah]").first.check()
    visitor.follow(page.locator("form#formulir .deret button[value=lanjut]"))
    for address in [a.get_attribute("href") for a in page.locator(".daftar-bagian a").all()]:
        visitor.go(address or "/")
        for button in page.locator("button[value^='ubah ']").all()[:1]:
            visitor.follow(button)
        field = page.locator("input[type=file]:visible").first
        if field.count():
            break
    field.set_input_files(picture)
    page.locator(".berkas img").wait_for()
    assert page.locator(".berkas a").inner_text() == "bukti.jpg"
    assert (
        page.evaluate("document.querySelector('.berkas img').naturalWidth") > 0
        or page.locator(".berkas img").get_attribute("loading") == "lazy"
    )
    visitor.look()
    visitor.follow(page.get_by_role("button", name="Hapus berkas"))
    assert page.locator(".berkas").count() == 0


def test_everything_by_keyboard(visitor: Any) -> None:
    page = visitor.page
    visitor.go("/masuk")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "lewati"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("pendidikan")
    page.keyboard.press("Tab")
    page.keyboard.type("kata-sandi-uji-coba")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{visitor.site}/")
    visitor.go("/baru/inovasi")
    page.locator("#judul").focus()
    page.keyboard.type(f"Dengan papan ketik {visitor.width}")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/perihal/"))
    visitor.press("Mulai Diagnosa")
    base = page.url
    page.goto(f"{base}/bagian/jalur_diagnosa")
    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("Space")
    assert page.locator("input[type=radio]").first.is_checked()
    page.keyboard.press("Enter")  # the form's first button saves and goes on
    page.wait_for_url(lambda url: not url.endswith("/jalur_diagnosa"))
    for _ in range(40):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement); return [document.activeElement.tagName, s.outlineStyle, s.outlineWidth, s.boxShadow] })()"  # noqa: E501
        )
        parent = page.evaluate(
            "document.activeElement.closest('.opsi label') ? getComputedStyle(document.activeElement.closest('.opsi label')).outlineStyle : ''"  # noqa: E501
        )
        assert style[0] == "BODY" or style[1] != "none" or style[3] != "none" or parent == "solid", style


def test_targets_are_large_enough_for_thumbs(visitor: Any) -> None:
    base = begin(visitor, "Sasaran sentuh")
    page = visitor.page
    for path in ("", "/bagian/jalur_diagnosa", "/bagian/pihak_terdampak"):
        page.goto(base + path)
        small = page.evaluate("""() => [...document.querySelectorAll('main button:not(.baku), main .tombol, main select, main input:not([type=hidden]):not([type=radio]):not([type=checkbox]), main .opsi label, header a, header button, summary')]
            .filter(e => e.checkVisibility()).map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect().height]).filter(([_, h]) => h < 43.5)""")  # noqa: E501
        assert small == []


def test_letters_twice_as_large_fit_a_narrow_screen(plain_visitor: Any) -> None:
    plain_visitor.page.goto(begin(plain_visitor, "Huruf besar"))
    plain_visitor.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert plain_visitor.page.evaluate("document.documentElement.scrollWidth") <= plain_visitor.width


def test_the_whole_form_without_javascript(plain_visitor: Any) -> None:
    base = begin(plain_visitor, "Tanpa JavaScript")
    page = plain_visitor.page
    page.goto(f"{base}/bagian/profil_layanan")
    page.fill("[id='q.profil_layanan/layanan']", "Perpustakaan")
    assert not question(plain_visitor, "profil_layanan/pengguna_bulan").is_visible()
    page.locator("[name='q.profil_layanan/jenis_sasaran'][value=masyarakat]").check()
    plain_visitor.follow(page.locator("form#formulir .deret button[value=lanjut]"))
    assert "memunculkan pertanyaan tambahan" in page.locator("main").inner_text()
    page.fill("[id='q.profil_layanan/pengguna_bulan']", "1.200")
    page.locator("form#formulir .deret button[value=lanjut]").click()
    page.wait_for_url(re.compile("/bagian/(?!profil_layanan)"))
    page.goto(f"{base}/bagian/pihak_terdampak")
    plain_visitor.follow(page.locator("button[value^='ubah ']").first)
    page.fill("[id$='/kelompok']", "Warga pulau")
    plain_visitor.follow(page.locator("button[value=tambah-lagi]"))
    page.fill("[id$='/kelompok']", "Anak sekolah")
    plain_visitor.follow(page.locator("form#formulir .deret button[value=lanjut]"))
    assert page.locator(".butir strong").all_inner_texts() == ["Warga pulau", "Anak sekolah"]
    plain_visitor.follow(page.locator("button[value^='naik ']"))
    plain_visitor.follow(page.locator("button[value^='hapus ']").first)
    assert page.locator(".butir strong").all_inner_texts() == ["Warga pulau"]
    plain_visitor.follow(page.locator("button[value^='urung ']"))
    assert page.locator(".butir strong").all_inner_texts() == ["Anak sekolah", "Warga pulau"]
    page.goto(f"{base}/periksa")
    assert "1.200" in page.locator("main").inner_text()


def test_what_is_wrong_takes_the_focus_on_every_page(visitor: Any) -> None:
    """Also where no script runs; and coming back to a refused sending sends nothing again."""
    page = visitor.page
    visitor.go("/masuk")
    page.keyboard.press("Tab")
    page.locator("main button.tombol").press("Enter")
    page.locator(".ringkasan-salah:focus").wait_for()
    base = begin(visitor, "Belum lengkap")
    visitor.go(base.removeprefix(visitor.site) + "/periksa")
    page.get_by_role("button", name="Kirim").press("Enter")
    page.locator("#ringkasan:focus").wait_for()
    assert page.title().startswith("Kesalahan:")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#formulir").wait_for()
    page.go_back()
    page.locator("#ringkasan").wait_for()
    page.reload()
    page.locator("#ringkasan:focus").wait_for()


def test_the_keyboard_keeps_what_it_moves_and_what_it_changes(visitor: Any) -> None:
    base = begin(visitor, "Papan ketik")
    page = visitor.page
    page.goto(f"{base}/bagian/pihak_terdampak")
    page.locator("button[value^='ubah ']").first.press("Enter")
    visitor.turned()
    for name in ("A", "B"):
        page.locator("[id$='/kelompok']").fill(f"Kelompok {name}")
        page.locator("button[value=tambah-lagi]").press("Enter")
        visitor.turned()
    page.locator("[id$='/kelompok']").fill("Kelompok C")
    page.locator("form#formulir .deret button[value=lanjut]").press("Enter")
    visitor.turned()
    page.locator("button[value^='naik ']").last.press("Enter")
    visitor.turned()
    page.locator("li[data-butir]:focus", has_text="Kelompok C").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    visitor.turned()
    assert page.locator(".butir strong").all_inner_texts() == ["Kelompok C", "Kelompok A", "Kelompok B"]
    page.goto(f"{base}/periksa")
    page.locator("a[href*='pengelola/pj_telepon']").press("Enter")
    page.locator("[id='q.pengelola/pj_telepon']:focus").fill("0911 352345")
    page.locator("form#formulir .deret button[value=lanjut]").press("Enter")
    page.wait_for_url("**/periksa#j.pengelola/pj_telepon")
    page.keyboard.press("Tab")
    assert "pj_telepon" in str(page.evaluate("document.activeElement.href"))
    page.goto(f"{base}/bagian/pengelola")
    page.locator("[name='q.pengelola/pj_status'][value=pppk]").check()
    page.locator("#simpanan.baru", has_text="Tersimpan").wait_for()
    page.goto(f"{base}/bagian/pengelola?dari=periksa#q.pengelola/pj_status")
    page.locator(
        "[name='q.pengelola/pj_status'][value=pppk]:focus"
    ).wait_for()  # not the first: an arrow would change it


def test_what_says_that_it_is_saved_covers_no_button(visitor: Any) -> None:
    base = begin(visitor, "Tidak menutupi")
    page = visitor.page
    page.goto(f"{base}/bagian/pengelola")
    page.fill("[id='q.pengelola/pj_jabatan']", "Kepala Bidang")
    page.locator("[id='q.pengelola/pj_nama']").focus()
    page.locator("#simpanan.baru", has_text="Tersimpan").wait_for()
    inside = (
        "scrollBy(0, document.querySelector('#formulir > .deret').getBoundingClientRect().{edge} - innerHeight + 20)"
    )
    for edge in ("top", "bottom"):
        page.evaluate(inside.replace("{edge}", edge))
        covered = """() => {
          const said = document.querySelector("#simpanan").getBoundingClientRect();
          return [...document.querySelectorAll("#formulir > .deret .tombol")].filter((button) => {
            const at = button.getBoundingClientRect();
            return at.top < said.bottom && said.top < at.bottom;
          }).length;
        }"""
        assert page.evaluate(covered) == 0, edge
    heights = [page.evaluate("document.querySelector('#simpanan').offsetHeight")]
    page.locator("#simpanan:not(.baru)").wait_for()
    heights.append(page.evaluate("document.querySelector('#simpanan').offsetHeight"))
    assert heights[0] == heights[1], "the buttons below do not move when it comes to rest"


def test_coming_to_a_field_one_sees_what_it_asks(plain_visitor: Any) -> None:
    base = begin(plain_visitor, "Tampak pertanyaannya")
    page = plain_visitor.page
    page.goto(f"{base}/bagian/pengelola?dari=periksa#q.pengelola/pj_telepon")
    page.locator("[id='q.pengelola/pj_telepon']:focus").wait_for()
    assert page.locator("label[for='q.pengelola/pj_telepon']").bounding_box()["y"] >= 0
