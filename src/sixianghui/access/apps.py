"""Wiring of the room."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """权限."""

    name = "sixianghui.access"
    label = "access"
    verbose_name = "权限"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Old links and failed sign-ins are forgotten every hour; the register and allauth learn what we have."""
        from sixianghui.access import commands, erasing, personal
        from sixianghui.access.adapters import ways
        from sixianghui.tasks import public as tasks
        from sixianghui.ui import public as ui

        tasks.every(hours=1, name="access.forget_old")(commands.forget_old)
        tasks.every(days=1, name="ui.forget_intents")(ui.forget_intents)
        personal.register()
        erasing.register()
        ways.register()
