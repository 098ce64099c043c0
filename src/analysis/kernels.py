"""Kernels for the notebooks: this very Python, as a copy of a process that has its imports done.

A fresh interpreter spends seconds on imports before the first line of a notebook. Here a server
imports the stack once and rehearses a page (see :mod:`analysis.rehearsal`), and each kernel is a
fork of it: a process of its own, in which nothing of other notebooks is. One kernel always waits,
ready, for whoever asks next. The server has one thread, so that forking is safe, and never runs a
notebook. For ``jupyter_client`` this is one more way to provision a kernel; papermill and nbclient
do not see a difference.

The connection through which a kernel was asked for stays open as long as both ends live: whoever
asked sees by it that the kernel has ended, and a kernel ends with whoever asked.

Where there is no fork (Windows), where system libraries do not bear one (macOS), or by choice, a
kernel is a fresh interpreter. The results are the same bytes.
"""

from __future__ import annotations

import atexit
import gc
import json
import math
import os
import random
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from importlib import import_module
from inspect import unwrap
from pathlib import Path
from queue import Empty
from typing import TYPE_CHECKING, Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import List, Unicode

from analysis import footprint

if TYPE_CHECKING:
    from ipykernel.kernelapp import IPKernelApp

NAME = "ucj"
STACK = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.extensions.storemagic",
    "analysis.chapters",
    "analysis.coverage",
    "analysis.figures",
    "analysis.reliability",
    "analysis.sentences",
    "analysis.trends",
    "babel.dates",
    "babel.numbers",
    "frictionless",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "matplotlib.backends.backend_svg",
    "matplotlib.pyplot",
    "openpyxl",
    "pandas.io.formats.csvs",
    "rich.progress",
    "seaborn",
    "sqlite3",
    "statsmodels.api",
    "tornado.platform.asyncio",
    "typer",
)
"""What the server imports: what kernels and notebooks use, but for the command.

The command looks at its terminal when it is imported.
"""

CAN_FORK = hasattr(os, "fork") and sys.platform != "darwin"
QUIET = ("--log-level=CRITICAL", "--HistoryManager.hist_file=:memory:")
SETTINGS = {
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    # As many processes as processors run already; one thread each also gives the same last digit
    # on every machine.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
SECONDS_TO_END = 5


class Client(AsyncKernelClient):
    """Talks to a kernel that only it talks to."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Wait until the kernel answers, and what it prints arrives.

        The library then waits a fifth of a second more, in case the kernel has something to say to
        somebody else.

        Raises
        ------
        RuntimeError
            If the kernel dies, or the time has passed.
        """
        end = time.monotonic() + (timeout or math.inf)
        while time.monotonic() < end:
            self.kernel_info()
            with suppress(Empty):
                await self.shell_channel.get_msg(timeout=1)
                await self.iopub_channel.get_msg(timeout=0.2)
                return
            if not await self._async_is_alive():
                raise RuntimeError("The kernel died before it was ready.")
        raise RuntimeError(f"The kernel was not ready after {timeout} seconds.")


class FreshKernel(AsyncKernelManager):
    """A kernel that is this very Python in a fresh interpreter.

    A kernel installed elsewhere under a common name, or a reader's start-up files, could otherwise
    run the notebooks with other packages.

    Attributes
    ----------
    folder
        Where the kernel keeps its files. What a notebook leaves among temporary files lies there
        too, and goes with it.
    watched
        Folders whose files are noted when they are read (see :mod:`analysis.footprint`).
    """

    folder = Unicode().tag(config=True)
    watched = List(Unicode()).tag(config=True)
    client_factory = Client
    # As they are before the library adds a hundredth of a second for its own tests.
    start_kernel = unwrap(AsyncKernelManager.start_kernel)
    shutdown_kernel = unwrap(AsyncKernelManager.shutdown_kernel)

    @property
    def kernel_spec(self) -> KernelSpec:
        """How the kernel is started."""
        own = dict.fromkeys(("IPYTHONDIR", "TMPDIR", "TEMP", "TMP"), self.folder)
        watch = (str(Path(self.folder, footprint.LOG)), self.watched)
        first = f"__import__({footprint.__name__!r}, fromlist=['']).watch{watch!r}"
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", *QUIET]
        command.append(f"--IPKernelApp.exec_lines={first}")
        return KernelSpec(argv=command, display_name=NAME, language="python", env=own | SETTINGS)


class ForkedKernel(FreshKernel):
    """A kernel that is a copy of a server's process.

    Attributes
    ----------
    server
        Address of the server.
    """

    server = Unicode().tag(config=True)

    async def _async_pre_start_kernel(self, **options: Any) -> tuple[list[str], dict[str, Any]]:
        if self.provisioner is None:
            self.provisioner = ForkProvisioner(
                server=self.server,
                watched=self.watched,
                kernel_spec=self.kernel_spec,
                parent=self,
            )
        return await super()._async_pre_start_kernel(**options)


class ForkProvisioner(LocalProvisioner):
    """Asks a server for a kernel."""

    server = Unicode()
    watched = List(Unicode())
    process: Any  # a Fork in place of a Popen

    async def launch_kernel(self, cmd: list[str], **options: Any) -> KernelConnectionInfo:  # noqa: ARG002
        """Take the kernel that waits; it says itself how it is connected."""
        folder = options.get("cwd") or str(Path.cwd())
        self.process = Fork(self.server, options["env"], folder, self.watched)
        self.pid, self.cwd = self.process.pid, folder
        self.connection_info = self.process.connection_info
        return self.connection_info

    async def cleanup(self, restart: bool = False) -> None:
        """Remove what the kernel kept for itself."""
        await super().cleanup(restart)
        shutil.rmtree(Path(self.connection_info["ip"]).parent, ignore_errors=True)


class Fork:
    """A forked process, with what a provisioner knows of ``subprocess.Popen``."""

    stdin = stdout = stderr = None
    killed = False

    def __init__(
        self, server: str, environment: Mapping[str, str], folder: str, watched: Sequence[str]
    ) -> None:
        self.connection = socket.socket(socket.AF_UNIX)
        asked = {"environment": dict(environment), "folder": folder, "watched": list(watched)}
        answer = b""
        with suppress(ConnectionError):
            self.connection.connect(server)
            self.connection.sendall(json.dumps(asked).encode() + b"\n")
            answer = self.connection.makefile("rb").readline()
        if not answer:
            raise RuntimeError("The process that starts kernels has ended.")
        said = json.loads(answer)
        self.pid: int = said["pid"]
        self.connection_info: KernelConnectionInfo = said["connection"]
        self.connection_info["key"] = said["connection"]["key"].encode()

    def poll(self) -> int | None:
        """Return 0 if the process has ended, else None."""
        return self._ended(0)

    def wait(self) -> int | None:
        """Wait for the end of the process."""
        return self._ended(SECONDS_TO_END)

    def send_signal(self, number: int) -> None:
        """Send a signal to the process and to those that it started."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, number)
            # Nothing can come from it any more; the system clears up after it by itself.
            self.killed = number == signal.SIGKILL

    def kill(self) -> None:
        """End the process."""
        self.send_signal(signal.SIGKILL)

    terminate = kill

    def _ended(self, seconds: float) -> int | None:
        if self.killed:
            return 0
        self.connection.settimeout(seconds)
        try:
            return 0 if self.connection.recv(1) == b"" else None
        except (BlockingIOError, TimeoutError):
            return None
        except ConnectionResetError:
            return 0


@contextmanager
def running_server() -> Iterator[str]:
    """Run a server of kernels and yield its address; empty where kernels cannot be forked.

    It ends with the process that started it, in whatever way that ends.
    """
    if not CAN_FORK:
        yield ""
        return
    # The name of a socket must be short.
    with (
        tempfile.TemporaryDirectory(prefix="ucj-", dir="/tmp") as folder,
        socket.socket(socket.AF_UNIX) as listener,
    ):
        address = str(Path(folder, "server"))
        listener.bind(address)
        listener.listen(os.cpu_count() or 1)
        program = f"from {__name__} import serve; serve({listener.fileno()})"
        with subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            env=os.environ | SETTINGS,
            pass_fds=[listener.fileno()],
        ):
            listener.close()  # else who connects after the server has died would wait for ever
            yield address  # the end of its input, and so of the server, is the end of this block


@cache
def server_of_process() -> str:
    """Return the address of a server that lives as long as this process."""
    kept = ExitStack()
    atexit.register(kept.close)
    return kept.enter_context(running_server())


def serve(descriptor: int) -> None:
    """Import and rehearse, then keep a kernel ready for whoever connects until input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the command
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a kernel ended
    for name in STACK:
        import_module(name)
    with suppress(Exception):  # a notebook meets the same, and can say where
        import_module("analysis.rehearsal").rehearse()
    gc.freeze()  # else the collector of each kernel visits, and so copies, what all share
    gc.set_threshold(20_000)
    with socket.socket(fileno=descriptor) as listener:
        while True:
            waits, taken = os.pipe()
            kernel = os.fork()
            if kernel == 0:
                os.close(waits)
                become_kernel(listener, taken)
            os.close(taken)
            ended = sys.stdin.fileno()
            ready, _, _ = select.select([waits, ended], [], [])
            os.close(waits)
            if ended in ready:
                with suppress(ProcessLookupError):
                    os.kill(kernel, signal.SIGKILL)
                return


def become_kernel(listener: socket.socket, taken: int) -> None:
    """Turn this process, a copy of the server, into a kernel for the next who connects.

    Parameters
    ----------
    listener
        Where clients connect.
    taken
        The end of a pipe; closing it tells the server that the kernel does not wait any more.
    """
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415

    try:
        command = be_alone()
        own = Path(listener.getsockname()).with_name(str(os.getpid()))
        os.environ["IPYTHONDIR"] = str(own)
        application = IPKernelApp.instance()
        try:
            place = ["-f", f"{own}/connection.json", "--transport=ipc", f"--ip={own}/kernel"]
            application.initialize([*place, *QUIET])
        finally:  # after an error too: by the end of the connection the client learns of it
            connection = wait_for_client(listener, command)
            os.close(taken)
        asked = json.loads(connection.makefile("rb").readline())
        threading.Thread(target=end_with, args=[connection], daemon=True).start()
        settle(application, asked)
        info = json.loads((own / "connection.json").read_text(encoding="utf-8"))
        connection.sendall(json.dumps({"pid": os.getpid(), "connection": info}).encode() + b"\n")
        application.start()
    finally:
        os._exit(1)


def be_alone() -> int:
    """Part this process from the server; return what can be read when the command has ended."""
    import numpy as np  # noqa: PLC0415

    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    command = os.dup(0)
    sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115
    os.dup2(sys.stdin.fileno(), 0)
    random.seed()
    np.random.seed()  # noqa: NPY002 - a notebook may use what numpy holds for all
    return command


def wait_for_client(listener: socket.socket, command: int) -> socket.socket:
    """Return the connection of the next who connects; end with the command."""
    ready, _, _ = select.select([listener.fileno(), command], [], [])
    if command in ready:
        os._exit(0)
    connection, _ = listener.accept()
    listener.close()
    os.close(command)
    return connection


def settle(application: IPKernelApp, asked: Mapping[str, Any]) -> None:
    """Give a kernel that waited the environment and the folder of whoever asked for it."""
    import matplotlib as mpl  # noqa: PLC0415

    shell: Any = application.shell
    os.environ.clear()
    os.environ.update(asked["environment"])
    shell.init_environment()
    application.init_gui_pylab()
    # As if both had been imported only now.
    mpl.rcParams["backend"] = os.environ["MPLBACKEND"]
    tempfile.tempdir = None
    os.chdir(asked["folder"])
    footprint.watch(str(Path(os.environ["TMPDIR"], footprint.LOG)), asked["watched"])


def end_with(connection: socket.socket) -> None:
    """End this process when the other end of a connection is closed."""
    with suppress(OSError):
        connection.recv(1)
    os._exit(1)
