"""Living phrasebanks: real files saved in the ways in which editors save them, a real thread."""

import os
import queue
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assist.banks import Chosen, open_shelf
from assist.core.rulebook import Rulebook
from assist.living import Living

SOON = 60.0
"""Seconds within which something must come: more than it takes, for a busy computer."""

A_WHILE = 1.2
"""Seconds without anything, where nothing may come."""

EVENLY = 0.1
"""Seconds within which a piece must follow the one before, where a file is written in pieces."""


def bank(show: str = "Say it.", more: str = "") -> str:
    return (
        f"prompts:\n  - id: refund\n    kind: cue\n    show: {show}\n"
        f"    customer_says: [where is my refund]\n{more}"
    )


BROKEN = bank().replace("kind: cue", "kind: nonsense")
TWO = "  - {id: two, kind: cue, show: Two., customer_says: green pears}\n"


class Desk:
    """Takes what the living phrasebanks hand out, as the desk does: into a queue."""

    def __init__(self, folder: Path) -> None:
        chosen = Chosen(only=(folder,))
        self.taken: queue.Queue[Rulebook] = queue.Queue()
        self.told: queue.Queue[str] = queue.Queue()
        shelf = open_shelf(chosen)
        rulebook = Rulebook(shelf.read.banks)
        self.living = Living(chosen, shelf, rulebook, self.taken.put, self.told.put)
        self.living.start()

    def texts(self) -> dict[str, str]:
        """What the prompts of the next rulebook show."""
        return {one.id: one.show for one in self.taken.get(timeout=SOON).prompts}

    def nothing_comes(self) -> bool:
        time.sleep(A_WHILE)
        return self.taken.empty()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "banks"
    place.mkdir()
    (place / "one.yaml").write_text(bank(), "utf-8")
    (place / "other.yaml").write_text(bank().replace("refund", "parcel"), "utf-8")
    return place


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    desk = Desk(folder)
    yield desk
    desk.living.stop()


def replaced(path: Path, text: str) -> None:
    """Saved by rename, as careful editors do."""
    beside = path.with_suffix(".tmp")
    beside.write_text(text, "utf-8")
    beside.replace(path)


def test_what_is_saved_is_taken_up(desk: Desk, folder: Path) -> None:
    (folder / "one.yaml").write_text(bank("Say when."), "utf-8")
    assert desk.texts() == {"refund": "Say when.", "parcel": "Say it."}
    replaced(folder / "one.yaml", bank("Say why."))
    assert desk.texts()["refund"] == "Say why."
    assert desk.told.empty()


def test_new_and_deleted_files_count(desk: Desk, folder: Path) -> None:
    (folder / "new.yaml").write_text("prompts:\n" + TWO, "utf-8")
    assert desk.texts().keys() == {"refund", "parcel", "two"}
    (folder / "new.yaml").unlink()
    assert desk.texts().keys() == {"refund", "parcel"}


def test_nothing_comes_of_a_file_that_says_the_same(desk: Desk, folder: Path) -> None:
    os.utime(folder / "one.yaml")
    replaced(folder / "other.yaml", (folder / "other.yaml").read_text("utf-8"))
    assert desk.nothing_comes()


def test_a_broken_file_is_refused_and_told_until_it_is_mended(desk: Desk, folder: Path) -> None:
    one = folder / "one.yaml"
    one.write_text(BROKEN, "utf-8")
    told = desk.told.get(timeout=SOON)
    assert told.startswith(f'{one}:3: "nonsense" is not a kind')
    assert desk.taken.empty()
    (folder / "other.yaml").write_text(bank("Look.").replace("refund", "parcel"), "utf-8")
    assert desk.texts() == {"refund": "Say it.", "parcel": "Look."}
    one.write_text(bank("Mended."), "utf-8")
    assert desk.texts()["refund"] == "Mended."
    assert desk.told.get(timeout=SOON) == ""


def test_undoing_a_mistake_takes_the_notice_away(desk: Desk, folder: Path) -> None:
    (folder / "one.yaml").write_text("prompts: [", "utf-8")
    assert "one.yaml:1" in desk.told.get(timeout=SOON)
    (folder / "one.yaml").write_text(bank(), "utf-8")
    assert desk.told.get(timeout=SOON) == ""
    assert desk.taken.empty()


def test_a_file_that_spoils_another_one_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "banks"
    place.mkdir()
    (place / "lists.yaml").write_text("shared_lists:\n  goods: [phone]\n", "utf-8")
    (place / "one.yaml").write_text(
        bank().replace("[where is my refund]", "where is my {goods} now"), "utf-8"
    )
    desk = Desk(place)
    (place / "lists.yaml").write_text("shared_lists:\n  things: [phone]\n", "utf-8")
    assert "one.yaml:5: there is no list {goods}" in desk.told.get(timeout=SOON)
    assert desk.taken.empty()
    (place / "lists.yaml").write_text("shared_lists:\n  goods: [sofa]\n", "utf-8")
    assert desk.texts().keys() == {"refund"}
    assert desk.told.get(timeout=SOON) == ""
    desk.living.stop()


def test_a_half_written_file_makes_no_flicker(desk: Desk, folder: Path) -> None:
    """Emptied, then written a piece at a time, as slow editors and network drives do."""
    text = bank("Say when.", TWO)
    with (folder / "one.yaml").open("w", encoding="utf-8") as file:
        time.sleep(0.3)
        for start in range(0, len(text), 20):
            began = time.monotonic()
            file.write(text[start : start + 20])
            file.flush()
            time.sleep(0.05)
            if time.monotonic() - began > EVENLY:
                pytest.skip("this computer is too busy just now to write a file evenly")
    assert desk.texts() == {"refund": "Say when.", "two": "Two.", "parcel": "Say it."}
    assert desk.nothing_comes()
    assert desk.told.empty()


def test_a_file_that_is_away_for_a_moment_makes_no_flicker(desk: Desk, folder: Path) -> None:
    text = (folder / "one.yaml").read_text("utf-8")
    (folder / "one.yaml").rename(folder / "one.yaml~")
    time.sleep(0.3)
    (folder / "one.yaml").write_text(text, "utf-8")
    assert desk.nothing_comes()
    assert desk.told.empty()


def test_an_included_file_is_watched(tmp_path: Path) -> None:
    place = tmp_path / "banks"
    (place / "lists").mkdir(parents=True)
    lists = place / "lists" / "goods.yaml"
    lists.write_text("lists:\n  goods: [phone]\n", "utf-8")
    (place / "one.yaml").write_text(
        "include: [lists/goods.yaml]\n"
        + bank().replace("[where is my refund]", "where is my {goods} now"),
        "utf-8",
    )
    desk = Desk(place)
    lists.write_text("lists:\n  goods: [phone, sofa]\n", "utf-8")
    [prompt] = desk.taken.get(timeout=SOON).prompts
    assert len(prompt.when.patterns[0].phrases) == 2  # type: ignore[union-attr]  # it says
    desk.living.stop()


def test_when_all_is_taken_away_the_last_goes_on(desk: Desk, folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    assert "there is no phrasebank in it" in desk.told.get(timeout=SOON)
    assert desk.taken.empty()


def test_what_is_wrong_from_the_beginning_is_told_too(folder: Path) -> None:
    (folder / "one.yaml").write_text(BROKEN, "utf-8")
    desk = Desk(folder)
    assert "one.yaml:3" in desk.told.get(timeout=SOON)
    (folder / "one.yaml").write_text(bank("Mended."), "utf-8")
    assert desk.texts()["refund"] == "Mended."
    assert desk.told.get(timeout=SOON) == ""
    desk.living.stop()


def test_other_phrasebanks_are_taken_up_while_it_runs(desk: Desk, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "third.yaml").write_text(bank("Say three.").replace("refund", "third"), "utf-8")
    desk.living.choose(Chosen(only=(mine,)))
    assert desk.texts() == {"third": "Say three."}
    desk.living.choose(Chosen(only=(mine,), strictness=99))
    strict = desk.taken.get(timeout=SOON)
    assert [one.id for one in strict.prompts] == ["third"]
    (mine / "third.yaml").write_text(bank("Say four.").replace("refund", "third"), "utf-8")
    assert desk.texts() == {"third": "Say four."}
