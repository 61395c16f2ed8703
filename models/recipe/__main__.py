"""Makes a speech model from nothing: `python -m models.recipe OUT [--small] [--hours H] …`."""

import argparse
import shutil
import sys
import tempfile
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from models.recipe.alignment import align
from models.recipe.corpus import Corpus
from models.recipe.export import export
from models.recipe.listening import record_heldout, word_errors
from models.recipe.plan import FULL, SMALL, Plan, Work
from models.recipe.synthesis import speak_lists, take_shipped_lists, write_lists
from models.recipe.training import train
from models.recipe.words import DICTIONARY

PROGRAMS = {
    "flite": "flite",
    "fstcompile": "libfst-tools",
    "fstconvert": "libfst-tools",
    "espeak-ng": "espeak-ng",
    "festival": "festival festvox-kallpc16k festvox-kdlpc16k festvox-us-slt-hts",
}
"""Programs and the Debian packages that have them; the last two are for the full model alone."""


class Step(StrEnum):
    """What is done, in this order."""

    TEXTS = "texts"
    SPEECH = "speech"
    ALIGN = "align"
    TRAIN = "train"
    EXPORT = "export"


def make(
    plan: Plan, work: Work, out: Path, begin: Step, as_shipped: bool = False, resume: bool = False
) -> None:
    """Makes the model, from the step `begin` on; what comes before it lies in the work folder."""
    steps = list(Step)[list(Step).index(begin) :]
    work.folder.mkdir(parents=True, exist_ok=True)
    corpus = Corpus(plan)
    for step in steps:
        print(f"== {step}", flush=True)
        match step:
            case Step.TEXTS if as_shipped:
                take_shipped_lists(work)
            case Step.TEXTS:
                write_lists(corpus, work)
            case Step.SPEECH:
                print(f"{speak_lists(work):.2f} hours of speech", flush=True)
            case Step.ALIGN:
                print(f"{align(corpus, work)} sentences left out", flush=True)
            case Step.TRAIN:
                train(plan, work, resume)
            case Step.EXPORT:
                export(corpus, work, out)


def measure(plan: Plan, out: Path) -> None:
    """Prints the word error rate on sentences that were not trained on."""
    with tempfile.TemporaryDirectory() as folder:
        record_heldout(Corpus(plan), Path(folder))
        for kind, errors in word_errors(out, Path(folder)).items():
            print(f"{kind}: {100 * errors.rate:.1f} % of {errors.said} words wrong")


def what_is_missing(plan: Plan) -> str:
    """The line that installs what is not there, or nothing."""
    wanted = list(PROGRAMS)[:3] if plan.only_flite else list(PROGRAMS)
    packages = [PROGRAMS[name] for name in wanted if not shutil.which(name)]
    if plan.frequent_words and not DICTIONARY.exists():
        packages.append("wamerican")
    if "libfst-tools" in packages:
        packages.append("libfst-dev")
    return "apt-get install " + " ".join(dict.fromkeys(packages)) if packages else ""


def planned(asked: argparse.Namespace) -> Plan:
    plan = SMALL if asked.small else FULL
    hours, minutes = asked.hours or plan.hours, asked.minutes or plan.minutes
    return replace(plan, hours=hours, minutes=minutes)


def arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m models.recipe",
        description="Makes a Vosk speech model from synthetic speech alone.",
    )
    parser.add_argument("out", type=Path, metavar="OUT", help="the folder that becomes the model")
    parser.add_argument(
        "--small", action="store_true", help="a toy of a few dozen words, in a few minutes"
    )
    parser.add_argument("--hours", type=float, help="of speech to synthesise")
    parser.add_argument("--minutes", type=float, help="of processor time for training")
    parser.add_argument(
        "--work", type=Path, help="where everything on the way is kept (default: OUT.work)"
    )
    parser.add_argument(
        "--from", dest="begin", type=Step, choices=list(Step), default=Step.TEXTS,
        help="begin with this step; what comes before it was done in an earlier run",
    )  # fmt: skip
    parser.add_argument(
        "--resume", action="store_true", help="train on from the weights that are there"
    )
    parser.add_argument(
        "--as-shipped", action="store_true",
        help="speak the very sentences that the embedded model was trained on",
    )  # fmt: skip
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    asked = arguments(words)
    plan = planned(asked)
    missing = what_is_missing(plan)
    if missing:
        print(f"Programs are missing. Run this, then start again:\n    {missing}", file=sys.stderr)
        return 1
    work = Work(asked.work or asked.out.with_name(asked.out.name + ".work"))
    make(plan, work, asked.out, asked.begin, asked.as_shipped, asked.resume)
    measure(plan, asked.out)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
