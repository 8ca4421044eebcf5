"""What this is made of, and whether that is in order: `bin/audit`.

bin/audit                    locks, environment, floors, secrets in the repository; exit 1 when something is wrong
bin/audit --sbom FILE        write what is installed as a CycloneDX list
bin/audit --wheel FILE       look into a built wheel: no tests, no source maps, no secrets
bin/audit --online           ask OSV about known faults; without it, or without a network, that is said to be not checked
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
import urllib.error
import urllib.request
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "src"))

from sixianghui import __version__  # noqa: E402
from tools import house, locks  # noqa: E402

OSV = "https://api.osv.dev/v1/querybatch"
#: What an environment has besides: it installs the others.
INSTALLERS = frozenset({"pip", "setuptools", "wheel", "uv", "sixianghui"})
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_SECRETS = {
    "a private key": re.compile(
        r"-----BEGIN (?:RSA |EC |OPENSSH )?PRIVATE " + r"KEY-----\s+[A-Za-z0-9+/=\s]{64}"
    ),
    "a key of a cloud": re.compile(r"\b(?:AKIA|ASIA|LTAI)[A-Z0-9]{12,20}\b"),
    "a token": re.compile(r"\b(?:ghp|gho|ghs|glpat|xox[bp]|sk_live)[-_][A-Za-z0-9]{16,}"),
}
#: A name that promises a secret, and a long text without spaces beside it.
_GIVEN = re.compile(
    r"(?i)\b\w*(?:password|passwd|secret|token|api_?key)\w*\s*[:=]\s*[\"']([A-Za-z0-9+/_=.-]{20,})[\"']"
)
#: Bits for each character: below that it is words, not chance.
_CHANCE = 4.0


def locked(text: str) -> dict[str, tuple[str, list[str]]]:
    """Package → (version, hashes) of a lock, for this platform."""
    found: dict[str, tuple[str, list[str]]] = {}
    name = ""
    for line in text.splitlines():
        if line and not line.startswith(("#", " ")):
            wanted = Requirement(line.rstrip("\\ "))
            fits = wanted.marker is None or wanted.marker.evaluate()
            name = canonicalize_name(wanted.name) if fits else ""
            if name:
                found[name] = (str(wanted.specifier).removeprefix("=="), [])
        elif name and (hashed := _HASH.search(line)):
            found[name][1].append(hashed[1])
    return found


def installed() -> dict[str, str]:
    """Package → version of this environment, without what installs."""
    found = {canonicalize_name(one.metadata["Name"]): one.version for one in distributions()}
    return {name: version for name, version in found.items() if name not in INSTALLERS}


def bundled() -> dict[str, tuple[str, str, str]]:
    """What of other people's is in the scripts that pages load."""
    return locks.bundled((ROOT / "package-lock.json").read_text("utf-8"))


def differences(lock: dict[str, tuple[str, list[str]]], here: dict[str, str]) -> list[str]:
    """Where the environment is not what the lock says."""
    wrong = [
        f"{name} {version} is installed and not locked" for name, version in here.items() if name not in lock
    ]
    for name, (version, _hashes) in lock.items():
        if here.get(name) != version:
            wrong.append(f"{name}: locked {version}, installed {here.get(name, 'not at all')}")
    return sorted(wrong)


def bill(here: dict[str, str], lock: dict[str, tuple[str, list[str]]]) -> dict[str, Any]:
    """The list of what is installed and of what the pages' scripts hold, as CycloneDX 1.6; the same for the same
    environment."""
    licences = {
        canonicalize_name(one.metadata["Name"]): one.metadata.get("License-Expression")
        for one in distributions()
    }
    components = []
    for name, version in sorted(here.items()):
        one: dict[str, Any] = {
            "type": "library", "name": name, "version": version, "bom-ref": f"pkg:pypi/{name}@{version}",
            "purl": f"pkg:pypi/{name}@{version}",
        }  # fmt: skip
        if licences.get(name):
            one["licenses"] = [{"expression": licences[name]}]
        if name in lock:
            one["properties"] = [
                {"name": "sixianghui:locked-sha256", "value": text} for text in sorted(lock[name][1])
            ]
        components.append(one)
    for name, (version, licence, digest) in bundled().items():
        components.append({
            "type": "library", "name": name, "version": version, "bom-ref": f"pkg:npm/{name}@{version}",
            "purl": f"pkg:npm/{name}@{version}", "licenses": [{"expression": licence}],
            "hashes": [{"alg": "SHA-512", "content": digest}],
        })  # fmt: skip
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": {"type": "application", "name": "sixianghui", "version": __version__}},
        "components": components,
    }  # fmt: skip


def secrets_in(name: str, text: str) -> Iterator[str]:
    """Each thing in a text that looks like a secret, by its line, never by what it is."""
    for what, pattern in _SECRETS.items():
        for found in pattern.finditer(text):
            yield f"{name}:{text.count(chr(10), 0, found.start()) + 1}: {what}"
    for found in _GIVEN.finditer(text):
        if chance(found[1]) >= _CHANCE:
            yield f"{name}:{text.count(chr(10), 0, found.start()) + 1}: a text like a password"


def chance(text: str) -> float:
    """Shannon's entropy, in bits for each character."""
    counts = Counter(text)
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values())


def in_repository() -> list[str]:
    """What looks like a secret in the files that git knows."""
    return [
        line
        for name in house.files()
        for line in secrets_in(name, (ROOT / name).read_text("utf-8", errors="replace"))
    ]


def in_wheel(names: Iterable[tuple[str, str]]) -> list[str]:
    """What a wheel must not hold: (name, text) of each of its files."""
    wrong = []
    for name, text in names:
        if re.search(r"(?:^|/)(?:tests?|\.git|node_modules)/|\.map$|\.sqlite3$|\.env$|/secrets/", name):
            wrong.append(f"{name} does not belong into a release")
        if "sourceMappingURL" in text and name.endswith((".js", ".css")):
            wrong.append(f"{name} names a source map")
        wrong += secrets_in(name, text)
    return wrong


def wheel_files(path: Path) -> Iterator[tuple[str, str]]:
    """The files of a wheel."""
    with zipfile.ZipFile(path) as wheel:
        for name in wheel.namelist():
            yield name, wheel.read(name).decode("utf-8", errors="replace")


def known_faults(here: dict[str, str], *, online: bool) -> tuple[str, bool]:
    """A line about known faults, and whether there are some. What was not asked is not called clean."""
    asked = [("PyPI", name, version) for name, version in here.items()]
    asked += [("npm", name, version) for name, (version, _licence, _hash) in bundled().items()]
    unasked = f"known faults: not checked: {len(asked)} packages"
    if not online:
        return f"{unasked} (--online asks OSV)", False
    queries = [
        {"package": {"ecosystem": place, "name": name}, "version": version} for place, name, version in asked
    ]
    request = urllib.request.Request(
        OSV, json.dumps({"queries": queries}).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            results = json.load(answer)["results"]
    except (OSError, ValueError, KeyError) as error:
        return f"{unasked} ({type(error).__name__})", False
    bad = [
        f"{name} {version}: {', '.join(one['id'] for one in result['vulns'])}"
        for (_place, name, version), result in zip(asked, results, strict=True)
        if result.get("vulns")
    ]
    return "\n".join(
        [f"known faults: {len(asked)} packages checked, {len(bad)} with known faults", *bad]
    ), bool(bad)


def main() -> int:
    """Ask what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sbom", type=Path)
    parser.add_argument("--wheel", type=Path)
    parser.add_argument("--online", action="store_true")
    asked = parser.parse_args()
    here = installed()
    texts = {name: (ROOT / name).read_text("utf-8") for name in locks.LOCKS}
    lock = locked(texts["requirements-dev.lock"])
    if asked.sbom:
        asked.sbom.write_text(
            json.dumps(bill(here, lock), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
    if set(here) <= set(locked(texts["requirements.lock"])):  # an environment for running alone
        lock = locked(texts["requirements.lock"])
    wrong = [
        *locks.faults((ROOT / "pyproject.toml").read_text("utf-8"), texts),
        *differences(lock, here),
        *in_repository(),
    ]
    if asked.wheel:
        wrong += in_wheel(wheel_files(asked.wheel))
    line, faulty = known_faults(here, online=asked.online)
    print("\n".join([*wrong, f"{len(here)} packages, {len(wrong)} things wrong", line]))
    return int(bool(wrong) or faulty)


if __name__ == "__main__":
    sys.exit(main())
