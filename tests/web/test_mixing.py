"""Choices in an order of each response's own: stable on the page and in the check, never in what is kept or printed."""

from __future__ import annotations

import re
from typing import Any

import pytest

from inovik_forms.answers.shuffle import shuffled
from inovik_forms.paper.blank import blank
from inovik_forms.questionnaires.xlsform import load, read
from inovik_forms.store.store import Store

NAMES = ["a", "b", "c", "d", "e", "f"]
FORM = """
| survey |
| | type | name | label | parameters | choice_filter | appearance |
| | begin group | g | G | | | |
| | integer | nomor | Nomor | | | |
| | select_one huruf | satu | Satu | randomize=true | | |
| | select_multiple huruf | banyak | Banyak | randomize=true | | |
| | rank huruf | urut | Urut | randomize=true seed=42 | | |
| | select_one huruf | menurut | Menurut | randomize=true seed=${nomor} | | |
| | select_multiple huruf | tersaring | Tersaring | randomize=true seed=1 | name != ${menurut} | |
| | select_one huruf or_other | lain | Lain | randomize=true seed=42 | | |
| | select_one huruf | tetap | Tetap | randomize=false | | |
| | end group | | | | | |
| | begin group | t | T | | | table-list |
| | select_one huruf | baris | Baris | randomize=true | | |
| | end group | | | | | |
| choices |
| | list_name | name | label |
""" + "\n".join(f"| | huruf | {name} | Huruf {name.upper()} |" for name in NAMES)


@pytest.fixture
def responses(store: Store) -> list[int]:
    store.publish_questionnaire("acak", FORM.encode(), "acak.md")
    subject = store.add_subject("inovasi", "dinas-a", "Acak", "ani")
    return [store.start_response(subject.id, "acak", "ani", {}).id for _ in range(6)]


def drawn(page: Any, name: str) -> str:
    """The choices of a question in the order of the page."""
    field = rf'name="q\.{name}"[^>]*? value="([a-z]+)"'
    if 'class="urutan" data-medan="q.' + name in page.html:
        part = page.html.partition(f'data-medan="q.{name}"')[2].partition("</ol>")[0]
        return "".join(re.findall(r'data-nama="(\w+)"', part))
    return "".join(re.findall(field, page.html))


def test_the_form_is_read_without_a_word() -> None:
    form, problems = read(FORM.encode(), "acak.md")
    assert form is not None and problems == []


def test_a_seed_names_a_question() -> None:
    form, problems = read(FORM.replace("seed=${nomor}", "seed=${nomer}").encode(), "acak.md")
    assert form is None and [p.code for p in problems] == ["questionnaires.text_reference_like"]


def test_each_response_has_an_order_that_stays(visit: Any, responses: list[int]) -> None:
    ani = visit("ani")
    orders = [drawn(ani.get(f"/isian/{r}/bagian/g"), "g/satu") for r in responses]
    assert len(set(orders)) > 1 and {"".join(sorted(order)) for order in orders} == {"abcdef"}
    assert [drawn(ani.get(f"/isian/{r}/bagian/g"), "g/satu") for r in responses] == orders
    page = ani.get(f"/isian/{responses[0]}/bagian/g")
    assert drawn(page, "g/satu") != drawn(page, "g/banyak"), "each question has its own"
    assert drawn(page, "g/tetap") == "abcdef"


def test_a_given_seed_gives_everybody_one_order(visit: Any, responses: list[int]) -> None:
    ani = visit("ani")
    for response in responses[:2]:
        page = ani.get(f"/isian/{response}/bagian/g")
        assert drawn(page, "g/urut") == "afcbde", "as Enketo draws it"
        assert drawn(page, "g/lain") == "afcbdeother", "what or_other adds stays the last"
        ani.post(f"/isian/{response}/bagian/g", {"q.g/nomor": "1"})
        assert drawn(ani.get(f"/isian/{response}/bagian/g"), "g/menurut") == "bfeacd"
        ani.post(f"/isian/{response}/bagian/g", {"q.g/nomor": "11111111"})
        assert drawn(ani.get(f"/isian/{response}/bagian/g"), "g/menurut") == "acdbfe"


def test_kept_in_the_order_of_the_list_and_checked_in_the_order_drawn(
    visit: Any, store: Store, responses: list[int]
) -> None:
    ani, response = visit("ani"), responses[0]
    order = drawn(ani.get(f"/isian/{response}/bagian/g"), "g/banyak")
    ani.post(f"/isian/{response}/bagian/g", {"q.g/banyak": ["", *order[:4]]})
    assert store.draft(response)[1].values["g/banyak"] == " ".join(sorted(order[:4]))
    said = ", ".join(f"Huruf {name.upper()}" for name in order[:4])
    assert said in ani.get(f"/isian/{response}/periksa").text
    before = store.draft(response)[0]
    ani.post(f"/isian/{response}/bagian/g", {"q.g/banyak": ["", *order[:4]]})
    assert store.draft(response)[0] == before, "nothing was changed"
    change = {"id": "c1", "path": "g/banyak", "value": " ".join(order[2:]), "base": before}
    ani.json(f"/isian/{response}/simpan?bagian=g", {"changes": [change]})
    assert store.draft(response)[1].values["g/banyak"] == " ".join(sorted(order[2:]))


def test_a_filter_offers_what_is_left_in_an_order_of_the_same_seed(visit: Any, responses: list[int]) -> None:
    ani, response = visit("ani"), responses[0]
    page = ani.get(f"/isian/{response}/bagian/g")
    logic = page.html.partition('id="logika">')[2].partition("</script>")[0]
    assert '"path":"g/tersaring"' not in logic.replace(" ", ""), "the browser, which knows no order, leaves it alone"
    reply = ani.json(
        f"/isian/{response}/simpan?bagian=g", {"changes": [{"id": "c", "path": "g/menurut", "value": "b", "base": 0}]}
    )
    assert [name for name, _ in reply["choices"]["g/tersaring"]] == shuffled(list("acdef"), 1)
    assert drawn(ani.get(f"/isian/{response}/bagian/g"), "g/tersaring") == "".join(shuffled(list("acdef"), 1))


def test_on_paper_the_order_is_that_of_the_list() -> None:
    text = str(blank(load(FORM.encode(), "acak.md"), "id"))
    assert re.findall("Huruf ([A-F])", text)[:6] == list("ABCDEF")


def test_the_columns_of_a_grid_stay(visit: Any, responses: list[int]) -> None:
    ani = visit("ani")
    assert {drawn(ani.get(f"/isian/{r}/bagian/t"), "t/baris") for r in responses} == {"abcdef"}
