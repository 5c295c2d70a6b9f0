"""Runs a program on given cores and measures the whole process. Standard library only.

The measuring process stays small on purpose: what a child shares with it before it starts counts in the
child's peak memory.
"""

import os
import resource
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Measured:
    """One run."""

    wall_s: float
    cpu_s: float  #: user and system
    peak_mb: float  #: largest resident set
    others_s: float  #: CPU seconds that everything else on the machine used meanwhile
    code: int
    stdout: str
    stderr: str


def cores(count):
    """The last `count` cores that this process may use, as a list for taskset; interrupts like the first."""
    allowed = sorted(os.sched_getaffinity(0))
    if len(allowed) < count:
        raise ValueError(f"{count} cores asked for, {len(allowed)} there")
    return ",".join(str(core) for core in allowed[-count:])


def run(command, count=1, timeout=3600.0, scratch=Path("/tmp")):
    """Runs `command` on `count` cores and threads; its output goes through files, so that nobody waits.

    A run that takes longer than `timeout` seconds is killed; its code is then -9. One that wants more
    than three quarters of the machine's memory is refused it, and fails in its own way.
    """
    threads = {name: str(count) for name in ("RAYON_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")}
    scratch.mkdir(parents=True, exist_ok=True)
    out, err = scratch / "stdout", scratch / "stderr"
    os.sync()  # what an earlier run wrote is not this one's burden
    with out.open("wb") as stdout, err.open("wb") as stderr:
        busy = _busy()
        start = time.perf_counter()
        child = subprocess.Popen(
            ["prlimit", f"--as={_memory()}", "taskset", "-c", cores(count), *map(str, command)],
            stdout=stdout,
            stderr=stderr,
            stdin=subprocess.DEVNULL,
            env=os.environ | threads,
        )
        status, usage = _wait(child, start + timeout)
        wall = time.perf_counter() - start
        busy = _busy() - busy
    cpu = usage.ru_utime + usage.ru_stime
    return Measured(
        wall_s=wall,
        cpu_s=cpu,
        peak_mb=usage.ru_maxrss / 1024.0,
        others_s=max(busy - cpu, 0.0),
        code=os.waitstatus_to_exitcode(status),
        stdout=out.read_text(encoding="utf-8", errors="replace"),
        stderr=err.read_text(encoding="utf-8", errors="replace"),
    )


def _wait(child, deadline):
    """Waits with the child's own resource usage, which `Popen.wait` throws away."""
    pause = 0.0005
    while True:
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            child.returncode = os.waitstatus_to_exitcode(status)
            return status, usage
        if time.perf_counter() > deadline:
            child.kill()
            deadline = float("inf")
        time.sleep(pause)
        pause = min(pause * 1.2, 0.02)


def least_peak_mb():
    """No run's peak can be seen below this one's own: a child begins in its memory."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def _memory():
    """Bytes that a run may map: three quarters of the machine's memory, so that it fails alone."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * 3 // 4


def _busy():
    """CPU seconds that the machine has worked since it started, all cores."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    user, nice, system, _idle, _waiting, interrupts, soft, *_ = map(int, fields)
    return (user + nice + system + interrupts + soft) / os.sysconf("SC_CLK_TCK")
