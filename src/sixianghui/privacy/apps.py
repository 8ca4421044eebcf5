"""Wiring of the room."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """个人信息."""

    name = "sixianghui.privacy"
    label = "privacy"
    verbose_name = "个人信息"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Values that a rotation left behind are sealed anew every hour."""
        from sixianghui.privacy import commands
        from sixianghui.tasks import public as tasks

        tasks.every(hours=1, name="privacy.reseal")(commands.reseal_what_is_left)
