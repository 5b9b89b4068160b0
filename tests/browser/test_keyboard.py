"""By keyboard alone from the first page of a questionnaire to its sending, and the focus seen at each stop."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

import pytest

from inovik_forms import packs
from inovik_forms.store.store import Store

from .conftest import WIDTHS
from .keyboard import Keyboard
from .test_device import Phone

pytestmark = pytest.mark.browser

SAMPLES = packs.content_dir("packs") / "ambon" / "samples" / "jempol-lansia"


@pytest.fixture
def hands(request: pytest.FixtureRequest, chromium: Any, site: str, store: Store) -> Iterator[Keyboard]:
    width = request.param
    context = chromium.new_context(viewport={"width": width, "height": WIDTHS[width]}, locale="id-ID")
    context.set_default_timeout(15_000)
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'serviceWorker', {get: () => undefined})")
    phone = Phone(context, site, store)
    phone.enter("kesehatan")
    yield Keyboard(phone)
    context.close()


def phone_of(hands: Keyboard) -> Phone:
    assert isinstance(hands.visitor, Phone)
    return hands.visitor


def begun(hands: Keyboard, questionnaire: str) -> int:
    """A new response to a questionnaire, opened at its list of sections."""
    store = phone_of(hands).store
    office = store.account_by_username("kesehatan")
    assert office is not None
    subject = store.add_subject("inovasi", office.unit, f"Papan ketik {questionnaire}", office.username)
    response = store.start_response(subject.id, questionnaire, office.username, {}).id
    hands.visitor.go(f"/isian/{response}")
    return response


def fill(hands: Keyboard, answers: Mapping[str, Any]) -> None:
    """All of a page, stop by stop, and the lists on it entry by entry; ends at the button that goes on."""
    given: Counter[str] = Counter()
    while not _filled(hands, answers, given):
        pass


def _filled(hands: Keyboard, answers: Mapping[str, Any], given: Counter[str]) -> bool:
    """From the top of the page to the button that goes on (True), or to an entry of a list, which is filled in."""
    for here in chain(hands.stops_on(), hands.stops_on()):  # a file that has come may have begun the page anew
        action, _, path = here["value"].partition(" ") if here["name"] == "aksi" else ("", "", "")
        if action == "lanjut":
            hands.page.keyboard.press("Enter")
            hands.visitor.turned()
            return True
        name = path.partition("[")[0].rpartition("/")[2]
        first = action == "ubah" and path.endswith("[1]") and not given[name]  # every list begins with one
        if (action == "tambah" or first) and given[name] < len(answers.get(name, ())):
            hands.page.keyboard.press("Enter")
            hands.visitor.turned()
            given[name] += 1
            fill(hands, answers[name][given[name] - 1])
            return False
        wanted = answers.get((here["name"] or here["id"]).removeprefix("q.").rpartition("/")[2])
        if wanted is not None:
            hands.answer(here, wanted)
    raise AssertionError(f"no button that goes on: {hands.page.url}")


def sample(questionnaire: str) -> dict[str, Any]:
    """The answers of the sample, section by section; its files by their paths."""

    def found(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: found(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [found(inner) for inner in value]
        file = SAMPLES / str(value)
        return str(file) if isinstance(value, str) and len(value) < 100 and file.is_file() else value

    answers: dict[str, Any] = found(json.loads((SAMPLES / f"{questionnaire}.json").read_text()))
    return answers


@pytest.mark.parametrize(("hands", "questionnaire"), [(1280, "desain"), (390, "laporan-kemajuan")], indirect=["hands"])
def test_a_whole_questionnaire_by_keys_alone(hands: Keyboard, questionnaire: str) -> None:
    response = begun(hands, questionnaire)
    answers = sample(questionnaire)
    hands.enter(href="/bagian/")
    for _ in range(len(answers) + 2):
        if "/periksa" in hands.page.url:
            break
        section = hands.page.url.rpartition("/bagian/")[2].partition("?")[0]
        fill(hands, answers.get(section, {}))
    hands.enter(tag="button", text="^Kirim$")
    hands.page.get_by_text("Isian ini sudah dikirim").wait_for()
    assert hands.unseen == []
    sent = phone_of(hands).store.draft(response)[1]
    lists = {name: len(found) for part in answers.values() for name, found in part.items() if isinstance(found, list)}
    kept = {path.rpartition("/")[2]: len(keys) for path, keys in sent.instances.items()}
    assert {name: lists[name] for name in kept} == kept and len(kept) >= 5


@pytest.mark.parametrize("hands", [390], indirect=True)
def test_a_list_is_put_in_order_and_an_entry_taken_out_and_back_by_keys_alone(hands: Keyboard) -> None:
    response = begun(hands, "desain")
    hands.visitor.go(f"/isian/{response}/bagian/latar")
    fill(hands, {"tujuan": [{"tujuan_uraian": f"Tujuan {n}"} for n in ("satu", "dua", "tiga")]})
    entries = hands.page.locator('[data-soal="latar/tujuan"] .butir > li strong')

    def listed(action: str, wanted: list[str]) -> None:
        hands.enter(value=f"^{action} latar/tujuan")
        assert entries.all_inner_texts() == [f"Tujuan {n}" for n in wanted]
        assert hands.page.evaluate("document.activeElement.closest('[data-soal=\"latar/tujuan\"]') !== null"), action

    hands.visitor.go(f"/isian/{response}/bagian/latar")
    listed("turun", ["dua", "satu", "tiga"])
    listed("naik", ["satu", "dua", "tiga"])
    listed("hapus", ["dua", "tiga"])
    listed("urung", ["satu", "dua", "tiga"])
    assert hands.unseen == []
