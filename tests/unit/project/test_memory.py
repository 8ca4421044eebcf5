"""Threads share heaps."""

from __future__ import annotations

import subprocess
import sys

import pytest

#: Six threads hold something of the C library's at one time; then it says how many heaps it has.
_SIX_THREADS = """
import ctypes, sys, threading
from sixianghui.project import memory
if sys.argv[1] == "share":
    assert memory.share_heaps()
library = ctypes.CDLL(None)
library.malloc.restype = library.fopen.restype = ctypes.c_void_p
library.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
library.fclose.argtypes = [ctypes.c_void_p]
barrier = threading.Barrier(6)
def hold():
    barrier.wait()
    library.malloc(5000)
    barrier.wait()
threads = [threading.Thread(target=hold) for _ in range(6)]
for one in threads: one.start()
for one in threads: one.join()
told = library.fopen(b"/dev/stdout", b"w")
library.malloc_info(0, told)
library.fclose(told)
"""


def _heaps(word: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", _SIX_THREADS, word], capture_output=True, text=True, check=True
    )
    return done.stdout.count("<heap nr=")


@pytest.mark.skipif(sys.platform != "linux", reason="another C library")
def test_threads_when_heaps_are_shared_then_have_two_among_them_and_otherwise_many() -> None:
    assert _heaps("share") <= 2
    assert _heaps("not") > 2  # the control
