"""Codes of papers: one for each paper, however often and by how many at once it is made."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from inovik_forms.store.records import Response
from inovik_forms.store.store import Store


def test_a_paper_keeps_its_code_and_another_has_another(store: Store, response: Response) -> None:
    code = store.issue(response.id, 3, "rencana-aksi", 1, 1)
    assert store.issue(response.id, 3, "rencana-aksi", 1, 1) == code
    papers = [(4, "rencana-aksi", 1, 1), (3, "rencana-aksi", 2, 1), (3, "rencana-aksi", 1, 2), (3, "profil", 1, 1)]
    others = {store.issue(response.id, *paper) for paper in papers}
    assert len(others) == 4 and code not in others
    found = store.issued(code)
    assert found is not None
    assert (found.response, found.seq, found.template, found.version, found.original) == (
        response.id, 3, "rencana-aksi", 1, 1,
    )  # fmt: skip
    assert store.issued("tidakadaaaaa") is None


def test_two_workers_that_make_it_at_once_print_the_same_code(store: Store, response: Response) -> None:
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda _: store.issue(response.id, 1, "rencana-aksi", 1, 1), range(24)))
    assert len(set(codes)) == 1
