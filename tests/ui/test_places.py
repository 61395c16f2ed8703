import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect

from assist.ui.place import Corner, Place
from assist.ui.places import Monitor, Places, arrangement, snapped

OFFICE = [
    Monitor("LEFT", QRect(0, 0, 1920, 1080)),
    Monitor("RIGHT", QRect(1920, 0, 1920, 1080)),
]
HOME = [Monitor("LEFT", QRect(0, 0, 1920, 1080))]
ON_THE_RIGHT = Place(Corner.BOTTOM_RIGHT, 40, 50, "RIGHT")
AT_HOME = Place(Corner.TOP_LEFT, 16, 16, "LEFT")
PLACES = st.builds(
    Place, st.sampled_from(Corner), st.integers(0, 9000), st.integers(0, 9000), st.text(max_size=9)
)


def test_an_arrangement_is_the_same_in_any_order() -> None:
    assert arrangement(OFFICE) == arrangement(OFFICE[::-1])
    assert arrangement(OFFICE) == "LEFT 1920x1080+0+0, RIGHT 1920x1080+1920+0"
    assert arrangement(OFFICE) != arrangement(HOME)


def test_each_arrangement_has_its_own_place() -> None:
    office, home = arrangement(OFFICE), arrangement(HOME)
    places = Places().put(ON_THE_RIGHT, office)
    assert places.at(home) == ON_THE_RIGHT, "where none was chosen, the latest is a good guess"
    places = places.put(AT_HOME, home)
    assert places.at(office) == ON_THE_RIGHT
    assert places.at(home) == AT_HOME


@given(PLACES, st.dictionaries(st.text(min_size=1, max_size=20), PLACES, max_size=4))
def test_a_settings_file_can_hold_them(latest: Place, known: dict[str, Place]) -> None:
    places = Places(latest, known)
    assert Places.from_plain(places.as_plain()) == places


@pytest.mark.parametrize("broken", [{"corner": "middle", "across": 1, "down": 1}, {"corner": 3}])
def test_a_table_that_is_none_of_ours_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises((ValueError, KeyError)):
        Places.from_plain({"": broken})


@pytest.mark.parametrize(
    ("dropped", "drawn_to"), [(0, 0), (7, 0), (8, 16), (16, 16), (25, 16), (26, 26), (300, 300)]
)
def test_an_edge_that_is_near_draws_it(dropped: int, drawn_to: int) -> None:
    place = snapped(Place(Corner.BOTTOM_LEFT, dropped, 400, "LEFT"))
    assert place == Place(Corner.BOTTOM_LEFT, drawn_to, 400, "LEFT")
    assert snapped(Place(Corner.TOP_LEFT, 400, dropped)).down == drawn_to
