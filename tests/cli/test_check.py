"""`assist check` as a team lead, an editor and a workflow use it."""

import json
import os
import sys
from pathlib import Path

import pytest

from .conftest import ROOT, Assist, Ran

GOOD = """\
prompts:
  - id: refund
    kind: next_step
    show: Say when it comes.
    customer_says: [where is my refund, my refund please]
    examples: {shows: [so where is my refund]}
"""
WARNED = GOOD.replace("    examples: {shows: [so where is my refund]}\n", "")


def write(folder: Path, text: str | bytes, name: str = "b.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_good_bank_is_one_line(assist: Assist, tmp_path: Path) -> None:
    ran = assist("check", "--alone", write(tmp_path, GOOD))
    assert (ran.code, ran.out, ran.err) == (0, "1 prompt, 0 errors, 0 warnings\n", "")


def test_warnings_fail_only_when_strict(assist: Assist, tmp_path: Path) -> None:
    bank = write(tmp_path, WARNED)
    ran = assist("check", "--alone", bank)
    assert ran.code == 0
    assert ran.out.endswith("1 prompt, 0 errors, 1 warning\n")
    assert "b.yaml:2  prompt" in ran.out
    assert "\x1b" not in ran.out
    assert assist("check", "--alone", bank, "--strict").code == 1
    assert assist("check", "--alone", write(tmp_path, GOOD), "--strict").code == 0


def test_json_is_a_list_of_problems(assist: Assist, tmp_path: Path) -> None:
    bank = write(tmp_path, WARNED.replace("next_step", "nextstep"))
    ran = assist("check", "--alone", bank, "--json")
    assert ran.code == 1
    (problem,) = json.loads(ran.out)
    assert problem == {
        "file": "b.yaml",
        "line": 3,
        "where": 'prompt "refund"',
        "what": '"nextstep" is not a kind',
        "mend": 'Did you mean "next_step"?',
        "severity": "error",
    }
    assert json.loads(assist("check", "--alone", bank, "--format", "json").out) == [problem]
    assert assist("check", "--alone", write(tmp_path, GOOD), "--json").out == "[]\n"


@pytest.mark.skipif(sys.platform == "win32", reason="no such file names there")
def test_annotations_are_escaped(assist: Assist, tmp_path: Path) -> None:
    text = WARNED.replace("refund\n", '"100%,\\n::error::x"\n', 1)
    (tmp_path / "my, banks").mkdir()
    write(tmp_path, text, "my, banks/a:b.yaml")
    ran = assist("check", "--alone", "my, banks", "--format", "github")
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("::error file=my%2C banks/a%3Ab.yaml,line=2,title=prompt ")
    assert "100%25%2C%0A%3A%3Aerror%3A%3Ax" in lines[0]
    assert lines[1].startswith("::warning file=my%2C banks/a%3Ab.yaml,line=2,")
    assert "%0AWrite under" in lines[1]


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes or such names there")
def test_files_that_are_no_phrasebank_are_each_one_problem(assist: Assist, tmp_path: Path) -> None:
    banks = tmp_path / "banks"
    banks.mkdir()
    write(banks, GOOD, "good.yaml")
    write(banks, GOOD.encode("utf-16"), "utf16.yaml")
    write(banks, GOOD.replace("Say", "S\u00e4y").encode("latin-1"), "latin.yaml")
    write(banks, b"\x89PNG\r\n\x1a\n\0\0\0", "picture.yaml")
    write(banks, b"a: " + b"x" * 17_000_000, "huge.yaml")
    write(banks, "a: &a [x]\nb: [*a,*a]\n", "bomb.yaml")
    write(banks, "[" * 100_000, "deep.yaml")
    write(banks, b"", "empty.yaml")
    (banks / "folder.yaml").mkdir()
    (banks / "loop.yaml").symlink_to("loop.yaml")
    os.mkfifo(banks / "pipe.yaml")
    ran = assist("check", "--alone", banks, "--json")
    found = {Path(one["file"]).name: one for one in json.loads(ran.out)}
    assert ran.code == 1, ran.err
    assert {name: one["line"] for name, one in found.items()} == {
        "utf16.yaml": 1,
        "latin.yaml": 4,
        "picture.yaml": 3,
        "huge.yaml": 1,
        "bomb.yaml": 1,
        "deep.yaml": 1,
        "empty.yaml": 1,
        "folder.yaml": 1,
        "loop.yaml": 1,
        "pipe.yaml": 1,
    }
    assert len(json.loads(ran.out)) == 10
    assert (
        assist("check", "--alone", banks).out.splitlines()[-1] == "1 prompt, 10 errors, 0 warnings"
    )


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="all may be read")
def test_a_file_that_may_not_be_read_is_one_problem(assist: Assist, tmp_path: Path) -> None:
    bank = write(tmp_path, GOOD)
    bank.chmod(0)
    ran = assist("check", "--alone", bank)
    assert ran.code == 1
    assert "cannot be opened" in ran.out


def test_bytes_at_the_front_that_mark_utf_8_are_no_problem(assist: Assist, tmp_path: Path) -> None:
    assert assist("check", "--alone", write(tmp_path, GOOD.encode("utf-8-sig"))).code == 0


def test_a_text_from_a_file_cannot_write_to_the_terminal(assist: Assist, tmp_path: Path) -> None:
    text = GOOD.replace("next_step", '"\\e[31mred\\u202e\\nline"')
    ran = assist("check", "--alone", write(tmp_path, text))
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out
    assert "\\x1b[31mred\\u202e\\nline" in ran.out


def test_a_console_without_the_letters_is_no_bug(assist: Assist, tmp_path: Path) -> None:
    text = WARNED.replace("id: refund", "id: r\u00fcckzahlung-\u4f60")
    ran = assist(
        "check", "--alone", write(tmp_path, text), PYTHONUTF8="0", PYTHONIOENCODING="ascii"
    )
    assert ran.code == 0, ran.err
    assert "r\\xfcckzahlung-\\u4f60" in ran.out


def test_a_file_full_of_mistakes_is_cut_for_people_only(assist: Assist, tmp_path: Path) -> None:
    wrong = "".join(
        f"  - {{id: p{n}, kind: x, show: y, customer_says: my refund}}\n" for n in range(99)
    )
    bank = write(tmp_path, "prompts:\n" + wrong)
    ran = assist("check", "--alone", bank)
    assert "and 59 more in this file" in ran.out
    assert ran.out.endswith("0 prompts, 99 errors, 0 warnings\n")
    assert len(json.loads(assist("check", "--alone", bank, "--json").out)) == 99


# Words that the model does not know


def words(ran: Ran) -> list[dict[str, object]]:
    return [one for one in json.loads(ran.out) if "speech model" in str(one["what"])]


UNKNOWN = GOOD.replace("my refund please", "(my refund|my quesadilla) please").replace(
    "where is my refund,", "where is my refund, my dreidel spins,"
)


def test_words_of_the_demonstration_model_are_notes(assist: Assist, tmp_path: Path) -> None:
    bank = write(tmp_path, UNKNOWN)
    found = words(assist("check", "--alone", bank, "--json"))
    assert [(one["severity"], one["line"]) for one in found] == [("note", 5), ("note", 5)]
    assert "dreidel" in str(found[0]["what"])
    assert str(found[1]["what"]).endswith(
        "does not know 3 words of these patterns: dreidel, spins, quesadilla"
    )
    each = words(assist("check", "--alone", bank, "--json", "--words"))
    assert len(each) == 4
    assert "Closest words that it knows" in str(each[2]["mend"])


def test_words_of_a_real_model_fail_where_a_pattern_is_lost(assist: Assist, tmp_path: Path) -> None:
    model = tmp_path / "real"
    model.mkdir()
    for part in (ROOT / "models" / "demo-en").iterdir():
        (model / part.name).symlink_to(part)
    (model / "about.toml").unlink()
    ran = assist("check", "--alone", write(tmp_path, UNKNOWN), "--model", model, "--json")
    assert ran.code == 1, ran.err
    assert [one["severity"] for one in words(ran)] == ["error", "warning"]


def test_a_model_that_is_not_there_is_one_sentence(assist: Assist, tmp_path: Path) -> None:
    ran = assist("check", "--alone", write(tmp_path, GOOD), "--model", "klingon")
    assert (ran.code, ran.out) == (1, "")
    assert "klingon" in ran.err


def test_own_banks_are_checked_beside_the_installed_ones(assist: Assist, tmp_path: Path) -> None:
    text = "prompts:\n  - {id: not-at-you, kind: cue, show: Hm., customer_says: my refund please}\n"
    bank = write(tmp_path, text)
    alone = json.loads(assist("check", "--alone", bank, "--json").out)
    assert [one["severity"] for one in alone] == ["warning"]
    beside = json.loads(assist("check", bank, "--json").out)
    assert {one["file"] for one in beside} == {"b.yaml"}
    assert [one["severity"] for one in beside] == ["error"]
    assert "not-at-you" in beside[0]["what"]
