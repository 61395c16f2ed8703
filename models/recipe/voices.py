"""The synthetic voices: flite, espeak-ng and festival, each with what varies from sentence to sentence.

A voice is written in lists of sentences as one string:
    flite:NAME:STRETCH:PITCH        both relative to the voice's own
    espeak:ACCENT+VARIANT:WORDS_A_MINUTE:PITCH
    festival:NAME:STRETCH
"""

import random
import subprocess
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.recipe.plan import RATE

Samples = NDArray[np.int16]
"""Mono sound at RATE, one dimension."""

FLITE = ("kal16", "awb", "rms", "slt")
FESTIVAL = ("kal_diphone", "cmu_us_slt_arctic_hts")
ACCENTS = (
    *("en-us",) * 4, *("en-gb",) * 2,
    "en-gb-x-rp", "en-gb-scotland", "en-us-nyc", "en-gb-x-gbclan", "en-029",
)  # fmt: skip
VARIANTS = tuple(
    "m1 m2 m3 m4 m5 m6 m7 m8 f1 f2 f3 f5 klatt klatt2 klatt3 adam Alex Alicia Andrea antonio "
    "belinda benjamin boris caleb david Denis ed edward Gene Henrique Hugo iven Jacky john Lee "
    "linda Marco Mario Max Michael Mike paul pedro quincy rob robert steph steph2 travis victor "
    "Zac sandro anika shelby".split()
)
"""Of espeak-ng. f4, Annie and Andy are kept for measuring."""

FLITE_SHARE, ESPEAK_SHARE = 0.50, 0.38
SEEN = (
    "flite:kal16:1.0:1.0", "flite:awb:1.0:1.0", "flite:rms:1.0:1.0", "flite:slt:1.0:1.0",
    "festival:kal_diphone:1.0", "festival:cmu_us_slt_arctic_hts:1.0", "espeak:en-us+m3:160:50",
    "espeak:en-gb+f2:160:50", "espeak:en-us+Michael:165:50", "espeak:en-gb-scotland+linda:160:50",
)  # fmt: skip
UNSEEN = (
    "festival:ked_diphone:1.0", "espeak:en-us+f4:160:50", "espeak:en-us+Annie:160:50",
    "espeak:en-gb+Andy:160:50",
)  # fmt: skip
"""Voices to measure with: ones like those that are trained on, and ones that are not."""

TOY = ("flite:slt:1.0:1.0", "flite:rms:1.0:1.0", "flite:kal16:1.0:1.0")
"""Voices that the toy is trained on and measured with."""

_KAL_PITCH = 95
"""Hz. kal16 has no relative pitch."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What a synthesiser made: its sound and, from flite alone, each phone and when it ends, in
    seconds.
    """

    sound: Samples
    phones: tuple[tuple[str, float], ...] = ()


def pick_voice(rng: random.Random) -> str:
    """Any of the voices that are trained on."""
    share = rng.random()
    if share < FLITE_SHARE:
        name, stretch, pitch = rng.choice(FLITE), rng.uniform(0.85, 1.2), rng.uniform(0.85, 1.2)
        return f"flite:{name}:{stretch:.3f}:{pitch:.3f}"
    if share < FLITE_SHARE + ESPEAK_SHARE:
        name = f"{rng.choice(ACCENTS)}+{rng.choice(VARIANTS)}"
        return f"espeak:{name}:{rng.randint(130, 195)}:{rng.randint(25, 75)}"
    return f"festival:{rng.choice(FESTIVAL)}:{rng.uniform(0.9, 1.2):.2f}"


def speak(text: str, voice: str, file: Path) -> Utterance:
    """Speaks it through the WAV file `file`, which is left there. Raises CalledProcessError."""
    kind, _, rest = voice.partition(":")
    say = {"flite": _flite, "espeak": _espeak, "festival": _festival}[kind]
    return say(text, rest.split(":"), file)


def speak_with_festival(wanted: Sequence[tuple[str, str, Path]], folder: Path) -> None:
    """Speaks many (text, voice, file) at once, before `speak`: festival takes seconds to start."""
    for name in sorted({voice.split(":")[1] for _, voice, _ in wanted}):
        script = folder / f"{name}.scm"
        rows = [row for row in wanted if row[1].split(":")[1] == name]
        script.write_text(
            f"(voice_{name})\n" + "".join(_scheme(text, voice, file) for text, voice, file in rows)
        )
        # What it could not speak is missed when the file is read.
        subprocess.run(["festival", "-b", str(script)], capture_output=True)


def read_sound(file: Path) -> Samples:
    """A mono WAV file, brought to RATE."""
    with wave.open(str(file)) as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2")
        rate = sound.getframerate()
    return (
        samples.astype(np.int16) if rate == RATE or not len(samples) else _resampled(samples, rate)
    )


def _resampled(samples: Samples, rate: int) -> Samples:
    """Whole sentences at once, by cutting the spectrum off or filling it up."""
    count = round(len(samples) * RATE / rate)
    spectrum = np.fft.rfft(samples.astype(np.float64))
    kept = np.zeros(count // 2 + 1, dtype=complex)
    common = min(len(kept), len(spectrum))
    kept[:common] = spectrum[:common]
    raised = np.fft.irfft(kept, count) * count / len(samples)
    return np.clip(np.rint(raised), -32768, 32767).astype(np.int16)


def _flite(text: str, options: list[str], file: Path) -> Utterance:
    name, stretch, pitch = options
    tuned = f"f0_shift={pitch}"
    if name == "kal16":
        tuned = f"int_f0_target_mean={_KAL_PITCH * float(pitch):.1f}"
    command = ["flite", "-voice", name, "--setf", f"duration_stretch={stretch}", "--setf", tuned]
    command += ["-t", text, "-psdur", "-o", str(file)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    pairs = [one.split(":") for one in told.split()]
    return Utterance(read_sound(file), tuple((phone, float(end)) for phone, end in pairs))


def _espeak(text: str, options: list[str], file: Path) -> Utterance:
    name, speed, pitch = options
    command = ["espeak-ng", "-v", name, "-s", speed, "-p", pitch, "-w", str(file), text]
    subprocess.run(command, capture_output=True, check=True)
    return Utterance(read_sound(file))


def _festival(text: str, options: list[str], file: Path) -> Utterance:
    """What `speak_with_festival` has spoken before."""
    return Utterance(read_sound(file))


def _scheme(text: str, voice: str, file: Path) -> str:
    stretch = voice.rpartition(":")[2]
    return (
        f"(Parameter.set 'Duration_Stretch {stretch})\n"
        f'(utt.save.wave (utt.synth (Utterance Text "{text}")) "{file}" \'riff)\n'
    )
