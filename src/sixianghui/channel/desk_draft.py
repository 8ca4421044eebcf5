"""Wiring: what is typed at the desk outlives a lost network, a closed tab and a session that ended."""

from __future__ import annotations

from django.utils.html import format_html, json_script
from django.utils.translation import gettext as _
from django_vite.templatetags.django_vite import vite_asset_url
from wagtail import hooks


@hooks.register("insert_editor_js")
def keep_what_is_typed() -> str:
    """Our island, and its words in the editor's language."""
    return format_html(
        '{}<script type="module" src="{}"></script>',
        json_script(words(), "desk-draft-words"),
        vite_asset_url("islands/desk-draft.ts"),
    )


def words() -> dict[str, str]:
    """What it says."""
    return {
        "offline": _("现在连不上，写的先存在这台电脑上。接着写就行，连上以后自动存。"),
        "full": _("现在连不上，这个浏览器也存不下了。请先把写的复制出来。"),
        "invalid": _("有一处填得不对，还没有存到网上；写的先存在这台电脑上。"),
        "locked": _("这篇稿子锁上了，存不进去；写的先存在这台电脑上。"),
        "session": _("没有存上，可能是登录到时了。写的先存在这台电脑上：在新窗口登录，再回来点“再存一次”。"),
        "stillOut": _("还没有登录。在新窗口登录以后，再回来点“再存一次”。"),
        "signIn": _("去登录"),
        "resend": _("再存一次"),
        "left": _("这里有一份没存上的稿子，是 %s 写的。"),
        "more": _("还有 %s 份更早的。"),
        "restore": _("恢复"),
        "discard": _("丢掉"),
        "beside": _("对照着看"),
        "conflict": _("你打开以后，别人或者另一个窗口存过一版。你写的还在这里，谁的也没有被盖掉。"),
        "useMine": _("把我这份存成新的一版"),
        "useTheirs": _("看那一版"),
        "here": _("这台电脑上的"),
        "there": _("网上现在的"),
    }
