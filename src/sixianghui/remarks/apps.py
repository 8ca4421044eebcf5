"""Wiring of the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemarksConfig(AppConfig):
    """评论."""

    name = "sixianghui.remarks"
    label = "remarks"
    verbose_name = "评论"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Cards, desks, figures, topics, messages, personal data, and what is done by the hour and by the day."""
        from sixianghui.notify import public as notify
        from sixianghui.realtime import public as realtime
        from sixianghui.remarks import (
            cards,
            commands,
            desks,
            figures,
            limits,
            links,
            personal,
            receivers,
        )
        from sixianghui.tasks import public as tasks
        from sixianghui.ui import public as ui

        figures.register()
        personal.register()
        realtime.register_topic("remarks", receivers.may_listen)
        ui.register_mine(links.mine)
        realtime.register_topic("remarks-desk", receivers.may_follow_desk)
        ui.register_cards(cards.cards)
        ui.register_desks(desks.desks)
        notify.register_kind(
            "remarks.decided", _("评论的处理"), _("你写的评论没有放出来，或者申诉有了答复。")
        )
        notify.register_kind(
            "remarks.unmasked",
            _("有人查看评论是谁写的"),
            _("你是审计员或安全管理员，有人查看评论背后的人，你要知道。"),
            may_unsubscribe=False,
        )
        tasks.every(days=1, name="remarks.forget", erases=True)(commands.forget_old)
        tasks.every(hours=1, name="remarks.forget_buckets")(limits.forget)
