"""A process that has imported what notebooks need, and forks a ready kernel on request.

Started by `analysis.build.warm` as ``python -m analysis.build.warm_server SOCKET``; ends when its
standard input closes, that is, with the build. Threads do not survive a fork, so nothing may be
done here before one that could start a thread. Linux only.

A request is JSON, {"argv": [...], "env": {...}}, with the descriptor of a log; the answer is the
kernel's process id, and later its exit status.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import struct
import sys
from importlib import import_module
from pathlib import Path

MODULES = (
    *("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "pandas", "pyarrow"),
    *("matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg"),
    *("sklearn.feature_extraction.text", "sklearn.cluster", "wordfreq", "wordfreq.tokens"),
    *("analysis.charts", "analysis.concordance", "analysis.corpus", "analysis.display"),
    *("analysis.findings", "analysis.frequency", "analysis.keyness", "analysis.overview"),
    *("analysis.periods", "analysis.sentiment", "analysis.terms", "analysis.topics"),
)
SURVIVES_FORK = "jemalloc_bg_thd"  # of pyarrow's allocator, which starts it anew in the child
STATUS = struct.Struct("i")
_REQUEST = 1 << 20  # bytes


def main() -> None:
    """Import, say that we are ready, and serve until the build is gone."""
    for name in MODULES:
        import_module(name)
    import_module("analysis.corpus.language").detect(["A text, to have the model read once."])
    if not _alone():
        sys.exit("a module started a thread at import: kernels cannot be forked")
    gc.collect()
    gc.freeze()  # what all kernels share stays shared
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(sys.argv[1])
        Path(sys.argv[1]).chmod(0o600)
        server.listen(16)
        print("ready", flush=True)  # noqa: T201 - the build reads it
        _serve(server)


def _alone() -> bool:
    """Ask whether this process has one thread, but for those that survive a fork."""
    tasks = Path("/proc/self/task").glob("*/comm")
    return sum(task.read_text().strip() != SURVIVES_FORK for task in tasks) == 1


def _serve(server: socket.socket) -> None:
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    kernels: dict[int, socket.socket] = {}
    while True:
        ready, _, _ = select.select([server, woken, sys.stdin], [], [])
        if sys.stdin in ready:
            return
        if woken in ready:
            os.read(woken, 4096)
        _tell_ends(kernels)
        if server in ready:
            pid, connection = _fork(server, [woken, wake, *(s.fileno() for s in kernels.values())])
            kernels[pid] = connection


def _tell_ends(kernels: dict[int, socket.socket]) -> None:
    """Send the status of each kernel that ended to whoever asked for it."""
    for pid in list(kernels):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            with kernels.pop(pid) as connection:
                try:
                    connection.sendall(STATUS.pack(os.waitstatus_to_exitcode(status)))
                except OSError:
                    continue  # the build no longer asks


def _fork(server: socket.socket, not_for_kernels: list[int]) -> tuple[int, socket.socket]:
    connection, _ = server.accept()
    message, (log,), _, _ = socket.recv_fds(connection, _REQUEST, 1)
    request = json.loads(message)
    pid = os.fork()
    if pid == 0:
        for descriptor in [server.fileno(), connection.fileno(), *not_for_kernels]:
            os.close(descriptor)
        _become_kernel(request["argv"], request["env"], log)
    os.close(log)
    connection.sendall(STATUS.pack(pid))
    return pid, connection


def _become_kernel(argv: list[str], env: dict[str, str], log: int) -> None:
    """Turn this fork into a kernel as `ipykernel_launcher` would have been."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.environ.clear()
        os.environ.update(env)
        sys.argv = ["ipykernel_launcher", *argv]
        from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415 - imported long ago

        IPKernelApp.launch_instance(argv=argv)
        status = 0
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
