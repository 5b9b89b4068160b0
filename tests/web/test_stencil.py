"""A question is drawn once and the answer put in: the page is the same as if it were drawn anew each time."""

from __future__ import annotations

import re
from typing import Any

import pytest

from inovik_forms.web import lines


def section(response: int, name: str) -> str:
    return f"/isian/{response}/bagian/{name}"


VALUES = ["Antar obat", "<b>&\"'</b>", "\ue000 dan \ue001", "{{ 7 * 7 }}", "satu\ttab", "x" * 3000]


@pytest.mark.parametrize("value", VALUES, ids=lambda v: v[:12])
def test_an_answer_in_a_stencil_is_what_was_typed(
    visit: Any, response_id: int, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ani = visit("ani")
    fields = {"q.dasar/nama": value, "q.dasar/uraian": value, "q.dasar/pengguna": "1500000"}
    ani.post(section(response_id, "dasar"), fields)
    made = [ani.get(section(response_id, "dasar")).html for _ in range(2)]
    monkeypatch.setattr(lines, "STENCILLED", frozenset())
    plain = ani.get(section(response_id, "dasar")).html
    changing = re.compile(r'name="(lembar|csrf_token)" value="[^"]*"|lembar=\w+')
    assert [changing.sub("", page) for page in made] == [changing.sub("", plain)] * 2
    assert "1.500.000" in plain and "satu juta lima ratus ribu" in plain


def test_two_people_with_two_answers_do_not_see_each_others(visit: Any, store: Any, response_id: int) -> None:
    other = store.start_response(store.response(response_id).subject, "uji", "ani", {"dasar/nama": "Milik lain"}).id
    ani = visit("ani")
    ani.post(section(response_id, "dasar"), {"q.dasar/nama": "Milik sendiri"})
    assert "Milik lain" in ani.get(section(other, "dasar")).html
    page = ani.get(section(response_id, "dasar")).html
    assert "Milik sendiri" in page and "Milik lain" not in page
