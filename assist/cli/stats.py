"""What became of the prompts: how often each was shown, used and dismissed.

Statistics are about prompts, never about people. --moments lists the moments in which customers
thanked you; they are kept on this computer, for you alone, until you delete them.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict

from assist.cli.options import add_json
from assist.faults import Fault
from assist.journal import JOURNAL
from assist.moments import MOMENTS, Moment, Moments
from assist.places import user_data
from assist.statistics import Statistics, read_statistics

_HEADS = ("shown", "used", "not now", "left", "needless", "held back")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--moments", action="store_true", help="list the moments in which customers thanked you"
    )
    parser.add_argument(
        "--delete",
        metavar="ID|all",
        help="with --moments: delete the moment with this number, or all of them, for good",
    )
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    if arguments.delete and not arguments.moments:
        raise Fault("--delete", "it says nothing of what to delete", "give --moments with it")
    if arguments.moments:
        return _moments(Moments(user_data() / MOMENTS), arguments.delete, arguments.json)
    statistics = read_statistics(user_data() / JOURNAL)
    if arguments.json:
        print(json.dumps(asdict(statistics), ensure_ascii=False))
    else:
        print("\n".join(_table(statistics)))
    return 0


def _moments(moments: Moments, delete: str | None, as_json: bool) -> int:
    if delete is not None:
        _delete(moments, delete, as_json)
        return 0
    kept = moments.all()
    if as_json:
        print(json.dumps([_as_json(one) for one in kept], ensure_ascii=False))
    else:
        print("\n".join(_told(kept)))
    return 0


def _delete(moments: Moments, which: str, as_json: bool) -> None:
    if which == "all":
        count = moments.delete_all()
    elif not which.isdecimal():
        raise Fault("--delete", f'"{which}" is no number of a moment', "give its number, or all")
    elif not moments.delete(int(which)):
        mend = "see assist stats --moments for the numbers"
        raise Fault("--delete", f"there is no moment {which}", mend)
    else:
        count = 1
    if as_json:
        print(json.dumps({"deleted": count}))
    else:
        print(f"Deleted: {count}.")


def _table(statistics: Statistics) -> list[str]:
    if not statistics.prompts:
        return ["No prompt has been shown yet."]
    wide = max(len(one.prompt) for one in statistics.prompts)
    lines = [f"Calls: {statistics.calls}", "", f"{'':{wide}}  " + "  ".join(_HEADS)]
    for one in statistics.prompts:
        counts = (one.shown, one.used, one.not_now, one.expired, one.withdrawn, one.dropped)
        cells = (f"{count:{len(head)}d}" for count, head in zip(counts, _HEADS, strict=True))
        lines.append(f"{one.prompt:{wide}}  " + "  ".join(cells))
    return lines


def _told(moments: Sequence[Moment]) -> list[str]:
    if not moments:
        return ["No moments are kept yet."]
    return [
        f"{one.id:4d}  {one.at:%Y-%m-%d %H:%M}  {one.prompt}"
        + (f"  “{one.words}”" * bool(one.words))
        for one in moments
    ]


def _as_json(moment: Moment) -> dict[str, object]:
    return {**asdict(moment), "at": moment.at.isoformat()}
