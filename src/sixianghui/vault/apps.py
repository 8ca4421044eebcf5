"""Wiring of the room."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """密钥."""

    name = "sixianghui.vault"
    label = "vault"
    verbose_name = "密钥"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The room stands in its own register."""
        from sixianghui.vault import erasing, personal

        personal.register()
        erasing.register()
