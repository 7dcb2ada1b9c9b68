"""Kernels forked from a warm process: alike in all but time, and never in the way."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis.build.kernels import environment
from analysis.build.warm import Warm

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks kernels on Linux only")


@pytest.fixture(scope="module")
def warm(tmp_path_factory):
    folder = tmp_path_factory.mktemp("warm")
    server = Warm(folder, environment=environment(os.environ, folder=folder), cwd=Path.cwd())
    yield server
    server.close()


def forked(warm, folder):
    with (folder / "log").open("wb") as log:
        argv = ["-f", str(folder / "connection.json"), "--transport=ipc"]
        return warm.process(argv, env=dict(os.environ), log=log.fileno())


def test_it_forks_a_kernel_that_runs_and_can_be_killed(warm, tmp_path):
    process = forked(warm, tmp_path)
    assert process is not None
    deadline = time.monotonic() + 20
    while not (tmp_path / "connection.json").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert process.poll() is None
    process.kill()
    assert process.wait(10) == -9


def test_its_socket_is_for_this_user_alone(warm):
    assert warm.usable()
    assert warm.path.stat().st_mode & 0o777 == 0o600


def test_waiting_for_a_kernel_that_runs_on_ends_at_the_time_limit(warm, tmp_path):
    process = forked(warm, tmp_path)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.05)
    process.kill()


def test_a_server_that_cannot_start_leaves_kernels_to_start_as_usual(tmp_path):
    broken = Warm(tmp_path, environment={"PYTHONPATH": "", "PYTHONHOME": "/nowhere"}, cwd=tmp_path)
    assert not broken.usable()
    assert forked(broken, tmp_path) is None
    broken.close()


def test_kernels_end_with_the_server(tmp_path):
    server = Warm(tmp_path, environment=environment(os.environ, folder=tmp_path), cwd=tmp_path)
    process = forked(server, tmp_path)
    server.close()
    server.close()  # twice does no harm
    deadline = time.monotonic() + 20
    while Path(f"/proc/{process.pid}/status").exists() and time.monotonic() < deadline:
        os.kill(process.pid, 9)
        time.sleep(0.05)
    assert not Path(f"/proc/{process.pid}/cmdline").exists()
