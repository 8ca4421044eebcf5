"""Wiring of the room."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """通知."""

    name = "sixianghui.notify"
    label = "notify"
    verbose_name = "通知"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Open the channels; send what is due every minute, forget what is old every day; be found on the page “我”."""
        from sixianghui.access import public as access
        from sixianghui.notify import adapters, erasing, kinds, personal, places, queries, receivers, security
        from sixianghui.notify.commands import addresses, forgetting, letters
        from sixianghui.realtime import public as realtime
        from sixianghui.tasks import public as tasks
        from sixianghui.ui import public as ui

        adapters.register()
        kinds.register_kind(addresses.KIND, addresses.LABEL, addresses.WHY, may_unsubscribe=False)
        kinds.register_kind(security.KIND, security.LABEL, security.WHY, may_unsubscribe=False)
        access.security_changed.connect(receivers.something_guarding_changed, dispatch_uid="notify.security")
        personal.register()
        erasing.register()
        realtime.register_topic(queries.TOPIC, adapters.may_listen)
        tasks.every(minutes=1, name="notify.send_due")(letters.send_due)
        tasks.every(days=1, name="notify.forget_old", erases=True)(forgetting.forget_old)
        ui.register_mine(places.mine)
        ui.register_tabs(places.tabs)
