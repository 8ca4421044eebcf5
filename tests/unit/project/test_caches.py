"""The site's cache where its folder takes nothing: no page fails for it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.filebased import FileBasedCache
from django.utils.module_loading import import_string

from sixianghui.project import settings as product
from sixianghui.project.caches import Forgiving


@pytest.fixture(autouse=True)
def _nothing_said_yet() -> Iterator[None]:
    Forgiving._is_said = False
    yield
    Forgiving._is_said = False


def of_the_product(folder: Path) -> BaseCache:
    """A cache as the product's settings name it."""
    made = import_string(str(product.CACHES["default"]["BACKEND"]))(str(folder), {})
    assert isinstance(made, BaseCache)
    return made


def unusable(tmp_path: Path) -> Path:
    """Where a folder should be, there is a file: root too can write nothing below it."""
    place = tmp_path / "cache"
    place.touch()
    return place


def test_value_when_the_folder_takes_nothing_then_it_is_not_kept_and_one_line_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="sixianghui.project.caches"):
        cache = of_the_product(unusable(tmp_path))
        for _ in range(3):
            cache.set("paths", ["/"])
            assert cache.get("paths", "none") == "none"
            cache.add("paths", ["/"])
            assert cache.get_or_set("paths", lambda: ["/new/"]) == ["/new/"]
    assert len(caplog.records) == 1


def test_value_when_the_folder_takes_it_again_then_it_is_kept_and_the_next_fault_is_said_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    place = unusable(tmp_path)
    with caplog.at_level(logging.WARNING, logger="sixianghui.project.caches"):
        cache = of_the_product(place)
        place.unlink()
        cache.set("paths", ["/"])
        assert cache.get("paths") == ["/"]
        cache.clear()
        place.rmdir()
        place.touch()
        cache.set("paths", ["/"])
    assert len(caplog.records) == 2


def test_control_when_it_is_django_s_own_then_it_fails(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        FileBasedCache(str(unusable(tmp_path)), {}).set("paths", ["/"])
