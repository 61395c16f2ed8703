"""Fetching one file over the network, because somebody asked for it by name or address.

Over TLS, unless the address that the user gave says http. A broken transfer goes on where it broke, and
only if the server says that the file is still the same one: two versions are never glued together.

The standard library fetches, not `requests`: it goes by the computer's own proxy settings and its own
trusted certificates, which is where a company's are.
"""

import errno
import http.client
import json
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass
from email.message import Message
from pathlib import Path
from typing import IO, cast
from urllib.parse import urlsplit

from assist import __version__
from assist.faults import Fault

Tell = Callable[[int, int], None]
"""Called with the bytes so far and the bytes in all (0 while unknown)."""

_WAIT = 30.0
"""Seconds without a byte after which the connection counts as broken."""
_TRIES = 4
"""Tries in a row that bring nothing new."""
_TRIES_IN_ALL = 60
_PAUSE = 1.0
"""Seconds before a second try in vain; it doubles with each one."""
_BLOCK = 1 << 18
_LARGEST = 16 << 30
"""Bytes; no speech model is larger, and an endless answer ends here."""


@dataclass(frozen=True, slots=True)
class _Begun:
    """What is kept beside a partial file so that it can go on: which version of which file."""

    address: str
    version: str
    """The server's ETag or date; "" when it names none, and then nothing can go on."""


class _Broken(Exception):
    """The transfer stopped early; what has arrived is kept."""


class _KeepTls(urllib.request.HTTPRedirectHandler):
    """Follows redirects, but never from TLS to plain HTTP."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str,
        headers: Message, newurl: str,
    ) -> urllib.request.Request | None:  # fmt: skip
        if req.type == "https" and urlsplit(newurl).scheme != "https":
            fp.close()
            raise Fault(
                req.full_url, f"it sends on to {newurl}, which is not secure", "use another address"
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def download(
    address: str,
    into: Path,
    size: int | None = None,
    tell: Tell = lambda got, total: None,
    make_sure: Callable[[int], None] = lambda total: None,
    wait: float = _WAIT,
    pause: float = _PAUSE,
) -> None:
    """Fetch `address` into the file `into`, going on where an earlier try broke.

    `size` is the exact length when it is known; `make_sure` gets the length that the server names
    before the first byte, and may raise; `wait` and `pause` are in seconds. Raises Fault; what has
    arrived then stays beside `into` as a .part file, and the next call goes on from it.
    """
    _check_address(address)
    part = into.with_name(f"{into.name}.part")
    in_vain = 0
    for _ in range(_TRIES_IN_ALL):
        before = _length(part)
        if _try(address, part, size, tell, make_sure, wait):
            part.replace(into)
            _note(part).unlink(missing_ok=True)
            return
        in_vain = 0 if _length(part) > before else in_vain + 1
        if in_vain == _TRIES:
            break
        time.sleep(pause * 2**in_vain if in_vain else 0)
    raise _broke_off(address, part)


def _try(
    address: str,
    part: Path,
    size: int | None,
    tell: Tell,
    make_sure: Callable[[int], None],
    wait: float,
) -> bool:
    """Whether all has arrived; False when the connection broke. Raises Fault."""
    try:
        with _ask(address, part, wait) as answer:
            at, total = _where(answer, part)
            _check_size(address, part, size, total)
            make_sure(total - at)
            _remember(part, _Begun(address, _version(answer.headers)))
            _write(answer, part, at, total, tell)
    except (_Broken, TimeoutError, ConnectionError, http.client.HTTPException):
        return False
    except urllib.error.HTTPError as error:
        error.close()
        raise _refused(address, error) from error
    except urllib.error.URLError as error:
        raise _unreachable(address, error.reason) from error
    except OSError as error:
        raise _not_written(part, error) from error
    return True


def _check_address(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise Fault(address, "this is no web address", "give one that begins with https://")


def _ask(address: str, part: Path, wait: float) -> http.client.HTTPResponse:
    """Ask for the file, or for the rest of it where it is still the one that was begun."""
    request = urllib.request.Request(address)
    request.add_header("User-Agent", f"agent-assist/{__version__}")
    request.add_header("Accept-Encoding", "identity")
    begun = _begun(part, address)
    if begun and _length(part):
        request.add_header("Range", f"bytes={_length(part)}-")
        request.add_header("If-Range", begun.version)
    try:
        return cast(http.client.HTTPResponse, _opener().open(request, timeout=wait))
    except urllib.error.HTTPError as error:
        if error.code != http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
            raise
        # All of it may be here already; to be sure, begin again.
        error.close()
        _forget(part)
        raise _Broken from error


def _where(answer: http.client.HTTPResponse, part: Path) -> tuple[int, int]:
    """(where in the file this answer begins, bytes in all; 0 while unknown)."""
    at = _length(part) if answer.status == http.client.PARTIAL_CONTENT else 0
    if at and not answer.headers.get("Content-Range", "").startswith(f"bytes {at}-"):
        _forget(part)
        raise _Broken
    length = answer.headers.get("Content-Length", "")
    return at, at + int(length) if length.isdigit() else 0


def _opener() -> urllib.request.OpenerDirector:
    """Only HTTP, with the computer's own proxies and certificates: no file: or ftp: addresses."""
    opener = urllib.request.OpenerDirector()
    handlers: tuple[urllib.request.BaseHandler, ...] = (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
        _KeepTls(),
    )
    for handler in handlers:
        opener.add_handler(handler)
    return opener


def _write(answer: http.client.HTTPResponse, part: Path, at: int, total: int, tell: Tell) -> None:
    with part.open("ab" if at else "wb") as file:
        tell(at, total)
        while block := _read(answer):
            file.write(block)
            at += len(block)
            if at > (total or _LARGEST):
                raise Fault(answer.url, "it sends without end", "check the address")
            tell(at, total)
    if at < total:
        raise _Broken


def _read(answer: http.client.HTTPResponse) -> bytes:
    try:
        return answer.read(_BLOCK)
    except OSError as error:  # kept apart from a disk that cannot be written
        raise _Broken from error


def _version(headers: Message) -> str:
    """What If-Range may name: a strong ETag, else the date."""
    tag = headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else headers.get("Last-Modified", "")


def _check_size(address: str, part: Path, size: int | None, total: int) -> None:
    if size is not None and total and total != size:
        _forget(part)
        raise Fault(
            address,
            f"the file there has {total} bytes and not the {size} that the catalogue names",
            "ask IT whether something stands between this computer and the network, "
            "or give the address of a newer model",
        )


def _note(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _remember(part: Path, begun: _Begun) -> None:
    _note(part).write_text(json.dumps(asdict(begun)), encoding="utf-8")


def _begun(part: Path, address: str) -> _Begun | None:
    """What the partial file is of, where the server can be asked for the rest of just that."""
    try:
        begun = _Begun(**json.loads(_note(part).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return begun if begun.address == address and begun.version else None


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _note(part).unlink(missing_ok=True)


def _length(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _broke_off(address: str, part: Path) -> Fault:
    got = _length(part)
    return Fault(
        address,
        f"the connection keeps breaking off (after {got / 1e6:.1f} MB)",
        "run the same command again later, it goes on from there",
    )


def _refused(address: str, error: urllib.error.HTTPError) -> Fault:
    if error.code in (http.client.NOT_FOUND, http.client.GONE):
        return Fault(
            address, f"there is no such file ({error.code})", "check the name or the address"
        )
    if error.code // 100 == 3:
        return Fault(address, f"it only sends on and on ({error.code})", "use another address")
    # The server's own phrase may be anything.
    phrase = http.client.responses.get(error.code, "").lower()
    return Fault(address, f"the server refuses ({error.code} {phrase})", "try later, or ask IT")


def _unreachable(address: str, reason: object) -> Fault:
    if isinstance(reason, OSError) and reason.errno == errno.ENOSPC:
        return _disk_full(Path(address))
    host = urlsplit(address).hostname or address
    offline = "or fetch the zip on another computer and install that file"
    if isinstance(reason, ssl.SSLCertVerificationError):
        what = f"its certificate is not trusted ({reason.verify_message})"
        return Fault(host, what, "ask IT whether a company certificate is missing")
    if isinstance(reason, socket.gaierror):
        return Fault(host, "there is no network, or no such server", f"connect, {offline}")
    if isinstance(reason, TimeoutError):
        return Fault(host, "it does not answer", f"try later, {offline}")
    return Fault(host, f"it cannot be reached ({reason})", f"check the network, {offline}")


def _not_written(part: Path, error: OSError) -> Fault:
    if error.errno == errno.ENOSPC:
        _forget(part)
        return _disk_full(part)
    return Fault(
        str(part), f"it cannot be written ({error.strerror or error})", "check the folder's rights"
    )


def _disk_full(part: Path) -> Fault:
    return Fault(str(part.parent), "the disk is full", "make room and run the command again")
