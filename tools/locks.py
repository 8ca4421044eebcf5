"""The locks say which pyproject.toml they were made from: requirements.lock and requirements-dev.lock.

python tools/locks.py --check    exit 1 when pyproject.toml asks for other packages than the locks were made for
python tools/locks.py --stamp    write the mark into both locks (done by bin/lock)
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
_MARK = re.compile(r"^# made from pyproject\.toml ([0-9a-f]{16})\n")
_ADDRESS = re.compile(r"https?://|--(?:extra-)?index-url|--find-links")


def wanted(pyproject: str) -> str:
    """A digest of what pyproject.toml asks for: Python, packages, groups."""
    parsed = tomllib.loads(pyproject)
    project = parsed["project"]
    asked = [
        project["requires-python"],
        project["dependencies"],
        project["optional-dependencies"],
        parsed["dependency-groups"],
    ]
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]


def bundled(package_lock: str) -> dict[str, tuple[str, str, str]]:
    """npm package → (version, licence, SHA-512 in hexadecimal) of those whose code is in the scripts that pages load;
    the others only build them."""
    packages = json.loads(package_lock)["packages"]
    found = {}
    for name in sorted(packages[""]["dependencies"]):
        one = packages[f"node_modules/{name}"]
        found[name] = (
            one["version"],
            one["license"],
            base64.b64decode(one["integrity"].removeprefix("sha512-")).hex(),
        )
    return found


def faults(pyproject: str, locks: dict[str, str]) -> list[str]:
    """What is wrong with the locks."""
    found = []
    for name, text in locks.items():
        mark = _MARK.match(text)
        if mark is None or mark[1] != wanted(pyproject):
            found.append(f"{name} was made from another pyproject.toml: run bin/lock")
        if _ADDRESS.search(text):
            found.append(f"{name} holds an address")
        if any(
            "==" in line and not line.rstrip().endswith("\\")
            for line in text.splitlines()
            if not line.startswith(("#", " "))
        ):
            found.append(f"{name} has a package without a hash")
    return found


def main() -> int:
    """Check or stamp."""
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    locks = {name: (ROOT / name).read_text(encoding="utf-8") for name in LOCKS}
    if "--stamp" in sys.argv[1:]:
        for name, text in locks.items():
            bare = _MARK.sub("", text)
            (ROOT / name).write_text(
                f"# made from pyproject.toml {wanted(pyproject)}\n{bare}", encoding="utf-8"
            )
        return 0
    found = faults(pyproject, locks)
    print("\n".join(found))
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
