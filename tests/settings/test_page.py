"""The reference page is complete and true."""

from pathlib import Path

from assist.settings.page import reference
from assist.settings.reading import read_layer

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_page_has_every_setting_as_it_is() -> None:
    assert reference() in PAGE.read_text("utf-8"), (
        "write it anew: python -c 'from assist.settings.page import reference; print(reference())'"
    )


def test_the_examples_on_the_page_can_be_read() -> None:
    blocks = PAGE.read_text("utf-8").split("```toml\n")[1:]
    assert len(blocks) == 2
    for block in blocks:
        assert read_layer(block.split("```")[0], "x", may_lock=True).problems == ()
