"""Wiring of the room."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """个人信息."""

    name = "sixianghui.privacy"
    label = "privacy"
    verbose_name = "个人信息"
    default_auto_field = "django.db.models.BigAutoField"
