"""The catalogue: every entry is complete, and a broken file says so."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from assist.faults import Fault
from assist.speech.catalogue import ChecksumKind, find_entry, read_catalogue
from assist.speech.models import is_name

DIGITS = {ChecksumKind.SHA256: 64, ChecksumKind.MD5: 32, ChecksumKind.NONE: 0}


def test_every_entry_is_complete_and_over_tls() -> None:
    catalogue = read_catalogue()
    assert len({one.name for one in catalogue}) == len(catalogue) > 10
    for one in catalogue:
        assert is_name(one.name)
        assert one.source == f"https://{urlsplit(one.source).hostname}/vosk/models/{one.name}.zip"
        assert re.fullmatch("[a-z]{2}", one.language)
        assert one.title
        assert one.note
        assert one.licence
        assert 10_000_000 < one.about_size < 5_000_000_000
        assert re.fullmatch(f"[0-9a-f]{{{DIGITS[one.checksum.kind]}}}", one.checksum.value)
        # A checksum without the size it belongs to would be half the knowledge.
        assert (one.size is None) == (one.checksum.kind is ChecksumKind.NONE)


def test_no_two_entries_share_a_checksum() -> None:
    values = [one.checksum.value for one in read_catalogue() if one.checksum.value]
    assert len(set(values)) == len(values)


def test_an_entry_is_found_by_its_whole_name() -> None:
    catalogue = read_catalogue()
    assert find_entry("vosk-model-small-de-0.15", catalogue)
    assert find_entry("vosk-model-small-de", catalogue) is None


@pytest.mark.parametrize(
    "text",
    ["[[model]]\nname = 1", "model = 3", "[[model]", '[[model]]\nname = "x"\nabout_bytes = 1\n'],
)
def test_a_damaged_catalogue_is_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "catalogue.toml").write_text(text)
    with pytest.raises(Fault, match="it cannot be read"):
        read_catalogue(tmp_path / "catalogue.toml")
