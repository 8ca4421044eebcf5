"""The list of the erased beside the archives: here, elsewhere, and neither."""

from __future__ import annotations

from pathlib import Path

import pytest

from sixianghui.operations import erased_list, keys
from sixianghui.operations.arrangement import Arrangement
from sixianghui.operations.rules import ERASED_LIST
from sixianghui.operations.sealing import Damaged


def arranged(tmp_path: Path, *, offsite: bool) -> Arrangement:
    for name in ("here", "elsewhere"):
        (tmp_path / name).mkdir()
    keys.make(tmp_path / "key")
    there = tmp_path / "elsewhere" if offsite else None
    return Arrangement(tmp_path, tmp_path / "here", tmp_path / "key", offsite=there)


def test_lists_when_they_lie_here_and_elsewhere_then_whoever_stands_on_either_is_named(
    tmp_path: Path,
) -> None:
    arrangement = arranged(tmp_path, offsite=True)
    assert erased_list.listed_beside(arrangement) == set()
    for folder, digests in (("here", {"aa"}), ("elsewhere", {"aa", "bb"})):
        (tmp_path / folder / ERASED_LIST).write_bytes(erased_list.sealed(digests, arrangement.key_file))
    assert erased_list.listed_beside(arrangement) == {"aa", "bb"}


def test_list_when_somebody_wrote_on_it_without_the_key_then_is_refused(tmp_path: Path) -> None:
    arrangement = arranged(tmp_path, offsite=False)
    (tmp_path / "here" / ERASED_LIST).write_text('{"key": "x"}')
    with pytest.raises(Damaged):
        erased_list.listed_beside(arrangement)
