"""The ripple, through the real desk: thanks are kept, and come back after a hard call."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assist.audio.files import frames_of, open_call
from assist.core.board import Attention
from assist.core.cards import Picture
from assist.core.reading import read_phrasebanks
from assist.core.rulebook import Rulebook
from assist.desk import Desk
from assist.moments import Moments
from assist.speech.models import SpeechModel, find_model
from assist.terms import Terms
from tests.live.in_step import Ears
from tests.screens import wait_for

RECORDING = open_call(Path(__file__).parents[1] / "recordings" / "customer-thanks.flac")
BANK = """\
topic: a hard call, and thanks in it
prompts:
  - {id: thanks, kind: recognition, show: Keep it., customer_says: thank you so much, keeps_moment: yes}
  - {id: one, kind: calm, show: One., customer_says: for your help}
  - {id: two, kind: calm, show: Two., customer_says: very kind}
  - {id: three, kind: calm, show: Three., customer_says: good weekend}
between_calls:
  after_a_hard_call: ["Somebody thanked you[: {thanks}]."]
"""
OFTEN = Attention(gap=0.01, stale=20.0, a_minute=20)


@pytest.fixture(scope="module")
def model() -> SpeechModel:
    return SpeechModel(find_model())


@pytest.fixture
def moments(tmp_path: Path) -> Iterator[Moments]:
    kept = Moments(tmp_path / "moments.db")
    yield kept
    kept.close()


def line_after_a_call(model: SpeechModel, moments: Moments, terms: Terms) -> str:
    pictures: list[Picture] = []
    read = read_phrasebanks([("hard.yaml", BANK)])
    assert not read.errors, read.errors
    ears = Ears(model)
    desk = Desk(
        Rulebook(read.banks),
        model,
        pictures.append,
        terms=terms,
        make=ears.make,
        moments=moments,
    )
    desk.start()
    ears.put(desk, frames_of(RECORDING))
    # Neither side's last words may still be on their way.
    wait_for(lambda: ears.have_heard(RECORDING.lasts_for - 0.1), "all that is said", 60.0)
    wait_for(lambda: pictures and pictures[-1].at > RECORDING.lasts_for - 0.3, "the end", 60.0)
    desk.end_call()
    wait_for(lambda: pictures[-1].summary, "the summary", 20.0)
    desk.stop()
    summary = pictures[-1].summary
    assert summary is not None
    return summary.line


def test_thanks_of_a_call_come_back_after_it_was_a_hard_one(
    model: SpeechModel, moments: Moments
) -> None:
    terms = Terms(attention=OFTEN, keeps_words=True)
    assert line_after_a_call(model, moments, terms).startswith("Somebody thanked you: thank you so")
    assert [one.prompt for one in moments.all()] == ["thanks"]


def test_without_the_agents_wish_the_words_are_not_kept(
    model: SpeechModel, moments: Moments
) -> None:
    assert line_after_a_call(model, moments, Terms(attention=OFTEN)) == "Somebody thanked you."
    assert [one.words for one in moments.all()] == [""]


def test_what_the_agent_does_not_keep_or_has_deleted_does_not_come_back(
    model: SpeechModel, moments: Moments
) -> None:
    terms = Terms(attention=OFTEN, keeps_moments=False)
    assert line_after_a_call(model, moments, terms) == ""
    assert moments.all() == ()
