"""What browsers and systems are called."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_NAMES = {
    "wecom": gettext_lazy("企业微信"),
    "wechat": gettext_lazy("微信"),
    "dingtalk": gettext_lazy("钉钉"),
    "feishu": gettext_lazy("飞书"),
    "edge": "Edge",
    "firefox": "Firefox",
    "chrome": "Chrome",
    "safari": "Safari",
    "harmonyos": gettext_lazy("鸿蒙"),
    "android": gettext_lazy("安卓手机"),
    "iphone": "iPhone",
    "ipad": "iPad",
    "windows": gettext_lazy("Windows 电脑"),
    "macos": gettext_lazy("苹果电脑"),
    "linux": gettext_lazy("Linux 电脑"),
}


def in_words(code: str) -> str:
    """`edge/windows` in words: “Windows 电脑上的 Edge”."""
    browser, _slash, system = code.partition("/")
    names = {"browser": _NAMES.get(browser, ""), "system": _NAMES.get(system, "")}
    if names["browser"] and names["system"]:
        return _("%(system)s上的 %(browser)s") % names
    return str(names["browser"] or names["system"] or _("不认识的浏览器"))
