"""What no file of this repository may hold: forbidden words, a registry's address, a path of somebody's machine.

python tools/house.py           exit 1 and name each place
python tools/house.py --long    name the files that have grown past 400 lines (a warning)

Every pattern is spelt in parts, so that this file does not match itself.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 400
#: Lock files hold hashes and no addresses, so that any mirror works.
LOCKS = ("package-lock.json", "requirements.lock", "requirements-dev.lock")
ADDRESS = re.compile(
    r"(?:index-url|find-links|registry)[\s=:\"]+https?" + r"://" + r'|"resol' + r'ved":|\s@\s+https?' + r"://"
)
PATTERNS = {
    "where packages are downloaded from": ADDRESS,
    "a path of this machine": re.compile("/" + r"(?:work|root|home/\w+|Users/\w+)" + r"/[\w.]"),
    "a word about points and rankings": re.compile(
        r"\b(?:"
        + "|".join(
            (
                "leader" + "board",
                "st" + "reaks?",
                "check" + "ins?_count",
                "badge" + "_level",
                "online" + "_time",
            )
        )
        + r")\b",
        re.I,
    ),
    "a note to do something later": re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b"),
}
#: Text that is data, or that somebody else wrote.
SKIPPED = re.compile(r"\.(?:lock|png|jpe?g|webp|ico|woff2?|mo|svg|zip|gz)$|^LICENSE$|^package-lock\.json$")


def files() -> list[str]:
    """The files that git knows or would add."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [
        name
        for name in done.stdout.split("\0")
        if name and (ROOT / name).is_file() and not SKIPPED.search(name)
    ]


def faults(name: str, text: str) -> list[str]:
    """Each forbidden thing in a text, with its line."""
    return [
        f"{name}:{number}: {what}: {found[0]}"
        for number, line in enumerate(text.splitlines(), start=1)
        for what, pattern in PATTERNS.items()
        if (found := pattern.search(line))
    ]


def main() -> int:
    """Look at every file."""
    texts = {name: (ROOT / name).read_text(encoding="utf-8", errors="replace") for name in files()}
    if "--long" in sys.argv[1:]:
        for name, text in texts.items():
            if name.endswith((".py", ".ts", ".css")) and (lines := text.count("\n")) > LONGEST:
                print(f"warning: {name} has {lines} lines; split it by noun")
        return 0
    found = [fault for name, text in texts.items() for fault in faults(name, text)]
    found += [
        f"{name}: {one[0]}" for name in LOCKS for one in ADDRESS.finditer((ROOT / name).read_text("utf-8"))
    ]
    print("\n".join(found))
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
