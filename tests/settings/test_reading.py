"""What a settings file says, and what is said of it when it is wrong."""

import string
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.core.signals import Mode
from assist.settings.forms import Wrong
from assist.settings.layers import Origin, choose
from assist.settings.reading import Layer, read_layer
from assist.settings.sections import KEYS, SECTIONS, Settings, settings_of
from assist.ui.options import Layout

USER = """\
# mine
[sound]
customer = "Headset"   # the black one

[speech]
pause = "700ms"

[overlay]
text_scale = "125%"
layout = "column"

[calls]
mode = "sales"

[prompts]
never_again = ["hurry", "hurry", "late-refund"]
"""


def told(text: str) -> list[str]:
    return [
        f"{one.line} {one.where}: {one.what} | {one.mend}"
        for one in read_layer(text, "settings.toml").problems
    ]


def test_a_file_is_read_with_its_units() -> None:
    layer = read_layer(USER, "settings.toml")
    assert layer.problems == ()
    settings = settings_of(layer.values)
    assert settings.sound.customer == "Headset"
    assert settings.speech.pause == 0.7
    assert settings.overlay.text_scale == 1.25
    assert settings.overlay.layout is Layout.COLUMN
    assert settings.calls.mode is Mode.SALES
    assert settings.prompts.never_again == ("hurry", "late-refund")
    assert layer.lines["overlay.layout"] == 10


def test_an_empty_file_is_all_defaults() -> None:
    assert settings_of(read_layer("", "x").values) == Settings()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('[speech]\npause = "3s"', '2 speech.pause: "3s" is out of bounds | Write a time from "0.3s" to "2s"'),
        ("[speech]\npause = 1", '2 speech.pause: 1 has no unit | Write "1s" for seconds'),
        ('[speech]\npause = "soon"', '2 speech.pause: "soon" is not a length of time | Write a time from "0.3s" to "2s"'),
        ("[overlay]\nopacity = 0.9", '2 overlay.opacity: 0.9 is not in per cent | Write "90%"'),
        ('[overlay]\nlayout = "colunm"', '2 overlay.layout: "colunm" is none of the choices | Did you mean "column"?'),
        ('[overlay]\nlayout = 3', '2 overlay.layout: 3 is none of the choices | Write "compact", "card" or "column"'),
        ('[overlay]\nclick_through = "yes"', '2 overlay.click_through: "yes" is neither true nor false | Write true or false'),
        ("[attention]\na_minute = true", "2 attention.a_minute: true is not a whole number from 1 to 20 | Write a whole number from 1 to 20"),
        ("[phrasebanks]\nstrictness = 20", "2 phrasebanks.strictness: 20 is not 0, or a whole number from 60 to 100 | Write 0, or a whole number from 60 to 100"),
        ('[phrasebanks]\npaths = ["mine"]', '2 phrasebanks.paths: "mine" could be anywhere | Write it from the root, or from ~'),
        ('[phrasebanks]\npaths = "mine"', '2 phrasebanks.paths: "mine" is not a list | Write a list of texts: ["…", "…"]'),
        ('[hotkeys]\nused = "U"', "2 hotkeys.used: 'U' could not be typed any more | Add Ctrl, Alt or Super to it"),
        ("[sound]\ncustomer = 3", '2 sound.customer: 3 is no text | Write it in quotes: "…"'),
        ("\n\n[speach]\nx = 1", '3 speach: there is no section "speach" | Did you mean "speech"?'),
        ('[speech]\n\npuase = "1s"', '3 speech.puase: there is no setting "puase" in [speech] | Did you mean "pause"?'),
        ('[speech]\ngap = "4s"', '2 speech.gap: there is no setting "gap" in [speech] | It belongs under "[attention]"'),
        ('gap = "4s"', '1 gap: "gap" stands in no section | Write it under "[attention]"'),
        ('sound = "x"', '1 sound: "sound" is a section | Write "[sound]" on a line of its own'),
        ("locked = []", "1 locked: only the computer's own file locks settings | Take the line out"),
        ('[speech]\npause = 1s', '2 : this cannot be read (Expected newline or end of document after a statement) | Write lines like gap = "4s" under a section like [attention]'),
        ("[speech", "1 : this cannot be read (Expected ']' at the end of a table declaration) | Write lines like gap = \"4s\" under a section like [attention]"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line_and_what_would_be_right(line: str, says: str) -> None:
    assert told(line) == [says]


def test_one_wrong_value_leaves_the_others() -> None:
    layer = read_layer('[speech]\npause = 9\nmodel = "en"\n[calls]\nmode = "sales"', "x")
    assert len(layer.problems) == 1
    assert layer.values == {"speech.model": "en", "calls.mode": Mode.SALES}


def test_what_was_good_before_goes_on_where_it_is_wrong_now() -> None:
    good = read_layer(USER, "x")
    spoilt = read_layer(USER.replace("700ms", "700"), "x", good)
    assert spoilt.values == good.values
    assert len(spoilt.problems) == 1
    broken = read_layer(USER + "\n[[[", "x", spoilt)
    assert broken.values == good.values
    assert [one.line for one in broken.problems] == [18]
    assert read_layer("", "x", good).values == {}


def test_lines_are_found_however_they_are_written() -> None:
    layer = read_layer('sound.customer = "a"\n[ "speech" ]\n\'pause\'="1s"\n', "x")
    assert layer.lines["sound.customer"] == 1
    assert layer.lines["speech.pause"] == 3
    assert told('[[sound]]\ncustomer = ""') == [
        '1 sound: "sound" is a section | Write "[sound]" on a line of its own'
    ]


def test_the_machine_locks_settings_and_whole_sections() -> None:
    machine = read_layer(
        'locked = ["sound.customer", "calls", "sond"]\n[sound]\ncustomer = "USB"',
        "m",
        may_lock=True,
    )
    assert machine.locked == {"sound.customer"} | {
        name for name in KEYS if name.startswith("calls.")
    }
    assert [one.mend for one in machine.problems] == ['Did you mean "sound"?']


def test_the_stronger_layer_holds_and_each_value_knows_where_it_comes_from() -> None:
    machine = read_layer(
        'locked = ["calls.mode", "sound.agent"]\n[sound]\ncustomer = "USB"\nagent = "Mic"\n'
        '[speech]\npause = "1s"',
        "machine.toml",
        may_lock=True,
    )
    user = read_layer(
        '[sound]\ncustomer = "Mine"\nagent = "Mine"\n[calls]\nmode = "sales"', "user.toml"
    )
    chosen = choose(user, machine, {"overlay.gauge": True})
    assert chosen.settings.sound.customer == "Mine"
    assert str(chosen.sources["sound.customer"]) == "user (user.toml:2)"
    assert chosen.settings.sound.agent == "Mic"
    assert str(chosen.sources["sound.agent"]) == "locked (machine.toml:4)"
    assert chosen.settings.calls.mode is Mode.SERVICE
    assert str(chosen.sources["calls.mode"]) == "locked (machine.toml:1)"
    assert str(chosen.sources["speech.pause"]) == "machine (machine.toml:6)"
    assert chosen.sources["overlay.gauge"].origin is Origin.COMMAND_LINE
    assert chosen.sources["attention.gap"].origin is Origin.DEFAULT
    assert chosen.is_locked("calls.mode")
    assert not chosen.is_locked("sound.customer")


def test_the_command_line_is_stronger_than_a_lock() -> None:
    machine = Layer("m", {"speech.model": "en"}, {}, frozenset({"speech.model"}))
    assert choose(Layer(), machine, {"speech.model": "mine"}).settings.speech.model == "mine"


def test_the_overlay_is_told_in_one_sentence() -> None:
    chosen = choose(read_layer('[speech]\npause = "9s"\nspeed = 2', "s.toml"), Layer())
    assert chosen.sentence == (
        's.toml:2: "9s" is out of bounds (and 1 more). Write a time from "0.3s" to "2s". The rest holds.'
    )
    assert choose(Layer(), Layer()).sentence == ""


@pytest.mark.parametrize("name", KEYS)
def test_every_default_can_be_written_and_read(name: str) -> None:
    key = KEYS[name]
    assert key.form.read(key.form.write(key.default)) == key.default
    assert key.about.endswith(".")
    assert key.form.told


def test_every_section_has_settings() -> None:
    assert {key.section for key in KEYS.values()} == set(SECTIONS)


@given(st.text(alphabet=string.printable, max_size=200))
def test_no_text_makes_reading_fail(text: str) -> None:
    layer = read_layer(text, "x", may_lock=True)
    assert all(1 <= one.line <= len(text.splitlines()) + 1 for one in layer.problems)
    settings_of(layer.values)


plain = st.recursive(
    st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(st.sampled_from(sorted(KEYS)), plain)
def test_no_value_makes_a_form_fail_but_by_saying_what_is_right(name: str, value: object) -> None:
    form = KEYS[name].form
    with suppress(Wrong):
        read = form.read(value)
        assert form.read(form.write(read)) == read


def test_a_path_may_begin_with_the_users_own_folder() -> None:
    layer = read_layer('[phrasebanks]\npaths = ["~/phrases"]', "x")
    assert settings_of(layer.values).phrasebanks.paths == (Path.home() / "phrases",)
