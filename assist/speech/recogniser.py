"""One side's recogniser: frames of sound in, its changing belief out.

Only what may be a voice is recognised. An utterance ends when the voice has paused; plain partial
results come soonest, and words are timed when the utterance ends. The same frames always give the
same results, live or replayed. A recogniser belongs to one thread.
"""

from assist.audio.frames import Frame
from assist.audio.gate import Gate
from assist.core.words import Heard, Speaker
from assist.speech.decoder import GAP_ENDS, Decoder, Said
from assist.speech.memory import give_back_memory
from assist.speech.models import SpeechModel

RENEWED_AFTER = 600.0
"""Seconds of recognised sound after which Vosk is made anew, at the next pause: its memory grows."""

VOICE_NEEDED = 0.1
"""Seconds of voice before anything is believed: a click is no word."""

WORD_NEEDED = 0.1
"""Seconds that the only word of an utterance must have lasted."""

_MURMURS = frozenset("a i the huh uh um hm hmm mm mhm ah eh er".split())
"""What recognisers make of breath and noise. Alone in an utterance they mean nothing either way."""


class Recogniser:
    """Recognises one side of one call."""

    def __init__(self, model: SpeechModel, speaker: Speaker, gate: Gate | None = None) -> None:
        self.speaker = speaker
        self._model = model
        self._gate = gate or Gate()
        self._decoder: Decoder | None = None
        self._heard_until: float | None = None
        self._voice_for = 0.0
        self._belief: tuple[str, ...] = ()

    @property
    def hears_voice(self) -> bool:
        """Whether the last frame may have been part of an utterance."""
        return self._gate.open

    def hear(self, frame: Frame) -> list[Heard]:
        """Take the next frame; give back what changed: nothing, a new belief, a final result.

        Where sound is missing before the frame, the utterance is ended first. The frame's rate
        must be its true one: Vosk resamples by itself, and hears rubbish at a wrong rate. Raises
        ValueError for a rate below the model's.
        """
        heard = self._at_break(frame)
        # Made in good time, in silence: making one takes longer than recognising a frame.
        decoder = self._decoder or self._new_decoder(frame.rate)
        self._heard_until = frame.end
        passed = self._gate.take(frame)
        self._voice_for += passed.voice_for
        for one in passed.frames:
            if decoder.feed(one):
                heard += self._final(decoder.end(), one.end)
        if passed.ended:
            heard += self._pause(decoder, frame.end)
        elif passed.frames:
            heard += self._partial(decoder, frame.end)
        return heard

    def end(self, at: float) -> list[Heard]:
        """The sound ends or breaks here: whatever was being said is final."""
        self._gate.close()
        return self._final(self._decoder.break_off(), at) if self._decoder else []

    def _new_decoder(self, rate: int) -> Decoder:
        """The one before, if there was one, is gone by now."""
        give_back_memory()
        self._decoder = Decoder(self._model, rate)
        return self._decoder

    def _at_break(self, frame: Frame) -> list[Heard]:
        """What ends because the frame does not join the one before, or has another rate."""
        other_rate = self._decoder is not None and frame.rate != self._decoder.rate
        until = self._heard_until
        gap = 0.0 if until is None else frame.start - until
        if not other_rate and abs(gap) <= GAP_ENDS:
            return []
        heard = self.end(frame.start)
        if other_rate:
            self._decoder = None
        return heard

    def _pause(self, decoder: Decoder, at: float) -> list[Heard]:
        """The voice has paused: the utterance ends, and Vosk's memory may be given back."""
        if decoder.fed_for >= RENEWED_AFTER:
            self._decoder = None
        return self._final(decoder.end(), at)

    def _partial(self, decoder: Decoder, at: float) -> list[Heard]:
        words = decoder.belief()
        if self._voice_for < VOICE_NEEDED or _is_murmur(words):
            words = ()
        if not words and not self._belief:
            return []
        self._belief = words
        return [Heard(self.speaker, words, at)]

    def _final(self, said: Said, at: float) -> list[Heard]:
        if self._voice_for < VOICE_NEEDED or _is_murmur(said.words) or _is_blip(said):
            said = Said()
        believed, self._belief, self._voice_for = self._belief, (), 0.0
        if not said.words and not believed:
            return []
        return [Heard(self.speaker, said.words, at, final=True, times=said.times)]


def _is_murmur(words: tuple[str, ...]) -> bool:
    return len(words) == 1 and words[0] in _MURMURS


def _is_blip(said: Said) -> bool:
    """Whether the only word was too short to be one."""
    return len(said.times) == 1 and said.times[0][1] - said.times[0][0] < WORD_NEEDED
