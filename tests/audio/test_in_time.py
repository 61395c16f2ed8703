"""Calls that never return keep nobody waiting, and what they opened late is closed."""

import threading
import time

import pytest

from assist.audio import in_time
from assist.audio.faults import SoundError
from assist.audio.in_time import SoundThread, answering_thread, sound_thread


def freed(thread: SoundThread) -> None:
    gives_up_at = time.monotonic() + 60
    while thread.is_stuck():
        assert time.monotonic() < gives_up_at
        time.sleep(0.005)


def until_it_is_busy(thread: SoundThread) -> None:
    gives_up_at = time.monotonic() + 60
    while thread.busy_for() <= 0:
        assert time.monotonic() < gives_up_at
        time.sleep(0.001)


def test_a_result_comes_back_and_so_does_a_fault() -> None:
    thread = SoundThread()
    assert thread.ask(lambda: 7) == 7

    def fails() -> int:
        raise SoundError("a device", "it is away", "plug it in")

    with pytest.raises(SoundError, match="it is away"):
        thread.ask(fails)


def test_calls_are_made_one_after_the_other_on_one_thread() -> None:
    thread = SoundThread()
    names = {thread.ask(lambda: threading.current_thread().name) for _ in range(3)}
    assert names == {"sound system"}


def test_a_frozen_call_is_given_up_and_its_result_undone_when_it_comes() -> None:
    thread = SoundThread()
    thaws = threading.Event()
    undone: list[str] = []

    def opens() -> str:
        thaws.wait(60)
        return "a stream"

    with pytest.raises(SoundError, match="it does not answer"):
        thread.ask(opens, undone.append, within=0.1)
    with pytest.raises(SoundError, match="it does not answer"):
        thread.ask(lambda: 1)
    assert thread.is_stuck()
    thaws.set()
    freed(thread)
    assert undone == ["a stream"]
    assert thread.ask(lambda: 1) == 1


def test_closing_is_done_in_any_case_but_not_waited_for() -> None:
    thread = SoundThread()
    thaws, closed = threading.Event(), threading.Event()
    with pytest.raises(SoundError):
        thread.ask(lambda: thaws.wait(60), within=0.05)
    thread.do(closed.set)
    assert not closed.is_set()
    thaws.set()
    assert closed.wait(60)


def test_a_thread_that_never_comes_back_is_replaced_once_the_system_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(in_time, "_threads", [])
    monkeypatch.setattr(in_time, "LEFT_AFTER", 600.0)
    thaws = threading.Event()
    sound_thread().do(lambda: thaws.wait(60), within=0.01)
    stuck = sound_thread()
    assert answering_thread() is stuck
    monkeypatch.setattr(in_time, "LEFT_AFTER", 0.0)
    until_it_is_busy(stuck)
    assert answering_thread() is not stuck
    assert sound_thread().ask(lambda: 1) == 1
    for _ in range(20):
        another = sound_thread()
        another.do(lambda: thaws.wait(60), within=0.01)
        until_it_is_busy(another)
        answering_thread()
    assert len(in_time._threads) == in_time.MOST_THREADS
    thaws.set()
