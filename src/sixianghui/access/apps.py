"""Wiring of the room."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """权限."""

    name = "sixianghui.access"
    label = "access"
    verbose_name = "权限"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Sessions have rows, whatever way somebody came in; what is old is forgotten every hour."""
        from allauth.mfa import signals as mfa
        from django.contrib.auth import signals

        from sixianghui.access import erasing, personal, places, receivers
        from sixianghui.access.adapters import ways
        from sixianghui.access.commands import housekeeping
        from sixianghui.tasks import public as tasks
        from sixianghui.ui import public as ui

        signals.user_logged_in.connect(receivers.someone_came_in, dispatch_uid="access.came_in")
        signals.user_logged_out.connect(receivers.someone_went, dispatch_uid="access.went")
        mfa.authentication_failed.connect(receivers.a_code_was_wrong, dispatch_uid="access.wrong_code")
        tasks.every(days=1, name="ui.forget_intents")(ui.forget_intents)
        tasks.every(hours=1, name="access.forget_old")(housekeeping.forget_old)
        ui.register_mine(places.mine)
        ui.register_desks(places.desks)
        ui.register_cards(places.cards)
        personal.register()
        erasing.register()
        ways.register()
