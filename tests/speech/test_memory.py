"""What a recogniser remembered goes back to the system when it is let go of."""

import os
import platform
from pathlib import Path

import pytest

from assist.audio.files import frames_of, open_call
from assist.core.words import Speaker
from assist.demo import FIRST, demo_call
from assist.speech.decoder import Decoder
from assist.speech.memory import give_back_memory
from assist.speech.models import SpeechModel, find_model

HEARD_FOR = 40.0


def memory() -> float:
    """Resident memory of this program in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="others do it by themselves")
def test_memory_of_a_recogniser_that_is_gone_is_given_back() -> None:
    decoder: Decoder | None = Decoder(SpeechModel(find_model()), 16000)
    for frame in frames_of(open_call(demo_call(FIRST))):
        if frame.start > HEARD_FOR:
            break
        if decoder and frame.speaker is Speaker.CUSTOMER:
            decoder.feed(frame)
    decoder = None
    kept = memory()
    give_back_memory()
    assert memory() < kept - 3


def test_giving_back_twice_does_no_harm() -> None:
    give_back_memory()
    give_back_memory()
