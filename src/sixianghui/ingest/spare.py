"""Whether a core is free for a smaller picture: measured, not guessed."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

#: Seconds of a picture that are made for the trial, and how many times faster than it lasts that has to go: a real
#: picture moves more than the trial's, and everybody else wants to live too.
_TRIAL, _TIMES = 2, 4.0
#: How much of a core must have been idle in the last moments.
_IDLE = 0.9


async def spare_core(program: str) -> bool:
    """Make two seconds of a smaller picture, if the machine is idle enough, and see how long that takes."""
    if (os.cpu_count() or 1) < 2 or await idle_cores() < 1 + _IDLE:
        return False
    began = time.monotonic()
    try:
        process = await asyncio.create_subprocess_exec(
            program, "-v", "error", "-nostdin", "-f", "lavfi", "-i", f"testsrc2=s=1280x720:r=25:d={_TRIAL}",
            "-vf", "scale=852:480", "-c:v", "libx264", "-preset", "veryfast", "-threads", "1", "-f", "null", "-",
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            async with asyncio.timeout(_TRIAL):
                return await process.wait() == 0 and time.monotonic() - began < _TRIAL / _TIMES
        except TimeoutError:
            process.kill()
            await process.wait()
            return False
    except OSError:
        return False


async def idle_cores(seconds: float = 0.5) -> float:
    """How many cores did nothing in the next moment. Nought where the system does not say."""
    before = _idle_ticks()
    await asyncio.sleep(seconds)
    after = _idle_ticks()
    if before is None or after is None:
        return 0.0
    return (after - before) / os.sysconf("SC_CLK_TCK") / seconds


def _idle_ticks() -> int | None:
    try:
        words = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()
    except OSError:
        return None
    return int(words[4]) + int(words[5])
