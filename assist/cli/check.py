"""Every problem in the phrasebanks with file and line, and every example that fails."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from assist.banks import load_banks
from assist.cli.options import add_json
from assist.core.examples import failed_examples
from assist.core.problems import Problem, Severity
from assist.core.rules import Rulebook


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        type=Path,
        help="phrasebank files or folders; the installed ones by default",
    )
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """1 when there is an error; warnings alone are 0."""
    read = load_banks(arguments.paths)
    problems = [*read.problems, *failed_examples(Rulebook(read.banks))]
    problems.sort(key=lambda one: (one.file, one.line))
    errors = sum(one.severity is Severity.ERROR for one in problems)
    if arguments.json:
        print(json.dumps([asdict(one) for one in problems], ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            print(problem)
        print(_summary(sum(len(bank.prompts) for bank in read.banks), problems))
    return 1 if errors else 0


def _summary(prompts: int, problems: list[Problem]) -> str:
    errors = sum(one.severity is Severity.ERROR for one in problems)
    warnings = len(problems) - errors
    return f"{prompts} prompts, {errors} errors, {warnings} warnings"
