"""Someone links WeChat on a phone and comes in by it, through the real product and a stand-in of WeChat."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.adapters.access.stand_in import SECRET, StandIn, environ
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.deep, pytest.mark.xdist_group("browser")]
Opens = Callable[..., Page]
COMMAND = [sys.executable, "-m", "sixianghui.project.cli"]
A_MEMBER = """
import django; django.setup()
from sixianghui.access.public import create_account
create_account(username="zhang", name="张样例", is_sample=False, actor=None)
"""


@dataclass
class RealSite:
    """A site without demo, with one member who has just been given a link."""

    address: str
    link: str


@pytest.fixture(scope="module")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealSite]:
    stand_in = StandIn().start()
    folder: Path = tmp_path_factory.mktemp("real") / "data"
    (folder / "secrets").mkdir(mode=0o700, parents=True)
    for name in ("weixin", "weixin_inside", "wecom", "dingtalk", "feishu"):
        (folder / "secrets" / f"{name}_secret").write_text(SECRET)
        (folder / "secrets" / f"{name}_secret").chmod(0o600)
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SIXIANGHUI_", "DJANGO_", "TESTS_"))
    }
    env = {
        **kept, **environ(stand_in), "SIXIANGHUI_DATA": str(folder), "SIXIANGHUI_PORT": "0", "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "sixianghui.project.settings",
    }  # fmt: skip
    site = subprocess.Popen(
        [*COMMAND, "serve", "--empty"], env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert site.stdout is not None
    said = ""
    while "http://" not in said:
        line = site.stdout.readline()
        assert line, said
        said += line
    subprocess.run([sys.executable, "-c", A_MEMBER], env=env, check=True)
    told = subprocess.run(
        [*COMMAND, "link", "zhang"], env=env, check=True, text=True, capture_output=True
    ).stdout
    found = re.search(r"http\S+", told)
    assert found is not None
    yield RealSite((folder / "run" / "address").read_text().strip().rstrip("/"), found[0])
    site.terminate()
    site.wait(30)
    stand_in.stop()


def test_wechat_when_linked_on_a_phone_then_lets_in_without_a_password(
    real_site: RealSite, open_page: Opens
) -> None:
    page = open_page(PHONE)
    page.goto(real_site.link)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("设新密码")
    page.goto(real_site.address + "/account/")
    page.get_by_role("button", name=re.compile("^连上\\s?微信$")).click()
    page.get_by_role("link", name="张样例").click()
    expect(page.get_by_text("连上了，以后可以用微信登录。")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^断开\\s?微信$"))).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    later = open_page(PHONE)
    later.goto(real_site.address + "/sign-in/?next=/account/")
    for button in later.get_by_role("button", name=re.compile("^用.+登录$")).all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    later.get_by_role("button", name="用微信登录").click()
    later.get_by_role("link", name="张样例").click()
    expect(later.get_by_role("heading", level=1)).to_have_text("登录与安全")


def test_wechat_when_nobody_here_is_linked_then_says_what_to_do_beside_the_password(
    real_site: RealSite, open_page: Opens
) -> None:
    page = open_page(PHONE, script=False)
    page.goto(real_site.address + "/sign-in/")
    page.get_by_role("button", name="用微信登录").click()
    page.get_by_role("link", name="李样例").click()
    expect(page.get_by_text("这个微信还没有连到账号。")).to_be_visible()
    expect(page.get_by_label("密码")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
