"""Writes docs/quality.md: what the matching and the shipped prompts were measured to do.

It runs the other benchmarks on a folder with asr_pairs.jsonl, labelled.jsonl and phone_calls/, and
keeps what they print. Without a folder it does nothing.
Run: python packaging/dev.py bench quality -- FOLDER
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "quality.md"
_HEAD = """# Measured quality and speed

Written by `python packaging/dev.py bench quality -- FOLDER`; do not edit by hand. The data is not
part of this project: FOLDER holds real calls and utterances whose licences forbid passing them on.
Everything runs with the shipped phrasebanks, on one shared two-core machine.
"""
_PARTS = (
    (
        "Patterns survive a recogniser",
        "Patterns of three to six said words, looked for in what a recogniser made of them (recall), "
        "and in other talk that lacks them (false matches). `*` is the strictness where none is set.",
        "misrecognition",
        "asr_pairs.jsonl",
    ),
    (
        "What a coach would show",
        "Each labelled utterance is a call of its own; text that people wrote, so nothing is "
        "misheard. All lines but the first are what an agent would see: what the board shows in "
        "its budget. The writers of the shipped prompts have had these lines before them, and "
        "weights were fitted to them, so this is what was learned, not what to expect of new "
        "words. Of 2,081 others, mostly written to airlines or told to a friend, the board showed "
        "0.85 [0.83, 0.87] (1232/1449) of what was required, and 0.89 [0.88, 0.90] (2166/2427) of "
        "what it showed was right, with weights and lists fitted without them; a few patterns "
        "came from what they missed. Of 300 of the same sources and shares as these lines, "
        "labelled by somebody apart, never read and never fitted to, but with their totals in "
        "view while limits were chosen, it showed 0.78 [0.71, 0.84] (118/151), and 0.91 [0.86, "
        "0.94] (225/248) was right: one small turn of a telephone call tells less than a tweet. "
        "Of 185 more, without phone calls and with more small talk, of which only the totals were "
        "seen, 0.78 [0.70, 0.84] (103/132), and 0.86 [0.81, 0.90] (201/234). How far labels "
        "agree: two more annotators, who had seen the other half of these lines, required what "
        "reaches 0.80 and 0.84 of what the first one did, and all of it was allowed.",
        "coach",
        "labelled.jsonl",
    ),
    (
        "Cards in ordinary calls",
        "Transcribed calls to a telephone company, mostly calm.",
        "nuisance",
        "phone_calls",
    ),
    (
        "Speed",
        "Time for one settled word, cold start included, and loading.",
        "matching",
        "",
    ),
)


def _printed(bench: str, on: list[str]) -> str:
    command = [sys.executable, str(HERE / f"bench_{bench}.py"), *on]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.rstrip()


def main() -> None:
    if len(sys.argv) != 2:
        print("name the folder of calls to write docs/quality.md: bench quality -- FOLDER")
        return
    folder = Path(sys.argv[1])
    parts = [
        f"## {title}\n{what}\n\n```\n{_printed(bench, [str(folder / file)] if file else [])}\n```\n"
        for title, what, bench, file in _PARTS
    ]
    PAGE.write_text("\n".join([_HEAD, *parts]), encoding="utf-8")
    print(f"wrote {PAGE}")


if __name__ == "__main__":
    main()
