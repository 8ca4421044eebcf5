"""`sixianghui found`: the committee, the channel and the first account of a real site."""

from __future__ import annotations

import argparse

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.text import slugify
from pypinyin import lazy_pinyin

from sixianghui.access.public import (
    Account,
    Post,
    create_account,
    make_link,
    open_account,
    take_off_second_step,
)
from sixianghui.channel.public import open_channel, open_column
from sixianghui.common import time
from sixianghui.directory.public import found_committee, found_posts
from sixianghui.project.columns import COLUMNS, SUMMARY
from sixianghui.project.models import Instance
from sixianghui.project.serve import address_of

#: What the first two people hold. A post is asked for by one and granted by another, so there must be two.
CLERK_POSTS = (Post.COMMITTEE_CLERK, Post.CHIEF_EDITOR)
SECURITY_POSTS = (Post.SECURITY_ADMIN,)


def run(arguments: argparse.Namespace) -> int:
    """Found the site and print the one-time links with which the first two choose passwords. 3 if it cannot be done."""
    instance = Instance.objects.first()
    if instance is None or instance.is_demo:
        print("先用 sixianghui serve --empty 建一个空站，再来建立行业党委。演示站不能改成真实的站。")  # noqa: T201
        return 3
    if Account.objects.exists():
        print("这个站已经有账号了。")  # noqa: T201
        return 3
    if arguments.username == arguments.security_username:
        print("工作人员和安全管理员要是两个人：任职由一个人提出，另一个人批。")  # noqa: T201
        return 2
    with translation.override("zh-hans"), transaction.atomic():
        clerk, security = _found(arguments)
        tokens = make_link(clerk), make_link(security)
    _print_link(f"建好了。{clerk.name}用这个链接设置密码", tokens[0])
    _print_link(f"请把这个链接交给安全管理员{security.name}", tokens[1])
    return 0


def link(username: str) -> int:
    """Print a one-time link with which someone chooses a new password. 3 when nobody has that sign-in name."""
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        print(f"没有登录名是 {username} 的账号。")  # noqa: T201
        return 3
    _print_link(f"请把这个链接交给{account.name}，点开就能设新密码", make_link(account))
    return 0


def reset(username: str) -> int:
    """Take off somebody's second step; for whoever runs the machine, when no two people are left who could decide it."""
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        print(f"没有登录名是 {username} 的账号。")  # noqa: T201
        return 3
    with translation.override("zh-hans"):
        take_off_second_step(account)
    print(f"{account.name}的第二步验证已经去掉，登录着的设备都已退出。请他重新登录，设一个新的。")  # noqa: T201
    return 0


def _print_link(words: str, token: str) -> None:
    address = address_of(settings.CONFIG.run) or f"http://127.0.0.1:{settings.CONFIG.port}/"
    print(f"{words}（只用一次，24 小时内有效；从别的机器打开时换成站点的域名）：\n  {address}links/{token}/")  # noqa: T201


def _found(arguments: argparse.Namespace) -> tuple[Account, Account]:
    name = arguments.committee
    slug = slugify("-".join(lazy_pinyin(name)))[:80]
    committee = found_committee(name=name, short_name=name.removesuffix("委员会")[-20:], slug=slug)
    clerk = open_account(username=arguments.username, name=arguments.name)
    security = create_account(
        username=arguments.security_username, name=arguments.security_name, is_sample=False, actor=clerk
    )
    holders = [*((clerk, post) for post in CLERK_POSTS), *((security, post) for post in SECURITY_POSTS)]
    found_posts(holders, unit=committee, since=time.today())
    home = open_channel(title="思享汇", summary=SUMMARY.replace("郑州市互联网行业", ""), by=clerk)
    for column in COLUMNS:
        open_column(home, **column._asdict(), by=clerk)
    return clerk, security
