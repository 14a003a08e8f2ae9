"""A Python process of our own at the end of two pipes: started for one module, killed without mercy."""

from __future__ import annotations

import subprocess
import sys


def start(module: str, *words: object, alone: bool = False) -> subprocess.Popen[bytes]:
    """``python -m module words…``, its standard input and output as pipes.

    ``alone``: in a process group of its own, where the system has such.
    """
    # -P: the folder we stand in may hold a stranger's kg/ or api/.
    return subprocess.Popen(  # noqa: S603 our own module, no shell
        [sys.executable, "-P", "-m", module, *map(str, words)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        process_group=0 if alone and sys.platform != "win32" else None,
    )


def end(process: subprocess.Popen[bytes] | None) -> None:
    """Kill the process, if any, close its pipes and reap it."""
    if process is None:
        return
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            try:
                stream.close()
            except OSError:
                continue
    process.wait()
