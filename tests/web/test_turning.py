"""A browser that turns pages by itself gets the next page as the reply, with the address where it belongs."""

from __future__ import annotations

from typing import Any

TURN = {"Inovik-Turn": "1"}


def turned(person: Any, address: str, **fields: str) -> Any:
    body = {"csrf_token": person.token, "js": "1", **fields}
    return person.client.post(address, data=body, headers=TURN)


def test_the_reply_is_the_next_section(visit: Any, response_id: int, kept: Any) -> None:
    ani = visit("ani")
    base = f"/isian/{response_id}/bagian"
    reply = turned(ani, f"{base}/dasar", **{"q.dasar/nama": "Antar obat", "aksi": "lanjut"})
    assert (reply.status_code, reply.headers["Inovik-Address"]) == (200, f"{base}/pilihan")
    assert reply.mimetype == "text/html" and f'action="{base}/pilihan"' in reply.get_data(as_text=True)
    assert kept()["dasar/nama"] == "Antar obat"


def test_what_the_address_says_of_the_page_is_shown(visit: Any, response_id: int) -> None:
    """A wrong answer comes back to the same page with its summary, as after a redirect to `?salah=1`."""
    ani = visit("ani")
    reply = turned(ani, f"/isian/{response_id}/bagian/dasar", **{"q.dasar/pengguna": "-5", "aksi": "lanjut"})
    assert reply.headers["Inovik-Address"] == f"/isian/{response_id}/bagian/dasar?salah=1"
    assert 'id="ringkasan"' in reply.get_data(as_text=True)


def test_a_new_instance_opens_under_its_own_address(visit: Any, response_id: int) -> None:
    ani = visit("ani")
    reply = turned(ani, f"/isian/{response_id}/bagian/rencana", aksi="tambah rencana/kegiatan")
    assert reply.status_code == 200, reply.headers
    address = reply.headers["Inovik-Address"]
    assert address.startswith(f"/isian/{response_id}/butir/rencana/kegiatan")
    assert f'action="{address}"' in reply.get_data(as_text=True)


def test_another_kind_of_page_is_only_told(visit: Any, response_id: int) -> None:
    ani = visit("ani")
    reply = turned(ani, f"/isian/{response_id}/bagian/dasar", aksi="simpan")
    assert (reply.status_code, reply.headers["Inovik-Address"], reply.get_data()) == (204, f"/isian/{response_id}", b"")
    assert "Jawaban Anda tersimpan" in ani.get(f"/isian/{response_id}").text


def test_an_answer_that_comes_by_itself_after_its_page_is_nobody_elses(visit: Any, response_id: int) -> None:
    """A page was sent while the same answer was on its way by autosave, and comes back because it does not fit."""
    ani, here = visit("ani"), f"/isian/{response_id}/bagian/dasar"
    page = ani.get(here)
    mark, path = page.value("lembar"), "dasar/pengguna"
    data = {"csrf_token": ani.token, "js": "1", "lembar": mark, "dasar": page.value("dasar"), f"q.{path}": "-5"}
    answer = ani.client.post(here, data=data, headers={"Inovik-Turn": "1"})
    again = ani._keep(answer, 200)
    assert again.problem_at(path) and again.value("lembar") == mark
    late = {"id": "late", "path": path, "value": "-5", "base": 0}
    ani.json(f"/isian/{response_id}/simpan?bagian=dasar&lembar={mark}", {"changes": [late]})
    data |= {"dasar": again.value("dasar"), f"q.{path}": "5"}
    answer = ani.client.post(here, data=data, headers={"Inovik-Turn": "1"})
    assert answer.headers["Inovik-Address"].endswith("/bagian/pilihan")
    assert "diubah di dua tempat" not in ani.get(here).text
