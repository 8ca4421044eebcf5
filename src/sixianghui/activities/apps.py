"""Wiring of the room."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ActivitiesConfig(AppConfig):
    """活动."""

    name = "sixianghui.activities"
    label = "activities"
    verbose_name = "活动"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Kinds after every migration, personal data."""
        from sixianghui.activities import figures, personal, receivers

        figures.register()
        personal.register()
        post_migrate.connect(receivers.migrated, sender=self, dispatch_uid="activities.migrated")
