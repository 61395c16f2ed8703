"""A live session: the devices, the desk, the phrasebanks and the journal, all by the settings.

Promise: what is chosen while it runs holds at once; a choice that cannot be followed (a device
that is not there, a model that does not open) is told, and what was there before goes on.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from assist.audio.faults import SoundError
from assist.audio.gate import Gate
from assist.banks import Chosen, Shelf, away, open_shelf
from assist.checkup import Checkup
from assist.core.board import Attention
from assist.core.cards import Picture
from assist.core.events import Event
from assist.core.problems import Problem
from assist.core.rulebook import Rulebook
from assist.core.words import Speaker
from assist.desk import Desk
from assist.faults import Fault
from assist.hearing import Hearing
from assist.journal import JOURNAL, Journal
from assist.languages import disagreement
from assist.listener import MakeRecogniser
from assist.living import Living
from assist.moments import MOMENTS, Moments
from assist.places import user_data
from assist.settings.kept import Kept
from assist.settings.sections import Settings
from assist.speech.models import DEMONSTRATION, ModelInfo, SpeechModel, find_model
from assist.speech.recogniser import Recogniser
from assist.terms import Terms
from assist.troubles import LET_GO
from assist.usual_pace import USUAL_PACE, UsualPace


class Live:
    """Made, started, changed and stopped on one thread, the main one."""

    def __init__(
        self,
        kept: Kept,
        only: tuple[Path, ...],
        on_top: tuple[Path, ...],
        show: Callable[[Picture], None],
        tell: Callable[[Event], None] = lambda event: None,
    ) -> None:
        """`only` and `on_top` are the phrasebanks that the command line names. Raises Fault."""
        self._kept = kept
        self._named = only, on_top
        self.is_resting = False
        settings = kept.now
        self._banks = self._chosen_banks(settings)
        # The one waits for no Python, the other is all Python: side by side they take little more
        # than the longer one.
        with ThreadPoolExecutor(1, "model") as aside:
            opening = aside.submit(_open_model, settings)
            self.shelf: Shelf = open_shelf(self._banks)
            rulebook = Rulebook(self.shelf.read.banks)
            self._model = opening.result()
        self.texts = {one.id: one.show for bank in self.shelf.read.banks for one in bank.prompts}
        self.journal = Journal(user_data() / JOURNAL)
        self.moments = Moments(user_data() / MOMENTS)
        self._usual_pace = UsualPace(user_data() / USUAL_PACE)
        self.desk = Desk(
            rulebook,
            self._model,
            show,
            tell,
            self.journal,
            terms=terms_of(settings),
            usual_pace=self._usual_pace,
            make=recognisers(self._model, settings),
            moments=self.moments,
        )
        self.bank_problems = ""
        take = self.desk.adopt
        self._living = Living(self._banks, self.shelf, rulebook, take, self._tell_of_banks)
        self.hearing = Hearing(self.desk, devices_of(settings))
        self._checkup = Checkup(self.hearing, partial(self.desk.notice, "sound"))

    def start(self, patient: bool) -> None:
        """Listen. Raises SoundError when no side can be heard, unless `patient`."""
        self.desk.start()
        self._living.start()
        self._tell_of_model(self._model)
        self._tell_what_is_away()
        self.desk.notice("settings", self._kept.sentence)
        self._kept.tell(self._take)
        self.hearing.start(patient)
        self._checkup.start()

    def stop(self) -> None:
        self._checkup.stop()
        self.hearing.stop()
        self._living.stop()
        self.desk.stop()
        self.journal.close()
        self.moments.close()
        self._usual_pace.wait()

    def watch(self) -> None:
        """To be called a few times a second. Raises what ended the hearing, if a bug did."""
        self.hearing.watch()
        self._kept.look()

    @property
    def model(self) -> ModelInfo:
        """The speech model that is open."""
        return self._model.info

    @property
    def model_name(self) -> str:
        """Of the speech model that is open."""
        return self._model.info.name

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the phrasebanks' files as they are now."""
        return open_shelf(self._banks).read.errors

    def shown_text(self, prompt: str) -> str:
        """The same without the id, for who need not look the prompt up."""
        return self.texts.get(prompt, prompt)

    def prompt_text(self, prompt: str) -> str:
        """What a prompt shows, by its id; the id alone where no phrasebank has it any more."""
        shown = self.texts.get(prompt)
        return f"{shown} ({prompt})" if shown else prompt

    def rest(self, rests: bool) -> None:
        """Stop listening and let go of the devices, or begin again."""
        self.is_resting = rests
        self.desk.pause(rests)
        self.hearing.rest(rests)
        self.desk.notice("resting", LET_GO if rests else "")

    def pause(self, paused: bool) -> None:
        """Decode nothing, or go on; to go on takes the devices again where they were let go."""
        if self.is_resting and not paused:
            self.rest(False)
        else:
            self.desk.pause(paused)

    def _take(self, before: Settings, now: Settings) -> None:
        """Something was chosen."""
        self.desk.notice("settings", self._kept.sentence)
        if terms_of(before) != terms_of(now):
            self.desk.go_by(terms_of(now))
        if before.sound != now.sound:
            self._ask(now)
        if before.phrasebanks != now.phrasebanks:
            self._banks = self._chosen_banks(now)
            self._living.choose(self._banks)
            self._tell_what_is_away()
        if before.speech.model != now.speech.model:
            opening = threading.Thread(target=self._open_model, args=(now,), daemon=True)
            opening.start()
        elif before.speech != now.speech:
            self.desk.hear_with(self._model, recognisers(self._model, now))

    def _ask(self, settings: Settings) -> None:
        try:
            self.hearing.ask(devices_of(settings))
        except SoundError as fault:
            self.desk.notice("devices", str(fault))
        else:
            self.desk.notice("devices", "")

    def _open_model(self, settings: Settings) -> None:
        """On a thread of its own: a large model takes seconds."""
        try:
            model = _open_model(settings)
        except Fault as fault:
            self.desk.notice("model", f"{fault} The model from before goes on.")
            return
        self._model = model
        self.desk.hear_with(model, recognisers(model, self._kept.now))
        self._tell_of_model(model)

    def _tell_of_banks(self, sentence: str) -> None:
        """On the thread that watches them."""
        self.bank_problems = sentence
        self.desk.notice("phrasebanks", sentence)

    def _tell_of_model(self, model: SpeechModel) -> None:
        self.desk.notice("model", DEMONSTRATION if model.info.demonstration else "")
        told = disagreement(self.shelf.read.banks, model.info.language)
        self.desk.notice("language", told)

    def _tell_what_is_away(self) -> None:
        gone = ", ".join(map(str, away(self._banks)))
        said = f"Not there: {gone}. Its phrasebanks come up when it does." if gone else ""
        self.desk.notice("missing phrasebanks", said)

    def _chosen_banks(self, settings: Settings) -> Chosen:
        only, on_top = self._named
        return banks_of(settings, only, on_top)


def banks_of(settings: Settings, only: tuple[Path, ...], on_top: tuple[Path, ...]) -> Chosen:
    """The phrasebanks to go by, with those that the command line names."""
    chosen = settings.phrasebanks
    return Chosen(on_top, only, chosen.paths, chosen.strictness)


def _open_model(settings: Settings) -> SpeechModel:
    """The chosen model, opened. Raises Fault."""
    return SpeechModel(find_model(settings.speech.model or None))


def terms_of(settings: Settings) -> Terms:
    """What the settings say of calls."""
    calls, budget = settings.calls, settings.attention
    return Terms(
        attention=Attention(gap=budget.gap, a_minute=budget.a_minute),
        mode=calls.mode,
        muted=frozenset(settings.prompts.never_again),
        ends_after=calls.ends_after,
        starts_by_itself=calls.starts_by_itself,
        transcript=settings.overlay.transcript,
        keeps_moments=settings.moments.keep,
        keeps_words=settings.moments.words,
    )


def devices_of(settings: Settings) -> dict[Speaker, str | None]:
    """The device of each side, as it was asked for."""
    sound = settings.sound
    return {Speaker.CUSTOMER: sound.customer or None, Speaker.AGENT: sound.agent or None}


def recognisers(model: SpeechModel, settings: Settings) -> MakeRecogniser:
    """Makes recognisers that wait for a voice as long as the settings say."""
    pause = settings.speech.pause
    return lambda speaker: Recogniser(model, speaker, Gate(ends_after=pause))
