"""Wiring of the room."""

from django.apps import AppConfig


class WechatConfig(AppConfig):
    """公众号."""

    name = "sixianghui.wechat"
    label = "wechat"
    verbose_name = "公众号"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hand the room's figures to the ledger."""
        from sixianghui.wechat import figures, personal

        figures.register()
        personal.register()
