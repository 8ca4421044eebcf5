"""What nginx writes down of those who come, with the files of `deploy/`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.nginx import free_port, nginx, program
from tests.faults.operations.test_nginx_falls import ADDRESSES, two_fronts
from tests.faults.operations.test_nodes import changes, over_tls

#: Addresses that are keys, and acts of people who may want to be nobody.
UNTOLD = (
    "/links/k3y0fs0me0ne/",
    "/en/links/k3y0fs0me0ne/",
    "/review/k3y0fs0me0ne/",
    "/messages/stop/k3y0fs0me0ne/",
    "/activities/feeds/k3y0fs0me0ne.ics",
    "/streams/abcdefgh23456789abcd/live-picture.m3u8",
    "/streams/abcdefgh23456789abcd/abcdefgh23456789abcd.m4s",
    "/complaints/",
    "/complaints/receipt/",
    "/en/letters/write/",
    "/burdens/",
    "/polls/abc/answer/",
)
WRITES_ALL = {"log sixianghui if=$sixianghui_told;": "log combined;"}

pytestmark = pytest.mark.skipif(not program(), reason="no nginx on this machine")


def written(folder: Path, name: str, more: dict[str, str]) -> list[str]:
    """The lines of the log, after all of these were asked for and two pages that anybody may be seen at."""
    tls = free_port()
    with two_fronts() as ports:
        told = changes(folder, ports, tls=tls, plain=free_port(), addresses=ADDRESSES[name])
        with nginx(folder, name, told | more):
            for path in ("/units/", "/search/?q=%E8%AF%8D", *UNTOLD):
                assert over_tls(tls, path)[0] == 200
    return (folder / "sixianghui.log").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_log_of_nginx_when_people_come_then_it_has_no_key_no_word_sought_and_nobody_who_wrote_or_voted(
    name: str, tmp_path: Path
) -> None:
    seen = [line.split("] ")[1].split()[:3] for line in written(tmp_path, name, {})]
    assert seen == [["GET", "/units/", "200"], ["GET", "/search/", "200"]]


def test_log_of_nginx_when_written_as_nginx_does_by_itself_then_it_has_all_of_that(tmp_path: Path) -> None:
    """The control."""
    lines = "\n".join(written(tmp_path, "nginx/sixianghui-m.conf", WRITES_ALL))
    assert all(path in lines for path in (*UNTOLD, "/search/?q=%E8%AF%8D"))
