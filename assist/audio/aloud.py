"""Plays a recorded call aloud, so that a person at the demo hears what the program hears."""

from contextlib import suppress
from pathlib import Path

import soundfile

from assist.audio.faults import SoundError
from assist.audio.in_time import sound_thread
from assist.audio.portaudio import portaudio


class Aloud:
    """A recording on the default output. Does nothing where there is no output."""

    def __init__(self, path: Path) -> None:
        self.playing = False
        with suppress(SoundError, OSError, soundfile.LibsndfileError):
            self._play(path)

    def _play(self, path: Path) -> None:
        sound, rate = soundfile.read(path, dtype="int16")

        def begin() -> None:
            device = portaudio()
            # No output, or none that will have it: the demo goes on in silence.
            with suppress(device.PortAudioError):
                device.play(sound, rate)
                self.playing = True

        sound_thread().ask(begin)

    def stop(self) -> None:
        if self.playing:
            sound_thread().do(lambda: portaudio().stop())
            self.playing = False
