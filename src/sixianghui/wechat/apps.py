"""Wiring of the room."""

from django.apps import AppConfig


class WechatConfig(AppConfig):
    """公众号."""

    name = "sixianghui.wechat"
    label = "wechat"
    verbose_name = "公众号"
    default_auto_field = "django.db.models.BigAutoField"
