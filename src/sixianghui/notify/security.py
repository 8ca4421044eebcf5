"""Notices about what guards an account. They go out at once, at night too, and cannot be stopped."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KIND = "access.security"
LABEL = _("账号安全")
WHY = _("你的账号有了变化。不管是不是你自己改的，都告诉你一声。")


class Words(NamedTuple):
    """A notice: what happened, and what to do if it was somebody else."""

    title: str | Promise
    text: str | Promise


#: By the code with which `access` says what changed.
_KNOWN = {
    "password": Words(
        _("你的密码改了"),
        _(
            "你的密码刚刚改了，别的设备上的登录都已退出。如果不是你本人改的，请马上请安全管理员发一个新的登录链接，重新设密码。"
        ),
    ),
    "link": Words(
        _("安全管理员给你发了新的登录链接"),
        _(
            "安全管理员刚刚为你做了一个新的登录链接，以前没用过的链接都作废了。如果你没有请人做，请马上告诉安全管理员。"
        ),
    ),
    "second-step:add_app": Words(
        _("你的账号加了验证器"),
        _(
            "登录的第二步刚刚加了一个验证器，别的设备上的登录都已退出。如果不是你本人加的，请马上改密码，并请安全管理员重置第二步。"
        ),
    ),
    "second-step:remove_app": Words(
        _("你的账号去掉了验证器"),
        _(
            "登录的第二步刚刚去掉了验证器，别的设备上的登录都已退出。如果不是你本人去掉的，请马上改密码，并请安全管理员重置第二步。"
        ),
    ),
    "second-step:add_passkey": Words(
        _("你的账号加了通行密钥"),
        _(
            "你的账号刚刚加了一个通行密钥，别的设备上的登录都已退出。如果不是你本人加的，请马上改密码，并请安全管理员重置第二步。"
        ),
    ),
    "second-step:remove_passkey": Words(
        _("你的账号去掉了通行密钥"),
        _(
            "你的账号刚刚去掉了一个通行密钥，别的设备上的登录都已退出。如果不是你本人去掉的，请马上改密码，并请安全管理员重置第二步。"
        ),
    ),
    "second-step:reset": Words(
        _("你的第二步验证重置了"),
        _(
            "经两个人同意，你的验证器、通行密钥和备用码都作废了，登录着的设备也都退出了。下次登录以后，请在“登录与安全”里设一个新的。如果不是你请他们做的，请马上告诉安全管理员。"
        ),
    ),
    "second-step:renew_codes": Words(
        _("你的备用码换了一批"),
        _(
            "你的备用码刚刚换了一批，以前的都作废了。如果不是你本人换的，请马上改密码，并请安全管理员重置第二步。"
        ),
    ),
    "identity:connect": Words(
        _("你的账号连上了新的登录方式"),
        _(
            "刚刚给你的账号连上了一种登录方式（微信、企业微信一类），以后能从那里进来。如果不是你本人连的，请马上在“登录与安全”里断开，改密码，并告诉安全管理员。"
        ),
    ),
    "identity:disconnect": Words(
        _("你的账号断开了一种登录方式"),
        _(
            "你的账号刚刚断开了一种登录方式，别的设备上的登录都已退出。如果不是你本人断开的，请马上改密码，并告诉安全管理员。"
        ),
    ),
}
_OTHER = Words(
    _("你的账号安全设置变了"),
    _(
        "你登录用的某一项刚刚变了。登录以后在“我”里能看到现在的设置。如果不是你本人改的，请马上改密码，并告诉安全管理员。"
    ),
)


def words_for(what: str) -> Words:
    """What to say of a change; of one that is not known here, that there was one."""
    return _KNOWN.get(what, _OTHER)
