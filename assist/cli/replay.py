"""What an agent would have seen in recorded or written calls.

A recording is a stereo WAV, FLAC or OGG file (left customer, right agent) or, with --pair, two
mono files. A written call is a .txt file in which each line begins with "customer:" or "agent:", or
a .jsonl file with one utterance a line.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from assist.cli.lines import difference_line, json_difference, json_line, plain_line
from assist.cli.options import add_json, add_mode, add_model, add_phrasebanks
from assist.cli.replaying import Followed, Replayed, replay_all
from assist.compared import Change, Difference
from assist.core.events import Event, Shown, Utterance
from assist.core.signals import Mode
from assist.core.words import Speaker
from assist.faults import Fault
from assist.report import ReportedCall, write_report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "calls", metavar="CALL", nargs="+", type=Path, help="a recording or a written call"
    )
    parser.add_argument(
        "--channels",
        metavar="LEFT,RIGHT",
        type=_channels,
        default=(Speaker.CUSTOMER, Speaker.AGENT),
        help="who is on which channel: customer,agent (the default) or agent,customer",
    )
    parser.add_argument(
        "--pair",
        action="store_true",
        help="the two CALLs are the mono files of one call, in the order of --channels",
    )
    parser.add_argument(
        "--against",
        metavar="PATH",
        type=Path,
        help="tell what differs from the same calls with the phrasebanks at PATH in the place of "
        "those given with --phrasebanks or --only-phrasebanks",
    )
    parser.add_argument(
        "--report", metavar="FILE.html", type=Path, help="write it all as a page for a browser"
    )
    add_mode(parser, Mode.SERVICE.value)
    parser.add_argument(
        "--jobs",
        metavar="N",
        type=_jobs,
        default=0,
        help="calls to replay at once; by default one for each core",
    )
    add_phrasebanks(parser)
    add_model(parser)
    add_json(parser)


def _channels(text: str) -> tuple[Speaker, Speaker]:
    sides = {"customer,agent": (Speaker.CUSTOMER, Speaker.AGENT)}
    sides["agent,customer"] = (Speaker.AGENT, Speaker.CUSTOMER)
    if text not in sides:
        raise argparse.ArgumentTypeError("write customer,agent or agent,customer")
    return sides[text]


def _jobs(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError("write a number from 1 to 64")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Replays every call, even if one before it cannot be read."""
    if arguments.pair and len(arguments.calls) != 2:
        raise Fault("--pair", f"{len(arguments.calls)} files are given", "name exactly two")
    groups = [arguments.calls] if arguments.pair else [[path] for path in arguments.calls]
    told: list[Replayed] = []
    failed = 0
    for replayed in replay_all(arguments, groups):
        for sentence in replayed.said:
            print(f"assist: {sentence}", file=sys.stderr)
        if replayed.followed is None:
            failed = 1
            continue
        told.append(replayed)
        _print(replayed.name, replayed.followed, arguments.json)
    if arguments.against and not arguments.json:
        _sum_up([one for each in told if each.followed for one in each.followed.differences])
    if arguments.report:
        write_report(arguments.report, [_reported(one) for one in told], _about(arguments))
    return failed


def _print(call: str, followed: Followed, as_json: bool) -> None:
    if as_json:
        lines = [json_line(call, event) for event in followed.events]
        lines += [json_difference(call, one) for one in followed.differences]
    else:
        print(call)
        lines = _plain(followed)
        shown = sum(isinstance(event, Shown) for event in followed.events)
        lines.append(f"{shown} prompt{'' if shown == 1 else 's'}\n")
    for line in lines:
        if line is not None:
            print(line)


def _plain(followed: Followed) -> list[str | None]:
    """What was said and shown, and what differs, by the time at which it began."""
    lines = [(_when(event), plain_line(event)) for event in followed.events]
    lines += [(one.at, difference_line(one)) for one in followed.differences]
    return [line for _, line in sorted(lines, key=lambda timed: timed[0])]


def _when(event: Event) -> float:
    return event.start if isinstance(event, Utterance) else event.at


def _sum_up(differences: Sequence[Difference]) -> None:
    """How often each prompt came up that did not before, and so on."""
    if not differences:
        print("No prompt differs.")
        return
    wide = max(12, *(len(one.card.prompt) for one in differences))
    print(f"{'What differs':<{wide}}" + "".join(f"{change.value:>10}" for change in Change))
    for prompt, counts in sorted(_by_prompt(differences).items()):
        print(f"{prompt:<{wide}}" + "".join(f"{counts[change] or '':>10}" for change in Change))


def _by_prompt(differences: Iterable[Difference]) -> dict[str, Counter[Change]]:
    counts: dict[str, Counter[Change]] = {}
    for one in differences:
        counts.setdefault(one.card.prompt, Counter())[one.change] += 1
    return counts


def _reported(replayed: Replayed) -> ReportedCall:
    assert replayed.followed is not None
    followed = replayed.followed
    return ReportedCall(replayed.name, followed.events, followed.differences)


def _about(arguments: argparse.Namespace) -> list[str]:
    named = [*arguments.only_phrasebanks, *arguments.phrasebanks]
    installed = "" if arguments.only_phrasebanks else "the installed ones"
    about = ["Phrasebanks: " + ", ".join(filter(None, [installed, *map(str, named)]))]
    if arguments.against:
        about.append(f"Compared with: {arguments.against}")
    return about
