"""Every dialogue script in tests/calls, played twice: as a transcript and as changing partial results."""

from pathlib import Path

import pytest

from tests.dialogue import (
    TESTS,
    ScriptError,
    differences,
    heard,
    outline,
    played,
    read_script,
)

SCRIPTS = sorted((TESTS / "calls").glob("*.call"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_the_agent_sees_what_the_script_says(path: Path) -> None:
    script = read_script(path)
    difference = differences(script, played(script))
    assert not difference, f"\n{difference}"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_recogniser_leads_to_the_same_prompts(path: Path) -> None:
    script = read_script(path)
    assert outline(heard(script)) == outline(played(script))


def written(folder: Path, text: str) -> Path:
    path = folder / "one.call"
    path.write_text(text, "utf-8")
    return path


SHOWS_ONCE = "bank small.yaml\n 1.0 customer where is my refund\n  shows refund by 2.3\n"


def test_a_script_that_is_kept_has_no_difference(tmp_path: Path) -> None:
    script = read_script(written(tmp_path, SHOWS_ONCE))
    assert differences(script, played(script)) == ""


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("shows refund by 2.3", "quiet", "≠ (nothing)"),
        ("shows refund", "shows retention", "≠ shows retention"),
        ("by 2.3", "by 2.0", "≠ shows refund by 2.0"),
        ("by 2.3", "within 0.5\n expires refund", "≠ expires refund"),
        ("by 2.3", "showing Something else", "≠ shows refund showing Something else"),
        ("where is my refund", "how are you today", "| (nothing)"),
    ],
)
def test_a_script_that_is_broken_shows_where(
    tmp_path: Path, before: str, after: str, shown: str
) -> None:
    script = read_script(written(tmp_path, SHOWS_ONCE.replace(before, after)))
    assert shown in differences(script, played(script))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("bank small.yaml\n1.0 parrot hello", "one.call:2: parrot is not on the call"),
        ("bank none.yaml\n1.0 agent hello", "one.call:1: there is no bank none.yaml"),
        ("bank small.yaml\n2 agent hello\n1 agent hello", "one.call:3: time goes back"),
        ("bank small.yaml\n2 agent hello\n shines refund", "one.call:3: 'shines refund' is not"),
        ("bank small.yaml\nshows refund", "one.call:2: 'shows refund' stands before"),
        ("bank small.yaml\n2 agent hi\n shows x\n quiet", "one.call:4: quiet stands beside"),
        ("1.0 agent hello", "one.call: a script needs a bank"),
    ],
)
def test_a_script_with_a_slip_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(ScriptError, match=complaint):
        read_script(written(tmp_path, text))
