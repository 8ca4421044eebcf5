"""Wiring of the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    """个人信息."""

    name = "sixianghui.privacy"
    label = "privacy"
    verbose_name = "个人信息"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Routines, figures, the room's own entries in the register, and what it tells people."""
        from sixianghui.notify import public as notify
        from sixianghui.privacy import commands, erasing, figures, links, personal, queries
        from sixianghui.realtime import public as realtime
        from sixianghui.tasks import public as tasks
        from sixianghui.ui import public as ui

        tasks.every(hours=1, name="privacy.reseal")(commands.reseal_what_is_left)
        tasks.every(hours=1, name="privacy.drop_old_copies")(commands.drop_old_copies)
        tasks.every(hours=1, name="privacy.note_erased")(commands.note_erased)
        tasks.every(days=1, name="privacy.forget", erases=True)(commands.forget_old)
        personal.register()
        erasing.register()
        figures.register()
        ui.register_foot(links.foot)
        ui.register_mine(links.mine)
        ui.register_desks(links.desks)
        ui.register_cards(links.cards)
        realtime.register_topic("copy", queries.may_follow)
        why = _("因为你提过关于个人信息的请求。")
        notify.register_kind(commands.ANSWERED, _("个人信息请求的答复"), why)
        notify.register_kind(commands.READY, _("个人信息副本做好了"), why)
        notify.register_kind(
            commands.TOLD, _("个人信息泄露的告知"), _("因为事情可能涉及你的个人信息，依法要告诉你。"), False
        )
