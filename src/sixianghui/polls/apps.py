"""Wiring of the room."""

from django.apps import AppConfig


class PollsConfig(AppConfig):
    """小调查."""

    name = "sixianghui.polls"
    label = "polls"
    verbose_name = "小调查"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Cards, places, figures, personal data, and counting every minute what is over."""
        from sixianghui.polls import cards, commands, figures, personal, places
        from sixianghui.tasks import public as tasks
        from sixianghui.ui import public as ui

        ui.register_cards(cards.cards)
        ui.register_desks(places.desks)
        figures.register()
        personal.register()
        tasks.every(minutes=1, name="polls.close_due")(commands.close_due)
