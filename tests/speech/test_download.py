"""Fetching a file from a real server that breaks off, changes its mind, sends on and lies."""

import random
import shutil
import subprocess
import threading
from pathlib import Path

import pytest

from assist.faults import Fault
from assist.speech.download import download
from tests.speech.site import Site, serving

CONTENT = random.Random(7).randbytes(1_500_000)
NEWER = random.Random(8).randbytes(1_400_000)


def fetch(site: Site, into: Path, **how: object) -> None:
    download(f"{site.address}/model.zip", into, wait=5.0, pause=0.01, **how)  # type: ignore[arg-type]


def sentence(fault: pytest.ExceptionInfo[Fault]) -> str:
    text = str(fault.value)
    assert "\n" not in text
    assert text.endswith(".")
    return text


def test_a_file_arrives_whole_and_its_progress_is_told(site: Site, tmp_path: Path) -> None:
    site.files["/model.zip"] = CONTENT
    told: list[tuple[int, int]] = []
    fetch(site, tmp_path / "m.zip", size=len(CONTENT), tell=lambda a, b: told.append((a, b)))
    assert (tmp_path / "m.zip").read_bytes() == CONTENT
    assert told[0] == (0, len(CONTENT))
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert told == sorted(told)
    assert [path.name for path in tmp_path.iterdir()] == ["m.zip"]


def test_a_broken_transfer_goes_on_where_it_broke(site: Site, tmp_path: Path) -> None:
    site.files["/model.zip"] = CONTENT
    site.cuts = [600_000, 300_000, -1]
    fetch(site, tmp_path / "m.zip")
    assert (tmp_path / "m.zip").read_bytes() == CONTENT
    assert [one.range for one in site.asked] == ["", "bytes=600000-", "bytes=900000-"]
    assert [one.status for one in site.asked] == [200, 206, 206]


def test_a_later_run_goes_on_too(site: Site, tmp_path: Path) -> None:
    site.files["/model.zip"] = CONTENT
    site.cuts = [500_000, 0, 0, 0, 0]
    with pytest.raises(Fault) as fault:
        fetch(site, tmp_path / "m.zip")
    assert "0.5 MB" in sentence(fault)
    assert "goes on from there" in sentence(fault)
    assert not (tmp_path / "m.zip").exists()
    site.cuts, site.asked = [], []
    fetch(site, tmp_path / "m.zip")
    assert (tmp_path / "m.zip").read_bytes() == CONTENT
    assert [one.range for one in site.asked] == ["bytes=500000-"]


def test_a_file_that_changed_meanwhile_is_not_glued(site: Site, tmp_path: Path) -> None:
    site.files["/model.zip"] = CONTENT
    site.cuts = [500_000, 0, 0, 0, 0]
    with pytest.raises(Fault):
        fetch(site, tmp_path / "m.zip")
    site.files["/model.zip"], site.etag, site.cuts, site.asked = NEWER, '"second"', [], []
    fetch(site, tmp_path / "m.zip")
    assert (tmp_path / "m.zip").read_bytes() == NEWER
    assert [(one.range, one.status) for one in site.asked] == [("bytes=500000-", 200)]


@pytest.mark.parametrize("etag", ["", 'W/"weak"'])
def test_without_a_firm_version_it_begins_again(site: Site, tmp_path: Path, etag: str) -> None:
    site.files["/model.zip"] = CONTENT
    site.etag = etag
    site.cuts = [500_000, -1]
    fetch(site, tmp_path / "m.zip")
    assert (tmp_path / "m.zip").read_bytes() == CONTENT
    assert [one.range for one in site.asked] == ["", ""]


def test_a_server_without_ranges_sends_all_of_it_again(site: Site, tmp_path: Path) -> None:
    site.files["/model.zip"] = CONTENT
    site.knows_ranges = False
    site.cuts = [500_000, -1]
    fetch(site, tmp_path / "m.zip")
    assert (tmp_path / "m.zip").read_bytes() == CONTENT


def test_a_partial_file_of_another_address_is_not_used(site: Site, tmp_path: Path) -> None:
    site.files |= {"/model.zip": CONTENT, "/other.zip": NEWER}
    site.cuts = [500_000, 0, 0, 0, 0]
    with pytest.raises(Fault):
        fetch(site, tmp_path / "m.zip")
    site.cuts = []
    download(f"{site.address}/other.zip", tmp_path / "m.zip")
    assert (tmp_path / "m.zip").read_bytes() == NEWER


def test_a_partial_file_longer_than_the_file_is_dropped(site: Site, tmp_path: Path) -> None:
    site.files["/model.zip"] = CONTENT
    site.cuts = [500_000, 0, 0, 0, 0]
    with pytest.raises(Fault):
        fetch(site, tmp_path / "m.zip")
    (tmp_path / "m.zip.part").write_bytes(CONTENT + b"more")
    site.cuts = []
    fetch(site, tmp_path / "m.zip")
    assert (tmp_path / "m.zip").read_bytes() == CONTENT
    assert 416 in [one.status for one in site.asked]


def test_a_redirect_is_followed_and_keeps_the_range(site: Site, tmp_path: Path) -> None:
    site.sends_on["/model.zip"] = "/real.zip"
    site.files["/real.zip"] = CONTENT
    site.cuts = [500_000, -1]
    fetch(site, tmp_path / "m.zip")
    assert (tmp_path / "m.zip").read_bytes() == CONTENT
    assert [one.range for one in site.asked if one.path == "/real.zip"] == ["", "bytes=500000-"]


def test_a_loop_of_redirects_ends(site: Site, tmp_path: Path) -> None:
    site.sends_on["/model.zip"] = "/model.zip"
    with pytest.raises(Fault) as fault:
        fetch(site, tmp_path / "m.zip")
    assert "sends on and on (302)" in sentence(fault)


@pytest.mark.parametrize(
    ("status", "says"), [(404, "no such file (404)"), (403, "refuses (403"), (503, "refuses (503")]
)
def test_a_refusal_is_one_sentence(site: Site, tmp_path: Path, status: int, says: str) -> None:
    site.status = status
    with pytest.raises(Fault) as fault:
        fetch(site, tmp_path / "m.zip")
    assert says in sentence(fault)
    assert len(site.asked) == 1
    assert list(tmp_path.iterdir()) == []


def test_another_size_than_the_catalogues_is_refused_at_once(site: Site, tmp_path: Path) -> None:
    site.files["/model.zip"] = CONTENT
    with pytest.raises(Fault) as fault:
        fetch(site, tmp_path / "m.zip", size=len(CONTENT) + 1)
    assert f"{len(CONTENT)} bytes" in sentence(fault)
    assert list(tmp_path.iterdir()) == []


def test_a_length_that_is_never_reached_is_a_broken_connection(site: Site, tmp_path: Path) -> None:
    site.files["/model.zip"] = CONTENT
    site.claims = len(CONTENT) + 100
    with pytest.raises(Fault) as fault:
        fetch(site, tmp_path / "m.zip")
    assert "breaking off" in sentence(fault)
    assert not (tmp_path / "m.zip").exists()


def test_a_server_that_falls_silent_is_given_up(site: Site, tmp_path: Path) -> None:
    site.files["/model.zip"] = CONTENT
    site.stalls = threading.Event()
    try:
        with pytest.raises(Fault) as fault:
            download(f"{site.address}/model.zip", tmp_path / "m.zip", wait=0.2, pause=0.01)
    finally:
        site.stalls.set()
    assert "breaking off" in sentence(fault)


def test_nobody_listening_is_one_sentence(tmp_path: Path) -> None:
    with serving() as gone:
        address = gone.address
    with pytest.raises(Fault) as fault:
        download(f"{address}/model.zip", tmp_path / "m.zip")
    assert "cannot be reached" in sentence(fault)


def test_a_name_that_no_server_has_is_one_sentence(tmp_path: Path) -> None:
    # ".invalid" is reserved: no network has it.
    with pytest.raises(Fault) as fault:
        download("https://models.invalid/model.zip", tmp_path / "m.zip")
    assert "there is no network, or no such server" in sentence(fault)


def test_a_server_without_tls_behind_https_is_one_sentence(site: Site, tmp_path: Path) -> None:
    with pytest.raises(Fault) as fault:
        download(site.address.replace("http:", "https:") + "/model.zip", tmp_path / "m.zip")
    assert "cannot be reached" in sentence(fault)


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "ftp://127.0.0.1/m.zip", "m.zip", "https://"]
)
def test_only_web_addresses_are_fetched(address: str, tmp_path: Path) -> None:
    with pytest.raises(Fault) as fault:
        download(address, tmp_path / "m.zip")
    assert "no web address" in sentence(fault)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate and its key in one file, for 127.0.0.1, that no computer trusts."""
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl to make a certificate with")
    made = tmp_path / "made.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1".split()
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(made)]
    answer = subprocess.run(command, check=True, capture_output=True)
    made.write_bytes(made.read_bytes() + answer.stdout)
    return made


def test_a_certificate_that_is_not_trusted_is_one_sentence(
    certificate: Path, tmp_path: Path
) -> None:
    with serving(certificate) as site, pytest.raises(Fault) as fault:
        fetch(site, tmp_path / "m.zip")
    assert "certificate is not trusted" in sentence(fault)


def test_a_certificate_that_the_computer_trusts_will_do(
    certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving(certificate) as site:
        site.files["/model.zip"] = CONTENT
        fetch(site, tmp_path / "m.zip")
    assert (tmp_path / "m.zip").read_bytes() == CONTENT


def test_from_tls_it_is_never_sent_on_without(
    site: Site, certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    site.files["/model.zip"] = CONTENT
    with serving(certificate) as secure:
        secure.sends_on["/model.zip"] = f"{site.address}/model.zip"
        with pytest.raises(Fault) as fault:
            fetch(secure, tmp_path / "m.zip")
    assert "not secure" in sentence(fault)
    assert site.asked == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_disk_that_fills_up_is_one_sentence_and_leaves_nothing(
    site: Site, tmp_path: Path
) -> None:
    site.files["/model.zip"] = CONTENT
    (tmp_path / "m.zip.part").symlink_to("/dev/full")
    with pytest.raises(Fault) as fault:
        fetch(site, tmp_path / "m.zip")
    assert "the disk is full" in sentence(fault)
    assert list(tmp_path.iterdir()) == []


def test_room_is_looked_for_before_the_first_byte(site: Site, tmp_path: Path) -> None:
    site.files["/model.zip"] = CONTENT
    asked_for: list[int] = []
    fetch(site, tmp_path / "m.zip", make_sure=asked_for.append)
    assert asked_for == [len(CONTENT)]


def test_too_little_room_ends_it_before_the_first_byte(site: Site, tmp_path: Path) -> None:
    site.files["/model.zip"] = CONTENT

    def no_room(_: int) -> None:
        raise Fault("the disk", "it is too small", "make room")

    with pytest.raises(Fault, match="too small"):
        fetch(site, tmp_path / "m.zip", make_sure=no_room)
    assert list(tmp_path.iterdir()) == []
