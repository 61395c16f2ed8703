"""Which prompts these words would show, and why."""

import argparse
import json
import sys

from assist.cli.options import add_json, add_phrasebanks, load_rulebook
from assist.core.examples import matches_of
from assist.core.rules import Match
from assist.core.words import Speaker


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", metavar="TEXT", nargs="+", help="what is said; '-' reads lines")
    parser.add_argument(
        "--speaker", choices=[one.value for one in Speaker], default="customer", help="who says it"
    )
    add_phrasebanks(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 whether or not a prompt shows: that none does is an answer too."""
    rulebook = load_rulebook(arguments)
    reads = arguments.words == ["-"]
    texts = sys.stdin.read().splitlines() if reads else [" ".join(arguments.words)]
    for text in texts:
        matches = matches_of(rulebook, text, Speaker(arguments.speaker))
        if arguments.json:
            print(json.dumps([_json(one) for one in matches], ensure_ascii=False))
        else:
            _tell(matches)
    return 0


def _tell(matches: list[Match]) -> None:
    if not matches:
        print("no prompt")
    for match in sorted(matches, key=lambda one: -one.prompt.priority):
        because = match.because
        print(f"{match.prompt.show}")
        print(f"    {match.prompt.kind}: {match.prompt.id}   {match.prompt.source}")
        print(f'    because "{because.words}" meets "{because.pattern}" ({because.score} of 100)')


def _json(match: Match) -> dict[str, object]:
    because = match.because
    return {
        "prompt": match.prompt.id,
        "bank": match.prompt.bank,
        "kind": match.prompt.kind,
        "show": match.prompt.show,
        "because": {"words": because.words, "pattern": because.pattern, "score": because.score},
        "source": match.prompt.source,
    }
