"""Tell the running overlay where a call begins or ends; for scripts of a softphone."""

import argparse
import json

from assist.cli.options import add_json
from assist.faults import Fault
from assist.instance import ask


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("bound", choices=("start", "end"), help="a call begins now, or is over")
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """1 when no overlay runs, or it could not do it."""
    try:
        answer = dict(ask(f"call {arguments.bound}"))
    except Fault as fault:
        if arguments.json:
            print(json.dumps({"call": arguments.bound, "ok": False, "said": str(fault)}))
        raise
    if arguments.json:
        print(json.dumps({"call": arguments.bound, **answer}, ensure_ascii=False))
    if not answer.get("ok"):
        mend = "wait a moment and try again"
        raise Fault("Agent Assist", str(answer.get("said", "it could not")), mend)
    if not arguments.json:
        print(answer.get("said", ""))
    return 0
