"""What settling costs: the delay of a word, and how many settle otherwise than they end.

Every recording is heard once; then `Transcript` reads the same beliefs with different patience.
The reference is the first sight of each word in plain partial results. A word's end is that of
the final result, which agrees with the synthesiser's to about 0.03 s.
Run: python packaging/dev.py bench settling
"""

import statistics
from collections.abc import Iterator
from pathlib import Path

from assist.audio.files import frames_of, open_call
from assist.core.transcript import LAST_SETTLES_AFTER, SETTLES_AFTER, Transcript
from assist.core.words import Heard, Speaker
from assist.demo import FIRST, demo_call
from assist.speech.models import SpeechModel, find_model
from assist.speech.recogniser import Recogniser

RECORDINGS = Path(__file__).parents[1] / "recordings"
PATIENCE = (
    (0.0, 0.0),
    (0.05, 0.05),
    (0.0, 0.15),
    (SETTLES_AFTER, LAST_SETTLES_AFTER),
    (0.05, 0.2),
    (0.1, 0.25),
    (0.15, 0.3),
)


def beliefs(model: SpeechModel) -> Iterator[list[Heard]]:
    """All that each side's recogniser believed, one list a side of a recording."""
    for path in [demo_call(FIRST), *sorted(RECORDINGS.glob("*.flac"))]:
        recognisers = {one: Recogniser(model, one) for one in Speaker}
        heard: dict[Speaker, list[Heard]] = {one: [] for one in Speaker}
        end = 0.0
        for frame in frames_of(open_call(path)):
            heard[frame.speaker] += recognisers[frame.speaker].hear(frame)
            end = frame.end
        for speaker, recogniser in recognisers.items():
            heard[speaker] += recogniser.end(end)
        yield from heard.values()


def settle(heard: list[Heard], patience: tuple[float, float]) -> tuple[list[float], int, int]:
    """The delay of each word that settled as it ended, how many did not, and how many words."""
    transcript = Transcript(Speaker.CUSTOMER, *patience)
    settled_at: dict[int, float] = {}
    delays: list[float] = []
    wrong = count = 0
    for one in heard:
        settled = transcript.hear(one)
        for place, word in enumerate(settled.words, settled.first):
            settled_at[place] = one.at
            if one.final:
                delays.append(one.at - word.end)
        for place, (_, end) in settled.corrected.items():
            delays.append(settled_at[place] - end)
        wrong += len(settled.misheard)
        count += len(settled.final)
    return delays, wrong, count


def main() -> None:
    sides = list(beliefs(SpeechModel(find_model())))
    reference = 0.0
    print("inner  last   median s   95 % s   settled otherwise   median / first sight")
    for patience in PATIENCE:
        results = [settle(side, patience) for side in sides]
        delays = sorted(delay for found, _, _ in results for delay in found)
        wrong = sum(one for _, one, _ in results)
        count = sum(one for _, _, one in results)
        median = statistics.median(delays)
        reference = reference or median
        late = delays[int(0.95 * (len(delays) - 1))]
        chosen = " <- chosen" if patience == (SETTLES_AFTER, LAST_SETTLES_AFTER) else ""
        print(
            f"{patience[0]:5.2f}  {patience[1]:4.2f}   {median:8.2f}   {late:6.2f}   "
            f"{100 * wrong / count:16.1f}%   {median / reference:5.2f}{chosen}"
        )


if __name__ == "__main__":
    main()
