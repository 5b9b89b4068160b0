"""Forms on paper: asked for in the browser, made by the worker, given only to those who may see them."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image
from pypdf import PdfReader

from inovik_forms import jobs
from inovik_forms.store.store import Store


def made(store: Store) -> None:
    """What the worker does with every job that waits."""
    while job := store.claim(store.clock(), ("paper",)):
        store.finish(job, jobs.KINDS[job.kind](store, job))


def test_the_blank_form(visit: Any, store: Store, response_id: int) -> None:
    ani = visit("ani")
    assert "/kuesioner/uji/kosong.pdf" in ani.get(f"/isian/{response_id}").html
    waiting = ani.get("/kuesioner/uji/kosong.pdf", status=302)
    page = ani.client.get(waiting.location)
    assert page.headers["Refresh"] == "1" and "sedang disiapkan" in page.get_data(as_text=True)
    made(store)
    assert "kosong.pdf" in ani.client.get(waiting.location).headers["Refresh"]
    answer = ani.client.get("/kuesioner/uji/kosong.pdf")
    assert answer.mimetype == "application/pdf" and "formulir kosong.pdf" in answer.headers["Content-Disposition"]
    text = PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
    assert "Nama layanan *" in text and "huruf cetak" in text
    ani.get("/kuesioner/tidak-ada/kosong.pdf", status=404)


def test_the_blank_form_shows_the_pictures_of_its_version(visit: Any, store: Store) -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "khaki").save(out, "PNG")
    picture = store.keep_media(out.getvalue(), "peta.png", "image/png")
    form = "| survey |\n| | type | name | label | image |\n| | text | titik | Titik | peta.png |\n"
    store.publish_questionnaire("lain", form.encode(), "lain.md", media={"peta.png": picture})
    ani = visit("ani")
    ani.get("/kuesioner/lain/kosong.pdf", status=302)
    made(store)
    (page,) = PdfReader(io.BytesIO(ani.client.get("/kuesioner/lain/kosong.pdf").data)).pages
    assert len(page.images) == 1 and "peta.png" not in page.extract_text()


def test_the_answers_as_they_are_now(visit: Any, store: Store, response_id: int) -> None:
    ani = visit("ani")
    ani.post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/nama": "Antar obat"})
    url = f"/isian/{response_id}/jawaban.pdf"
    assert url in ani.get(f"/isian/{response_id}/periksa").html
    ani.get(url, status=302)
    made(store)
    text = "".join(p.extract_text() for p in PdfReader(io.BytesIO(ani.client.get(url).data)).pages)
    assert "Antar obat" in text and "belum dikirim" in text
    ani.post(f"/isian/{response_id}/bagian/dasar", {"q.dasar/nama": "Antar obat lansia"})
    assert ani.client.get(url).status_code == 302, "an older state is not given for the present one"


def test_nobody_else_sees_them(visit: Any, store: Store, response_id: int) -> None:
    ani, budi = visit("ani"), visit("budi")
    waiting = ani.get(f"/isian/{response_id}/jawaban.pdf", status=302).location
    budi.get(f"/isian/{response_id}/jawaban.pdf", status=404)
    budi.get(waiting, status=404)
    budi.get("/kertas/99999", status=404)
