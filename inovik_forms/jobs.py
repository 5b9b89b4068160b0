"""Long work outside the request: documents and books, rendered by a worker in children with limits.

The web asks (`save`, `request_document`, `request_book`) and looks (`document`, `store.job`); the worker (`run`) claims
jobs and renders each in a forked child, which may crash, hang or eat memory without hurting anybody. Both ends meet in
the keys of the output cache.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import secrets
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from typing import Any, get_args
from zoneinfo import ZoneInfo

import structlog

from inovik_forms import paper
from inovik_forms.answers.plan import plan_of
from inovik_forms.answers.state import State, evaluate
from inovik_forms.answers.values import Change
from inovik_forms.documents import book, book_notes
from inovik_forms.documents.genuine import ADDRESS
from inovik_forms.documents.render import Form, render, write
from inovik_forms.processes import die_with_parent
from inovik_forms.store import Store
from inovik_forms.store.records import JobRecord, LostLease, NewJob, Receipt, Unavailable
from inovik_forms.words import use_language
from inovik_forms.workflow import SubjectKind

AHEAD_SECONDS = 2.0
"""A document is made ahead of the click when nobody has typed for about so long; every change meanwhile joins in."""
AHEAD_FORMS: tuple[Form, ...] = ("docx", "pdf")

KEPT_FORMS: tuple[Form, ...] = get_args(Form)

PIECE_LIFE = timedelta(days=30)  # a phone may be away for weeks between two pieces of a photo
OUTPUT_LIFE = timedelta(days=7)  # a document is made again in a second, a book in a minute
JOB_LIFE = timedelta(days=30)  # long enough to look into a failure that somebody reports
SWEEP_SECONDS = 3600.0

MEMORY_LIMIT = 2 * 1024**3  # bytes of address space of a child; a book of 100 plans stays below a third of it
CPU_LIMITS = {"render": 120, "book": 1200, "paper": 120}  # seconds; the slowest shipped ones take a tenth
WALL_FACTOR = 3  # a child that waits (disk, other processes) may take this many times its CPU limit

TOO_LONG = "terlalu-lama"
IDLE_SECONDS = 0.25
BEAT_SECONDS = 5.0
SLOTS: tuple[tuple[str, ...], ...] = (("render", "paper"), ("book",))
"""Children at a time, by what they do: a long book never stands before somebody's one-page document."""

GARBAGE_THRESHOLD = 10_000  # objects; a page or a document makes some thousand and leaves hardly one behind
log = structlog.get_logger("jobs")


# ---------------------------------------------------------------- asking


def output_key(template: str, version: int, response: int, seq: int, original: int, beside: str, form: Form) -> str:
    """Names everything that a document is made from; equal keys mean equal bytes. `beside`: what is no answer."""
    return f"{template}@{version}/{response}@{seq}/{original}/{beside}.{form}"


def _beside(today: date, letterheads: Mapping[str, str]) -> str:
    """The day and a digest of the letterheads: a changed one makes every document anew."""
    return f"{today.isoformat()}-{sha256(json.dumps(letterheads).encode()).hexdigest()[:12]}"


def older_pattern(template: str, response: int, original: int) -> str:
    """A LIKE pattern for the keys of all states of one document."""
    return f"{template}@%/{response}@%/{original}/%"


def forget(store: Store, response_id: int) -> None:
    """Drop all that was made from a response: its documents, and every book and its parts, since any may hold it."""
    for pattern in (f"%@%/{response_id}@%/%", f"kertas/{response_id}@%", "book/%", "part/%"):
        store.drop_outputs(pattern, ())


def today_of(store: Store) -> date:
    """The date in the city, by the server's clock."""
    return store.clock().astimezone(ZoneInfo(store.city().get("kota.zona_waktu") or "Asia/Jakarta")).date()


def templates_of(store: Store, questionnaire: str) -> list[str]:
    """The templates that print one response to this questionnaire."""
    return [r.name for r in store.template_records(questionnaire) if not r.book]


def save(store: Store, response_id: int, changes: Sequence[Change], questionnaire: str) -> list[Receipt]:
    """`store.append`, and in the same transaction the wish to have the documents of this questionnaire ready."""
    originals = originals_of(store.response(response_id).kind)
    return store.append(response_id, changes, ahead(response_id, templates_of(store, questionnaire), originals))


def ahead(response_id: int, templates: Sequence[str], originals: Sequence[int] = (1,)) -> list[NewJob]:
    """The wish to have these documents ready, each original, for `store.append`."""
    return [_render_job(response_id, name, original) for name in templates for original in originals]


def originals_of(kind: SubjectKind) -> tuple[int, ...]:
    """An agreement is signed in two originals, each party leading in its own."""
    return (1, 2) if kind == "kesepakatan" else (1,)


def _render_job(response_id: int, template: str, original: int = 1) -> NewJob:
    payload = {"response": response_id, "template": template, "original": original}
    return NewJob("render", f"render:{response_id}:{template}:{original}", payload, delay=AHEAD_SECONDS)


def document(store: Store, response_id: int, template: str, form: Form, original: int = 1) -> bytes | None:
    """The finished document of a response as it is now, or None when it still has to be made."""
    response = store.response(response_id)
    beside = _beside(today_of(store), store.letterhead_values(response.unit))
    version = store.template_version(template)
    return store.output(output_key(template, version, response_id, response.seq, original, beside, form))


def request_document(store: Store, response_id: int, template: str, owner: int, original: int = 1) -> int:
    """Somebody waits for a document: the id of the job that makes it next."""
    job = _render_job(response_id, template, original)
    return store.enqueue(job.kind, job.payload, job.key, owner=owner, urgent=True)


def request_book(store: Store, template: str, responses: Sequence[int], form: Form, owner: int) -> int:
    """Somebody wants a book of these responses: the job's id; its `result` becomes the key of the output."""
    payload = {
        "template": template,
        "responses": list(responses),
        "form": form,
        "version": store.template_version(template),
    }
    return store.enqueue("book", payload, f"book:{owner}:{secrets.token_hex(8)}", owner=owner, urgent=True)


def blank_key(questionnaire: str, version: int, language: str) -> str:
    """The blank form of a questionnaire, as PDF."""
    return f"kertas/{questionnaire}@{version}/{language}.pdf"


def answered_key(response: int, seq: int, language: str) -> str:
    """The answers of a response, as PDF."""
    return f"kertas/{response}@{seq}/{language}.pdf"


def notes_key(book: str) -> str:
    """What is to be looked at in a book, beside the book itself."""
    return f"{book}.catatan"


@dataclass(frozen=True, slots=True)
class BookNote:
    """`response`: whose answers; 0 is the book itself. `path`: the blank answer, `text` its question; "" for anything
    else that is wrong, which `text` tells."""

    response: int
    path: str
    text: str


def book_notes_of(store: Store, job: JobRecord) -> list[BookNote]:
    """What is to be looked at before the book that this job made is printed."""
    return [BookNote(*row) for row in json.loads(store.output(notes_key(job.result)) or b"[]")]


def request_paper(store: Store, key: str, owner: int, language: str, **what: Any) -> int:
    """Somebody waits for a form on paper. `what`: `questionnaire` and `version`, or `response` and `facts`, which stand
    under the title."""
    payload = {"key": key, "language": language, **what}
    return store.enqueue("paper", payload, key, owner=owner, urgent=True)


# ---------------------------------------------------------------- doing


def _state(store: Store, response_id: int, today: date, language: str = "id") -> tuple[int, State]:
    response = store.response(response_id)
    seq, draft = store.draft(response_id)
    plan = plan_of(store.questionnaire(response.questionnaire, response.version))
    state = evaluate(plan, draft, today=today, language=language)
    state.beside = store.letterhead_values(response.unit)
    return seq, state


def put_code(store: Store, state: State, code: str) -> None:
    """Have the reserved names of a paper's code print it; not without an address to look it up at."""
    if store.address:
        state.beside = {**(state.beside or {}), ADDRESS: f"{store.address}/asli/{code}"}


def do_render(store: Store, job: JobRecord) -> str:
    """Make the forms of one document that are not there yet; the key of the PDF."""
    response_id, template, original = (job.payload[name] for name in ("response", "template", "original"))
    today, version = today_of(store), store.template_version(template)
    seq, state = _state(store, response_id, today)
    beside = _beside(today, state.beside or {})
    key = partial(output_key, template, version, response_id, seq, original, beside)
    parsed = store.template(template, version)
    if parsed.is_issued:
        put_code(store, state, store.issue(response_id, seq, template, version, original))
    for form in AHEAD_FORMS:
        if store.output(key(form)) is None:
            made = render(parsed, state, files=store.file, original=original, form=form)
            store.put_output(key(form), made.bytes)
    store.drop_outputs(older_pattern(template, response_id, original), keep=[key(form) for form in KEPT_FORMS])
    return key("pdf")


def do_book(store: Store, job: JobRecord) -> str:
    """Make a book; the key of the output. Its progress is what has been read: setting it takes as long as that."""
    responses, form = job.payload["responses"], job.payload["form"]
    today, states = today_of(store), []
    for done, response_id in enumerate(responses):
        store.beat(job, store.clock(), done, len(responses))
        states.append(_state(store, response_id, today)[1])
    template = store.template(job.payload["template"], job.payload["version"])
    gathered = book.gathered(template, states, store.file)
    store.beat(job, store.clock(), len(responses), len(responses))
    data = book.bind(gathered, form)
    key = f"book/{job.id}/{job.lease}.{form}"
    found = book_notes.notes(gathered, template, states, store.file)
    rows = [(responses[note.number - 1] if note.number else 0, note.path, note.text) for note in found]
    store.put_output(notes_key(key), json.dumps(rows).encode())
    store.put_output(key, data)
    return key


def do_paper(store: Store, job: JobRecord) -> str:
    """A questionnaire on paper, blank or answered; the key of the output."""
    payload = job.payload
    key: str = payload["key"]
    use_language(payload["language"])
    if "response" in payload:
        response = store.response(payload["response"])
        _, state = _state(store, response.id, today_of(store), payload["language"])
        shown = _shown(store, response.questionnaire, response.version)
        document = paper.answered(state, store.file, [(label, value) for label, value in payload["facts"]], shown)
    else:
        form = store.questionnaire(payload["questionnaire"], payload["version"])
        shown = _shown(store, payload["questionnaire"], payload["version"])
        document = paper.blank(form, payload["language"], shown)
    store.put_output(key, write(document, "pdf").bytes)
    return key


def _shown(store: Store, questionnaire: str, version: int) -> Callable[[str], bytes | None]:
    """What the labels of a version show, by name."""
    there = store.media(questionnaire, version)
    return lambda name: store.media_data(there[name].sha256) if name in there else None


KINDS: dict[str, Callable[[Store, JobRecord], str]] = {"render": do_render, "book": do_book, "paper": do_paper}


# ---------------------------------------------------------------- the worker


@dataclass(slots=True)
class Child:
    """A forked process and the job that it does. `ended`: why it ended without saying so itself, once it has ended and
    until the store has been told."""

    pid: int
    job: JobRecord
    started: float
    beaten: float
    ended: str = ""


def run(store: Store) -> None:
    """The worker's loop, until SIGTERM or SIGINT. `store` is used by this process alone; children open their own."""
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda signum, _frame: stopping.append(signum))
    settle_memory()
    slots: list[Child | None] = [None] * len(SLOTS)
    swept = -SWEEP_SECONDS
    while not stopping:
        if time.monotonic() - swept > SWEEP_SECONDS:
            sweep(store)
            swept = time.monotonic()
        for index, kinds in enumerate(SLOTS):
            slots[index] = step(store, slots[index], kinds)
        time.sleep(IDLE_SECONDS / 10 if any(slots) else IDLE_SECONDS)
    for child in slots:
        if child:
            _kill(child)
            _report(store, child, "worker-berhenti")


def settle_memory() -> None:
    """For a process that has loaded what it will use: what is there now stays, and is not looked through again and
    again for garbage (a quarter of the time of a document, 3 % of a page's)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_THRESHOLD)


def sweep(store: Store) -> None:
    """Clear away what can be made again and what has long ended."""
    with suppress(Unavailable):
        store.drop_old_outputs(store.clock() - OUTPUT_LIFE)
        store.drop_old_jobs(store.clock() - JOB_LIFE)
        store.drop_old_pieces(store.clock() - PIECE_LIFE)


def step(store: Store, child: Child | None, kinds: tuple[str, ...]) -> Child | None:
    """One look at a slot: start a job, look after the running one, or clear away the finished one. A database that
    does not answer is no reason to stop."""
    try:
        if child is None:
            job = store.claim(store.clock(), kinds)
            return _start(store, job) if job else None
        return _look_after(store, child)
    except LostLease:
        if child:
            _kill(child)
        return None
    except Exception as error:
        log.error("job loop", kind=type(error).__name__)
        time.sleep(1)
        return child


def _start(store: Store, job: JobRecord) -> Child:
    store.close()  # no connection may be shared with the child
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        os._exit(_child(store, job, parent))
    return Child(pid, job, time.monotonic(), time.monotonic())


def _child(store: Store, job: JobRecord, parent: int) -> int:
    """Runs in the child: 0 = done and said so, 1 = failed and said so, 3 = the job was taken away."""
    try:
        os.setsid()  # its own group, so that it is killed with everything that it started
        die_with_parent(parent)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.nice(10)  # pages come first
        seconds = CPU_LIMITS[job.kind]
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        store.finish(job, KINDS[job.kind](store, job))
        return 0
    except LostLease:
        return 3
    except BaseException as error:
        try:
            store.fail(job, _log_error(job, error), again=isinstance(error, MemoryError | OSError))
        except BaseException:
            return 4
        return 1
    finally:
        sys.stderr.flush()


def _log_error(job: JobRecord, error: BaseException) -> str:
    """Log where it happened, and not what the answers were; the number to give to people."""
    number = secrets.token_hex(4)
    frames = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)][-12:]
    log.error("job failed", error=number, job=job.id, kind=job.kind, type=type(error).__name__, frames=frames)
    return number


def _look_after(store: Store, child: Child) -> Child | None:
    """Whether it still runs. A database that cannot be told now is told at the next look."""
    now = time.monotonic()
    if not child.ended:
        pid, status = os.waitpid(child.pid, os.WNOHANG)
        code = os.waitstatus_to_exitcode(status)
        if pid and code in (0, 1, 3):
            return None
        if pid:
            child.ended = f"berhenti-{code}"
        elif now - child.started > WALL_FACTOR * CPU_LIMITS[child.job.kind]:
            _kill(child)
            child.ended = TOO_LONG
    if child.ended:
        _report(store, child, child.ended, again=child.ended != TOO_LONG)
        return None
    if now - child.beaten > BEAT_SECONDS:
        store.beat(child.job, store.clock())
        child.beaten = now
    return child


def _report(store: Store, child: Child, error: str, *, again: bool = True) -> None:
    log.error("job child ended", job=child.job.id, error=error)
    with suppress(LostLease):
        store.fail(child.job, error, again=again)


def _kill(child: Child) -> None:
    for kill in (os.killpg, os.kill):  # it may not have made its own group yet
        with suppress(ProcessLookupError):
            kill(child.pid, signal.SIGKILL)
    os.waitpid(child.pid, 0)
