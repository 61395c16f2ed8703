"""Whether a model really opens and hears, tried in a process of its own.

Vosk ends the program on some damaged models (a cut-off graph, half a setting), so a model that has
just arrived is never opened first in the program that an agent is using.
"""

import subprocess
import sys
from pathlib import Path

from assist.faults import Fault
from assist.speech.models import SpeechModel, describe
from assist.speech.offline import vosk

_AT_MOST = 600
"""Seconds that a trial may take: a model of 2 GB from a slow disk needs its time."""
_TRIED_FOR = 2
"""Seconds of silence that the model is given to hear."""


def try_here(folder: Path) -> int:
    """Open the model in this process and have it hear something; gives back its sample rate.

    Raises Fault where it does not work, or, worse, ends the process.
    """
    model = SpeechModel(describe(folder))
    recogniser = vosk.KaldiRecognizer(model.vosk, model.info.rate)
    recogniser.SetWords(True)
    recogniser.AcceptWaveform(bytes(2 * model.info.rate * _TRIED_FOR))
    recogniser.FinalResult()
    return model.info.rate


def why_it_does_not_open(folder: Path, at_most: float = _AT_MOST) -> str:
    """Try the model in a process of its own; "" when it opens, else one phrase.

    `at_most` is in seconds.
    """
    # A packed program has no other way in than its command line; else this module alone is quicker.
    packed = getattr(sys, "frozen", False)
    way_in = ["models", "try"] if packed else ["-m", "assist.speech.opening"]
    command = [sys.executable, *way_in, str(folder.resolve())]
    try:
        tried = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=at_most,
            check=False,
            cwd=None if packed else Path(__file__).resolve().parents[2],
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        return f"it did not open within {at_most:.0f} s"
    except OSError as error:
        raise Fault(
            "the trial of the model", f"it could not start ({error})", "try again"
        ) from error
    if tried.returncode == 0:
        return ""
    if tried.returncode == 1:
        return _reason(tried.stderr.decode("utf-8", "replace"))
    return "Vosk breaks down on it"


def _reason(said: str) -> str:
    """What the sentence on standard error says is wrong, without where and what to do."""
    sentence = said.strip().splitlines()[-1] if said.strip() else ""
    _, bracket, inside = sentence.partition("speech model (")
    return inside.partition(");")[0] if bracket else "Vosk cannot read it"


def _main() -> int:
    try:
        try_here(Path(sys.argv[1]))
    except Fault as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_main())
