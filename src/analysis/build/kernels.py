"""The kernels of one run: which Python, in which folder, with what environment, and their end."""

from __future__ import annotations

import os
import signal
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from analysis.build.warm import Warm, WarmProvisioner

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping

    from analysis.build.warm import ForkedProcess

    Process = subprocess.Popen[bytes] | ForkedProcess

_WARM_FROM = 3  # kernels; fewer gain nothing from importing everything first
_SOCKET_PATH = 100  # bytes; the system allows 107 for the whole path of a socket
_PACKAGE_ROOT = Path(__file__).parents[2]
# -P and ignore_cwd: a file pandas.py among someone's texts must not be imported
_COMMAND = (
    *(sys.executable, "-P", "-m", "ipykernel_launcher", "-f", "{connection_file}"),
    "--InteractiveShell.ignore_cwd=True",
)
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

_HOME = "home"  # of the kernels of a run, in its folder


class Kernels:
    """Every kernel of a run, so that all can be ended at once.

    folder : of the run; connection files, sockets and logs go there
    working_folder : where the notebooks look for the corpus
    wanted : how many there will be; from three on they are forked from one that is warm
    """

    def __init__(self, folder: Path, *, working_folder: Path, wanted: int = 1) -> None:
        self.folder = folder
        self.working_folder = working_folder
        self.environment = environment(os.environ, folder=folder)
        # where its parent is missing IPython makes a folder of its own in /tmp, and leaves it there
        (folder / _HOME).mkdir(exist_ok=True)
        self.processes: dict[str, Process] = {}
        self.stopped = False
        many = wanted >= _WARM_FROM
        self.warm = Warm(folder, environment=self.environment, cwd=working_folder) if many else None

    def manager_class(self, name: str) -> type[RunKernelManager]:
        """Make the class of the one kernel `name`: papermill takes a class, never an object."""
        return type("OneKernelManager", (RunKernelManager,), {"kernels": self, "label": name})

    def add(self, name: str, process: Process) -> None:
        """Take note of a kernel that was started, perhaps too late."""
        self.processes[name] = process
        if self.stopped:
            _kill(process)

    def stop(self) -> None:
        """Kill every kernel, and each that is still to start."""
        self.stopped = True
        for process in list(self.processes.values()):
            _kill(process)

    def close(self) -> None:
        """End the process that kernels are forked from."""
        if self.warm is not None:
            self.warm.close()

    def returncode(self, name: str) -> int | None:
        """Say how a kernel ended; None where it never ran or runs still."""
        process = self.processes.get(name)
        return process.poll() if process else None


def _kill(process: Process) -> None:
    """Kill a kernel and what it started: each leads a session of its own."""
    if process.poll() is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:  # so young that it leads no session yet
            process.kill()


class RunKernelManager(AsyncKernelManager):
    """Start `sys.executable`, whatever kernels are installed, in the place of the run."""

    kernels: Kernels
    label: str

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - the traits of jupyter_client
        file = self.kernels.folder / f"{self.label}.json"
        # ipc has no ports to race for and no listener; its socket is named after this file
        short = len(os.fsencode(file)) < _SOCKET_PATH
        transport = "ipc" if short else "tcp"
        super().__init__(**options, connection_file=str(file), transport=transport)

    async def _async_pre_start_kernel(self, **options: Any) -> Any:  # noqa: ANN401 - as there
        if self.provisioner is None:
            self.provisioner = WarmProvisioner(
                kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self
            )
            self.provisioner.warm = self.kernels.warm
        return await super()._async_pre_start_kernel(**options)

    @property
    def kernel_spec(self) -> KernelSpec:
        """The kernel of this very Python, installed as a kernel or not."""
        return KernelSpec(argv=list(_COMMAND), display_name="Python 3", language="python")

    async def _async_launch_kernel(self, kernel_cmd: list[str], **options: Any) -> None:  # noqa: ANN401 - as there
        place = self.kernels
        with (place.folder / f"{self.label}.log").open("wb") as log:
            options |= {"env": dict(place.environment), "cwd": str(place.working_folder)}
            await super()._async_launch_kernel(kernel_cmd, **options, stdout=log, stderr=log)
        if isinstance(self.provisioner, LocalProvisioner) and self.provisioner.process:
            place.add(self.label, self.provisioner.process)


def environment(base: Mapping[str, str], *, folder: Path) -> dict[str, str]:
    """Make the environment of a kernel: the same numbers and figures for every user.

    One thread for linear algebra (sums in another order are other sums); no profile, start-up file
    or plotting style of the user; `analysis` from where this code is.
    """
    private = {
        name: str(folder / _HOME / name.lower())
        for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    }
    threads = dict.fromkeys(_THREADS, "1")
    kept = {name: value for name, value in base.items() if name != "MPLBACKEND"}
    return {**kept, **private, **threads, **_plotting_style(), **_search_path(base)}


def _plotting_style() -> dict[str, str]:
    spec = find_spec("matplotlib")  # finds, does not import
    if spec is None or spec.origin is None:
        return {}
    return {"MATPLOTLIBRC": str(Path(spec.origin).parent / "mpl-data" / "matplotlibrc")}


def _search_path(base: Mapping[str, str]) -> dict[str, str]:
    if _PACKAGE_ROOT.name in ("site-packages", "dist-packages"):
        return {}  # found anyway; named here it would come before the standard library
    return {
        "PYTHONPATH": os.pathsep.join(filter(None, [str(_PACKAGE_ROOT), base.get("PYTHONPATH")]))
    }
