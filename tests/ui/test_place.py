from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize

from assist.ui.place import Corner, Place, place_of, stand

AREAS = st.builds(
    QRect,
    st.integers(-4000, 4000),
    st.integers(-4000, 4000),
    st.integers(640, 4000),
    st.integers(480, 3000),
)
SIZES = st.builds(QSize, st.integers(60, 640), st.integers(20, 480))
PLACES = st.builds(
    Place, st.sampled_from(Corner), st.integers(0, 9000), st.integers(0, 9000), st.just("")
)


@given(PLACES, SIZES, AREAS)
def test_the_window_is_never_off_the_screen(place: Place, size: QSize, area: QRect) -> None:
    window = stand(place, size, area)
    assert window.size() == size
    assert area.contains(window)


@given(PLACES, SIZES, AREAS)
def test_it_stays_where_it_was_dropped(place: Place, size: QSize, area: QRect) -> None:
    window = stand(place, size, area)
    assert stand(place_of(window, area, ""), size, area) == window


def test_it_grows_away_from_its_corner() -> None:
    area = QRect(0, 30, 1920, 1050)
    card, pill = QSize(420, 180), QSize(90, 20)
    for corner in Corner:
        place = Place(corner, 16, 16)
        large, small = stand(place, card, area), stand(place, pill, area)
        assert large.contains(small)
        assert (large.left() == small.left()) is corner.is_left
        assert (large.top() == small.top()) is corner.is_top


def test_it_comes_back_when_the_screen_shrinks() -> None:
    place = Place(Corner.TOP_LEFT, 1400, 900)
    assert stand(place, QSize(420, 180), QRect(0, 0, 960, 600)) == QRect(540, 420, 420, 180)
