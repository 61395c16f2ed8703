"""Small phrasebanks for tests, written as text, and what the checks say of them."""

from assist.core.checks import all_problems
from assist.core.checks.unheard import Ears
from assist.core.problems import Problem, Severity
from assist.core.reading import read_phrasebanks
from assist.core.rulebook import Rulebook

FILE = "bank.yaml"


def prompt(lines: str, name: str = "one", example: str = "") -> str:
    """A prompt with these lines; `example` is one for which it shows."""
    shows = f"    examples: {{shows: [{example}]}}\n" if example else ""
    head = f"  - id: {name}\n    kind: cue\n    show: Say it.\n"
    return head + "".join(f"    {line}\n" for line in lines.strip("\n").split("\n")) + shows


def bank(*prompts: str, top: str = "") -> str:
    return f"{top}prompts:\n" + "".join(prompts)


def found(text: str, ears: Ears | None = None, every_word: bool = False) -> list[Problem]:
    """Every problem of a bank."""
    texts = {FILE: text}
    return all_problems(read_phrasebanks(texts.items()), texts, ears, every_word)


def told(text: str, severity: Severity | None = None) -> list[tuple[int, str]]:
    """The line of each problem and what it is."""
    return [(one.line, one.what) for one in found(text) if severity in (None, one.severity)]


def rulebook(text: str) -> Rulebook:
    read = read_phrasebanks([(FILE, text)])
    assert not read.errors, "\n".join(map(str, read.errors))
    return Rulebook(read.banks)
