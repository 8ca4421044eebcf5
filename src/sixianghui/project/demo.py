"""`sixianghui demo links`: one-time sign-in links for the demo roles."""

from __future__ import annotations

from django.conf import settings

from sixianghui.access.public import Account, make_link
from sixianghui.project.models import Instance
from sixianghui.project.replay import command
from sixianghui.project.serve import address_of
from sixianghui.workbench.public import posts_in_words


def welcome() -> int:
    """What follows a start: on a demo, play what is left of the replay and print the links; else say how to begin."""
    instance = Instance.objects.first()
    if instance is None:
        return 3
    if not instance.is_demo:
        if not Account.objects.exists():
            _say(
                "这是一个空站。另开一个终端，建立行业党委和最初的两个人（职务由一个人提，另一个人批）：\n"
                f"  sixianghui found --data {settings.CONFIG.data} --committee 行业党委全称 \\\n"
                "    --name 工作人员姓名 --username 登录名 --security-name 安全管理员姓名 --security-username 登录名\n"
                "在检出目录里，命令是 .venv/bin/sixianghui。"
            )
        return 0
    if instance.replay_done_at is None:
        _say(f"正在把 2018 年的半年放一遍，进度见 {_address()}replay/")
        command.run(instance.replay, check=False, report=None)
    return links()


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def _address() -> str:
    return address_of(settings.CONFIG.run) or f"http://127.0.0.1:{settings.CONFIG.port}/"


def links() -> int:
    """Print a new link for each sample account; 3 when this is no demo or nobody serves it."""
    if not Instance.objects.filter(is_demo=True).exists():
        _say("这不是演示站，没有演示角色。")
        return 3
    address = _address()
    _say("\n演示角色的登录链接（只在本机有效，一次，24 小时）：")
    for account in Account.objects.filter(is_sample=True, is_active=True).order_by("pk"):
        held = "，".join(f"{one.unit.short_name} {one.post}" for one in posts_in_words(account))
        _say(f"  {account.name}　{held}\n    {address}links/{make_link(account)}/")
    return 0
