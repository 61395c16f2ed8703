"""The JSON Schema of a phrasebank: with it an editor completes and checks what you write.

In the first line of a phrasebank:  # yaml-language-server: $schema=phrasebank.schema.json
"""

import argparse
import json

from assist.core.schema import phrasebank_schema


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(_arguments: argparse.Namespace) -> int:
    print(schema_text(), end="")
    return 0


def schema_text() -> str:
    """As it is printed, and as it lies beside the phrasebanks."""
    return json.dumps(phrasebank_schema(), ensure_ascii=False, indent=2) + "\n"
