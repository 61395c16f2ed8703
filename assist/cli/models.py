"""Speech models on this computer: list them."""

import argparse
import json

from assist.cli.options import add_json
from assist.speech.models import DEMONSTRATION, installed_models


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    add_json(actions.add_parser("list", help="the installed models"))


def run(arguments: argparse.Namespace) -> int:
    found = installed_models()
    if arguments.json:
        listed = [
            {
                "name": one.name,
                "title": one.title,
                "language": one.language,
                "demonstration": one.demonstration,
                "path": str(one.path),
            }
            for one in found
        ]
        print(json.dumps(listed, ensure_ascii=False, indent=1))
        return 0
    for one in found:
        print(f"{one.name:24} {one.language:4} {one.title}")
        if one.demonstration:
            print(f"    {DEMONSTRATION}")
    return 0
