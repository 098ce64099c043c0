"""What the tests of the built book share: the book, a small server for it, and a browser."""

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from analysis import execution, publishing
from analysis.language import languages
from analysis.project import Project

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# A browser that asks nothing of the network by itself.
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def book() -> Path:
    """Return the folder of the built book; build it first if that has not been done."""
    html = Project().build("padang") / "html"
    if not (html / "index.html").is_file():
        if "PYTEST_XDIST_WORKER" in os.environ:
            pytest.fail("Several workers cannot build one book; build it first: ucj build padang")
        execution.run(Project(), "padang", {}, languages())
        publishing.publish(Project(), "padang", languages())
    return html


class QuietHandler(SimpleHTTPRequestHandler):
    """A handler that does not print every request."""

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture(scope="session")
def address(book: Path) -> Iterator[str]:
    """Serve the book on this machine and yield its address."""
    handler = partial(QuietHandler, directory=str(book))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Yield the system's Chromium."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed on this machine")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield chromium
        chromium.close()
