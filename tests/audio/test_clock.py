"""A stream's time line: its zero from the first blocks, steady counts, and anew after lost sound."""

import itertools

import pytest

from assist.audio.clock import EARLY, JUDGES_BY, LATE, StreamClock
from assist.audio.frames import BLOCK_FOR

RATE = 16000
BLOCK = round(BLOCK_FOR * RATE)


def starts(arrivals: list[float], held: int = 4) -> list[float]:
    """The start that each block gets, by the moments at which they came."""
    clock = StreamClock(RATE)
    for number in range(held):
        clock.note((number + 1) * BLOCK, arrivals[number])
    found = [clock.time_of(number * BLOCK) for number in range(held)]
    for number, arrival in enumerate(arrivals[held:], held):
        clock.note((number + 1) * BLOCK, arrival)
        found.append(clock.time_of(number * BLOCK))
    return found


def on_time(count: int, zero: float = 0.0, late: float = 0.0) -> list[float]:
    return [zero + (number + 1) * BLOCK_FOR + late for number in range(count)]


def test_a_late_first_block_does_not_shift_the_call() -> None:
    arrivals = on_time(60)
    arrivals[0] += 0.03
    assert starts(arrivals) == pytest.approx([n * BLOCK_FOR for n in range(60)])


def test_uneven_arrivals_leave_no_seam() -> None:
    arrivals = [at + 0.04 * (n % 3) for n, at in enumerate(on_time(200))]
    steps = [after - before for before, after in itertools.pairwise(starts(arrivals))]
    assert steps == pytest.approx([BLOCK_FOR] * 199)


def test_after_sound_was_lost_without_a_word_the_time_is_right_again() -> None:
    arrivals = on_time(100) + on_time(100, zero=100 * BLOCK_FOR + 0.8)
    found = starts(arrivals)
    assert found[99] == pytest.approx(99 * BLOCK_FOR)
    assert found[-1] == pytest.approx(199 * BLOCK_FOR + 0.8)
    jumps = [n for n in range(1, 200) if found[n] - found[n - 1] > 1.5 * BLOCK_FOR]
    assert len(jumps) == 1
    assert jumps[0] - 100 <= JUDGES_BY


@pytest.mark.parametrize("parts", [-200, 200])
def test_a_crystal_that_is_off_never_takes_the_call_far_from_the_clock(parts: int) -> None:
    count = round(3600 / BLOCK_FOR)
    arrivals = [(n + 1) * BLOCK_FOR * (1 + parts * 1e-6) for n in range(count)]
    clock = StreamClock(RATE)
    worst = 0.0
    for number, arrival in enumerate(arrivals):
        clock.note((number + 1) * BLOCK, arrival)
        worst = max(worst, abs(clock.time_of(number * BLOCK) + BLOCK_FOR - arrival))
    assert 0.05 < worst <= LATE + 0.001


def test_first_blocks_that_all_come_late_are_corrected_by_the_first_punctual_one() -> None:
    arrivals = on_time(60)
    arrivals[:6] = [0.35] * 6
    found = starts(arrivals)
    assert found[3] > 0.25
    assert found[10:] == pytest.approx([n * BLOCK_FOR for n in range(10, 60)], abs=EARLY)
