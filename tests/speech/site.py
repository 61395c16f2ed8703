"""A web site on this computer that serves files as a real one does, and misbehaves when told to."""

import re
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass
class Asked:
    """One request that came."""

    path: str
    range: str
    status: int


@dataclass
class Site:
    """What is served, and what goes wrong. All of it may be changed between requests."""

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    etag: str = '"first"'
    cuts: list[int] = field(default_factory=list)
    """For each coming answer: after how many bytes the connection breaks; -1 for never."""
    sends_on: dict[str, str] = field(default_factory=dict)
    knows_ranges: bool = True
    claims: int | None = None
    """A length that the server names although it is wrong."""
    status: int = 200
    stalls: threading.Event | None = None
    """An answer that stops half-way until the event is set."""
    asked: list[Asked] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        site, path = self.site, self.path
        self.close_connection = True
        if path in site.sends_on:
            self._answer(302, {"Location": site.sends_on[path]})
        elif site.status != 200:
            self._answer(site.status, {})
        elif path not in site.files:
            self._answer(404, {})
        else:
            self._send(site.files[path])

    def _send(self, content: bytes) -> None:
        site = self.site
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        same = self.headers.get("If-Range") in (None, site.etag)
        begin = int(asked[1]) if asked and same and site.knows_ranges else 0
        if begin and begin >= len(content):
            self._answer(416, {"Content-Range": f"bytes */{len(content)}"})
            return
        body = content[begin:]
        headers = {"Content-Length": str(site.claims if site.claims is not None else len(body))}
        if site.etag:
            headers["ETag"] = site.etag
        if begin:
            headers["Content-Range"] = f"bytes {begin}-{len(content) - 1}/{len(content)}"
        self._answer(206 if begin else 200, headers)
        cut = site.cuts.pop(0) if site.cuts else -1
        if site.stalls:
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
            site.stalls.wait(20)
            return
        self.wfile.write(body if cut < 0 else body[:cut])

    def _answer(self, status: int, headers: dict[str, str]) -> None:
        self.site.asked.append(Asked(self.path, self.headers.get("Range", ""), status))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that gives up, or is killed, is what some tests are about."""


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[Site]:
    """A site on 127.0.0.1, on a port that was free; over TLS with a certificate."""
    site = Site()
    handler = type("Handler", (_Handler,), {"site": site})
    with _Server(("127.0.0.1", 0), handler) as server:
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https" if certificate else "http"
        site.address = f"{scheme}://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
