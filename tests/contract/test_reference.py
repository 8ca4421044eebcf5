"""Pages that are generated are current; what they list is complete; links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sixianghui.access.posts import GRANTS
from sixianghui.ledger.public import all_figures
from sixianghui.project.config import PREFIX, SETTINGS
from tests.contract.house import ROOT
from tools import reference

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")


@pytest.mark.sqlite
def test_generated_pages_when_compared_then_are_current() -> None:
    assert reference.stale() == []


def test_settings_when_read_then_each_is_explained_in_both_languages() -> None:
    page = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    assert [one.name for one in SETTINGS if f"| `{PREFIX}{one.name}` |" not in page] == []
    assert [
        one.name for one in SETTINGS if not re.search("[\u4e00-\u9fff]", one.zh) or not one.en.isascii()
    ] == []


def test_figures_when_registered_then_each_has_its_page_entry() -> None:
    page = (ROOT / "docs/reference/figures.md").read_text(encoding="utf-8")
    assert [one.name for one in all_figures() if f"## `{one.name}` " not in page] == []


def test_actions_when_granted_then_each_has_its_column() -> None:
    page = (ROOT / "docs/reference/permissions.md").read_text(encoding="utf-8")
    assert [g.action for grants in GRANTS.values() for g in grants if f" `{g.action}` |" not in page] == []


def test_licences_when_listed_then_are_those_of_the_lock_and_known() -> None:
    page = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    listed = [row for row in re.findall(r"^\| (\S+) \| (\S+) \| (.+) \|$", page, re.M) if row[1] != "version"]
    named = {name for name, _ in reference.locked(ROOT / "requirements.lock")}
    assert [(name, version) for name, version, _ in listed if name in named] == reference.locked(
        ROOT / "requirements.lock"
    )
    assert [name for name, _, licence in listed if re.search(r"AGPL|UNKNOWN|Proprietary", licence)] == []


def test_licence_when_a_package_is_unknown_then_is_an_error() -> None:
    with pytest.raises(LookupError, match="no-such-package"):
        reference.licence_of("no-such-package")


def dead_links(path: Path, text: str) -> list[str]:
    """Relative links of a Markdown page that lead nowhere."""
    targets = [first or second for first, second in _LINK.findall(text)]
    local = [one.split("#")[0] for one in targets if not re.match(r"[a-z]+:|#|/", one)]
    return [f"{path.name} → {one}" for one in local if one and not (path.parent / one).exists()]


def test_links_when_followed_then_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("src/**/*.md")]
    assert [link for page in pages for link in dead_links(page, page.read_text(encoding="utf-8"))] == []


def test_links_when_one_is_dead_then_is_found(tmp_path: Path) -> None:
    text = "[a](gone.md) [b](#here) [c](mailto:x@example.org) ![d](gone.png) [e](page.md#part)"
    (tmp_path / "page.md").write_text(text)
    assert dead_links(tmp_path / "page.md", text) == ["page.md → gone.md", "page.md → gone.png"]


def alike(folder: Path) -> list[list[str]]:
    """Pictures of one folder that are the same to the byte: whoever took them did not see what they are called after."""
    by_bytes: dict[bytes, list[str]] = {}
    for path in sorted(folder.glob("*.png")):
        by_bytes.setdefault(path.read_bytes(), []).append(path.name)
    return [names for names in by_bytes.values() if len(names) > 1]


def test_screens_when_looked_at_then_each_shows_something_else(tmp_path: Path) -> None:
    assert alike(ROOT / "docs" / "screens") == []
    for name in ("ledger.png", "plan.png"):  # the control
        (tmp_path / name).write_bytes(b"the door, not the room")
    assert alike(tmp_path) == [["ledger.png", "plan.png"]]
