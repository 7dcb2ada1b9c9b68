"""Kernels forked from one process that imported everything once, where the system allows it.

Four kernels that import pandas and scikit-learn each cost 2 CPU seconds more apiece. Elsewhere than
on Linux, or where anything goes wrong, `Warm.process` is None and a kernel starts as usual.
"""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from analysis.build.warm_server import STATUS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

READY_SECONDS = 60.0
_LAUNCHER = "ipykernel_launcher"


class Warm:
    """The server of one build; starts at once, is waited for when the first kernel is wanted."""

    def __init__(self, folder: Path, *, environment: Mapping[str, str], cwd: Path) -> None:
        self.path = folder / "warm"
        self._lock = threading.Lock()
        self._usable: bool | None = None if sys.platform == "linux" else False
        self._server = self._start(environment, cwd) if self._usable is None else None

    def _start(self, environment: Mapping[str, str], cwd: Path) -> subprocess.Popen[bytes] | None:
        command = [sys.executable, "-P", "-m", "analysis.build.warm_server", str(self.path)]
        try:
            return subprocess.Popen(  # noqa: S603 - our own module
                command,
                env=dict(environment),
                cwd=cwd,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # a Ctrl-C is for the build to handle
            )
        except OSError:
            return None

    def usable(self) -> bool:
        """Wait until the server is ready; False where there is none, or it failed."""
        with self._lock:  # several threads ask; one reads the line
            if self._usable is None:
                self._usable = self._is_ready()
            return self._usable

    def _is_ready(self) -> bool:
        if self._server is None or self._server.stdout is None:
            return False
        ready, _, _ = select.select([self._server.stdout], [], [], READY_SECONDS)
        return bool(ready) and self._server.stdout.readline() == b"ready\n"

    def process(self, argv: list[str], *, env: Mapping[str, str], log: int) -> ForkedProcess | None:
        """Fork a kernel with the arguments of `ipykernel_launcher`; None where that fails."""
        if not self.usable():
            return None
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(str(self.path))
            request = json.dumps({"argv": argv, "env": dict(env)}).encode()
            socket.send_fds(connection, [request], [log])
            return ForkedProcess(STATUS.unpack(connection.recv(STATUS.size))[0], connection)
        except (OSError, ValueError):
            connection.close()
            return None

    def close(self) -> None:
        """End the server; kernels that are left end with it."""
        server, self._server, self._usable = self._server, None, False
        if server is None:
            return
        server.kill()  # it holds nothing that would have to be put in order
        server.communicate()


class ForkedProcess:
    """What jupyter_client asks of a process, for one that is our server's child."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, connection: socket.socket) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._connection = connection

    def poll(self) -> int | None:
        """Say how it ended; None while it runs."""
        if self.returncode is None and select.select([self._connection], [], [], 0)[0]:
            message = self._connection.recv(STATUS.size)
            self.returncode = STATUS.unpack(message)[0] if message else -9
            self._connection.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end.

        Raises  subprocess.TimeoutExpired after `timeout` seconds.
        """
        if self.returncode is None and not select.select([self._connection], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired(_LAUNCHER, timeout or 0)
        return self.poll() or 0

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it runs."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it."""
        self.send_signal(9)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(15)


class WarmProvisioner(LocalProvisioner):
    """Launch a kernel by a fork of the warm server, else as usual."""

    warm: Warm | None = None

    async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:  # noqa: ANN401 - as there
        """Launch the kernel of `cmd`; returns its connection."""
        at = cmd.index(_LAUNCHER) if _LAUNCHER in cmd else -1
        log, env = options.get("stdout"), options.get("env") or {}
        if self.warm is None or at < 0 or log is None:
            return await super().launch_kernel(cmd, **options)
        forked = self.warm.process(cmd[at + 1 :], env=env, log=log.fileno())
        if forked is None:
            return await super().launch_kernel(cmd, **options)
        self.process = forked  # type: ignore[assignment]
        self.pid = self.pgid = forked.pid
        return self.connection_info
