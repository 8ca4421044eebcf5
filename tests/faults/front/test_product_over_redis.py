"""The product itself with Redis: what `app` says reaches its front, and its front begins anew when Redis does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.adapters.front.harness import wait_for
from tests.faults.house import House
from tests.redis_server import RedisServer

pytestmark = [pytest.mark.deep, pytest.mark.redis, pytest.mark.sqlite]

_PURGE = "import django; django.setup(); from sixianghui.ui.public import purge_now; purge_now('units')"


def figure(house: House, name: str) -> int:
    found = re.search(rf"^sixianghui_front_{name} (\d+)$", house.get("/metrics")[1].decode(), re.M)
    return int(found[1]) if found else 0


def caches(house: House) -> bool:
    """Is a page answered from the cache?"""
    house.get("/units/")
    before = figure(house, "cache_hits_total")
    house.get("/units/")
    return figure(house, "cache_hits_total") == before + 1


def test_page_when_purged_by_another_process_then_is_made_anew_and_redis_may_be_killed(
    product_environ: dict[str, str], tmp_path: Path
) -> None:
    with RedisServer(tmp_path) as redis:
        environ = {**product_environ, "SIXIANGHUI_REDIS_URL": redis.url}
        with House(environ) as house:
            wait_for(lambda: caches(house))
            misses = figure(house, "cache_misses_total")
            subprocess.run([sys.executable, "-c", _PURGE], env=environ, check=True)
            assert house.get("/units/")[0] == 200
            assert figure(house, "cache_misses_total") + figure(house, "cache_refreshes_total") > misses
            redis.kill()
            wait_for(lambda: not caches(house))
            assert house.get("/units/")[0] == 200
            redis.start()
            wait_for(lambda: caches(house))
            assert figure(house, "cache_losses_total") >= 2
