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
        "Each labelled utterance is a call of its own; text that people wrote, so nothing is misheard. "
        "All lines but the first are what an agent would see: what the board shows in its budget. "
        "The writers of the shipped prompts have had these lines before them, so this is what they "
        "have learned, not what to expect of new words. Of 300 others, labelled by somebody apart and "
        "never read by a writer, the board showed 0.74 [0.67, 0.80] (112/151) of what was required, and "
        "0.86 [0.81, 0.90] (196/228) of what it showed was right; measured once, with the prompts of 0.1.0.",
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
