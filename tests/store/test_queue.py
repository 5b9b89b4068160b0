"""Jobs: none lost, none done twice at once, none running for ever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from inovik_forms.store import Store
from inovik_forms.store.queue import GAVE_UP, LEASE, MOST_ATTEMPTS
from inovik_forms.store.records import LostLease, UnknownRecord

from .conftest import Clock


def test_a_job_goes_its_way(store: Store, clock: Clock) -> None:
    number = store.enqueue("render", {"response": 7}, "r7")
    job = store.claim(clock.now)
    assert job and (job.id, job.kind, job.payload, job.state, job.attempts) == (
        number,
        "render",
        {"response": 7},
        "running",
        1,
    )
    assert store.claim(clock.now) is None
    store.beat(job, clock.now, 3, 10)
    assert (store.job(number).done, store.job(number).total) == (3, 10)
    store.finish(job, "kunci")
    done = store.job(number)
    assert (done.state, done.result, done.done) == ("done", "kunci", 10)
    with pytest.raises(UnknownRecord):
        store.job(number + 1)


def test_requests_for_a_waiting_job_join_it(store: Store, clock: Clock) -> None:
    first = store.enqueue("render", {"seq": 1}, "r7", delay=60)
    assert store.enqueue("render", {"seq": 2}, "r7", delay=60) == first
    assert store.claim(clock.now) is None, "it waits until typing has paused"
    assert store.enqueue("render", {"seq": 3}, "r7", urgent=True) == first
    job = store.claim(clock.now)
    assert job and job.payload == {"seq": 3}
    assert store.enqueue("render", {"seq": 4}, "r7") != first, "a running one may have missed the change"


def test_whoever_waits_comes_first(store: Store, clock: Clock) -> None:
    store.enqueue("render", {}, "diam")
    waited = store.enqueue("render", {}, "ditunggu", urgent=True)
    job = store.claim(clock.now)
    assert job and job.id == waited


def test_kinds_are_claimed_apart(store: Store, clock: Clock) -> None:
    book = store.enqueue("book", {}, "buku")
    assert store.claim(clock.now, ("render",)) is None
    job = store.claim(clock.now, ("book",))
    assert job and job.id == book


def test_the_job_of_a_dead_worker_is_taken_up_and_the_dead_may_not_write(store: Store, clock: Clock) -> None:
    store.enqueue("render", {}, "r7")
    dead = store.claim(clock.now)
    assert dead
    clock.move(seconds=LEASE.total_seconds() - 1)
    assert store.claim(clock.now) is None
    clock.move(seconds=2)
    alive = store.claim(clock.now)
    assert alive and alive.id == dead.id and alive.lease == dead.lease + 1
    for write in (lambda: store.beat(dead, clock.now), lambda: store.finish(dead, "x"), lambda: store.fail(dead, "x")):
        with pytest.raises(LostLease):
            write()
    store.finish(alive, "baik")
    assert store.job(dead.id).result == "baik"


def test_a_heartbeat_keeps_the_lease(store: Store, clock: Clock) -> None:
    store.enqueue("book", {}, "buku")
    job = store.claim(clock.now)
    assert job
    for _ in range(5):
        store.beat(job, clock.move(seconds=LEASE.total_seconds() - 1))
        assert store.claim(clock.now) is None


def test_a_job_that_kills_its_worker_is_given_up(store: Store, clock: Clock) -> None:
    number = store.enqueue("render", {}, "racun")
    for _ in range(MOST_ATTEMPTS):
        assert store.claim(clock.now)
        clock.move(seconds=LEASE.total_seconds() + 1)
    assert store.claim(clock.now) is None
    assert (store.job(number).state, store.job(number).error) == ("failed", GAVE_UP)
    other = store.enqueue("render", {}, "sehat")
    job = store.claim(clock.now)
    assert job and job.id == other


def test_a_failure_may_be_tried_again_until_attempts_are_used_up(store: Store, clock: Clock) -> None:
    number = store.enqueue("render", {}, "r7")
    for attempt in range(1, MOST_ATTEMPTS + 1):
        job = store.claim(clock.now)
        assert job and job.attempts == attempt
        store.fail(job, f"e{attempt}", again=True)
    assert (store.job(number).state, store.job(number).error) == ("failed", f"e{MOST_ATTEMPTS}")


def test_a_failure_does_not_come_back_beside_its_twin(store: Store, clock: Clock) -> None:
    store.enqueue("render", {}, "r7")
    job = store.claim(clock.now)
    assert job
    store.enqueue("render", {}, "r7")
    store.fail(job, "e", again=True)
    assert store.job(job.id).state == "failed"


def test_only_ended_jobs_are_forgotten(store: Store, clock: Clock) -> None:
    ended, waiting = store.enqueue("render", {}, "a"), store.enqueue("render", {}, "b")
    job = store.claim(clock.now)
    assert job and job.id == ended
    store.finish(job)
    store.drop_old_jobs(clock.move(days=1))
    assert store.job(waiting).state == "queued"
    with pytest.raises(UnknownRecord):
        store.job(ended)


def test_many_workers_never_share_a_job(store: Store, clock: Clock) -> None:
    wanted = {store.enqueue("render", {}, f"r{n}") for n in range(40)}

    def work(_worker: int) -> list[int]:
        done = []
        while job := store.claim(clock.now):
            done.append(job.id)
            store.finish(job)
        return done

    with ThreadPoolExecutor(4) as pool:
        done = [number for numbers in pool.map(work, range(4)) for number in numbers]
    assert sorted(done) == sorted(wanted)
