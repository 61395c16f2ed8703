"""Which phrasebanks there are on a computer: real folders in their layers."""

from pathlib import Path

import pytest

from assist import banks
from assist.banks import Chosen, away, bank_layers, load_banks, open_shelf
from assist.core.phrasebank import says_of
from assist.core.reading import Read
from assist.faults import Fault


def bank(name: str, show: str = "Say it.") -> str:
    return f"prompts:\n  - {{id: {name}, kind: cue, show: {show}, customer_says: where is my {name}}}\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A computer on which three folders hold a phrasebank each."""
    for place in ("shipped", "machine", "user"):
        folder = tmp_path / place / "phrasebanks"
        folder.mkdir(parents=True)
        (folder / f"{place}.yaml").write_text(bank(place), "utf-8")
    monkeypatch.setattr(banks, "shipped", lambda name: tmp_path / "shipped" / name)
    monkeypatch.setattr(banks, "machine_data", lambda: tmp_path / "machine")
    monkeypatch.setattr(banks, "user_data", lambda: tmp_path / "user")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shows(read: Read) -> dict[str, str]:
    return {prompt.id: prompt.show for one in read.banks for prompt in one.prompts}


def overriding(name: str, show: str) -> str:
    return f"overrides:\n  - {{id: {name}, show: {show}}}\n"


def test_all_folders_are_read_the_users_last(home: Path) -> None:
    assert [[path.name for path in layer] for layer in bank_layers(Chosen())] == [
        ["shipped.yaml"],
        ["machine.yaml"],
        ["user.yaml"],
    ]
    assert shows(load_banks()).keys() == {"shipped", "machine", "user"}


def test_each_layer_may_override_those_below_and_the_named_one_is_on_top(home: Path) -> None:
    for place, show in (("machine", "IT."), ("user", "Mine.")):
        path = home / place / "phrasebanks" / "over.yaml"
        path.write_text(overriding("shipped", show), "utf-8")
    assert shows(load_banks())["shipped"] == "Mine."
    (home / "trial.yaml").write_text(overriding("shipped", "Trial."), "utf-8")
    found = load_banks([Path("trial.yaml")])
    assert shows(found)["shipped"] == "Trial."
    assert shows(found).keys() == {"shipped", "machine", "user"}
    assert found.banks[0].prompts[0].source == "trial.yaml:2"


def test_only_means_nothing_else(home: Path) -> None:
    (home / "trial.yaml").write_text(bank("trial"), "utf-8")
    assert shows(load_banks(only=[Path("trial.yaml")])).keys() == {"trial"}
    assert shows(load_banks([Path("trial.yaml")])).keys() == {"shipped", "machine", "user", "trial"}


def test_a_file_that_is_named_and_found_is_read_once_where_it_is_named(home: Path) -> None:
    named = Path("shipped/phrasebanks/shipped.yaml")
    shelf = open_shelf(Chosen((named,)))
    assert shelf.read.problems == ()
    assert [one.file for one in shelf.read.banks][-1] == "shipped/phrasebanks/shipped.yaml"
    assert shelf.named == {"shipped/phrasebanks/shipped.yaml"}


def test_what_is_named_must_be_there(home: Path) -> None:
    with pytest.raises(Fault, match="no such file"):
        load_banks([Path("none.yaml")])
    (home / "empty").mkdir()
    with pytest.raises(Fault, match="no phrasebank in it"):
        load_banks([Path("empty")])


def test_an_empty_folder_that_is_found_does_not_matter(home: Path) -> None:
    (home / "user" / "phrasebanks" / "user.yaml").unlink()
    assert shows(load_banks()).keys() == {"shipped", "machine"}


def test_a_file_that_is_no_text_leaves_the_others(home: Path) -> None:
    (home / "user" / "phrasebanks" / "user.yaml").write_bytes(b"prompts:\n  - id: caf\xe9\n")
    found = load_banks()
    assert [(one.file, one.line) for one in found.problems] == [("user/phrasebanks/user.yaml", 2)]
    assert shows(found).keys() == {"shipped", "machine"}


def test_files_include_each_other_across_the_folders(home: Path) -> None:
    lists = home / "machine" / "phrasebanks" / "words" / "lists.yaml"
    lists.parent.mkdir()
    lists.write_text("lists:\n  goods: [phone, sofa]\n", "utf-8")
    own = home / "user" / "phrasebanks" / "own.yaml"
    own.write_text(
        "include: [../../machine/phrasebanks/words/lists.yaml]\nprompts:\n"
        "  - {id: own, kind: cue, show: S., customer_says: 'where is my {goods} now'}\n",
        "utf-8",
    )
    shelf = open_shelf(Chosen())
    assert shelf.read.problems == ()
    assert "machine/phrasebanks/words/lists.yaml" in shelf.texts


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("../../secret.yaml", '"../../secret.yaml" is outside of the phrasebank folders'),
        ("/etc/passwd", '"/etc/passwd" is outside of the phrasebank folders'),
        ("none.yaml", 'there is no phrasebank "none.yaml"'),
        ("notes.txt", 'there is no phrasebank "notes.txt"'),
        ("../phrasebanks", 'there is no phrasebank "../phrasebanks"'),
        ("own.yaml", "a file includes itself"),
        ("bytes.yaml", '"bytes.yaml" cannot be read'),
    ],
)
def test_what_may_not_be_included(home: Path, written: str, what: str) -> None:
    folder = home / "user" / "phrasebanks"
    (home / "secret.yaml").write_text("lists: {a: [b]}", "utf-8")
    (folder / "notes.txt").write_text("lists: {a: [b]}", "utf-8")
    (folder / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    (folder / "own.yaml").write_text(f"include: {written}\n" + bank("own"), "utf-8")
    found = load_banks()
    mine = [one for one in found.problems if one.file == "user/phrasebanks/own.yaml"]
    assert [(one.line, one.what) for one in mine] == [(1, what)]
    assert "own" in shows(found)


def test_strictness_holds_instead_of_what_files_say_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "strictness: 92\nprompts:\n  - {id: one, kind: cue, show: One., customer_says: green pears}\n"
        "  - {id: two, kind: cue, show: Two., customer_says: red plums, strictness: 80}\n",
        "utf-8",
    )

    def strictness(chosen: Chosen) -> list[int]:
        prompts = open_shelf(chosen).read.banks[0].prompts
        return [says.strictness for one in prompts for says in says_of(one.when)]

    assert strictness(Chosen(only=(tmp_path,))) == [92, 80]
    assert strictness(Chosen(only=(tmp_path,), strictness=70)) == [70, 80]


def test_what_is_hoped_for_may_be_away(tmp_path: Path) -> None:
    chosen = Chosen(hoped=(tmp_path / "mine",))
    assert away(chosen) == [tmp_path / "mine"]
    assert open_shelf(chosen).read.banks
