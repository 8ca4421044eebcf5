"""Wiring of the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    """建议与投诉."""

    name = "sixianghui.complaints"
    label = "complaints"
    verbose_name = "建议与投诉"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Cards, places, figures, messages, handovers, personal data, and what is done by the hour and by the day."""
        from sixianghui.complaints import (
            cards,
            commands,
            figures,
            limits,
            open_work,
            personal,
            places,
            receivers,
            search,
        )
        from sixianghui.directory import public as directory
        from sixianghui.notify import public as notify
        from sixianghui.tasks import public as tasks
        from sixianghui.ui import public as ui

        ui.register_cards(cards.cards)
        ui.register_desks(places.desks)
        ui.register_mine(places.mine)
        ui.register_foot(places.foot)
        figures.register()
        personal.register()
        search.register()
        directory.register_open_work("complaints", open_work.find, open_work.hold, open_work.move)
        directory.appointment_changed.connect(
            receivers.posts_changed, dispatch_uid="complaints.posts_changed"
        )
        notify.register_kind("complaints.answered", _("来信的答复"), _("你署名写了信，答复了就告诉你。"))
        notify.register_kind("complaints.waiting", _("等我答复的信"), _("一封信交到了你手上，要由你答复。"))
        tasks.every(hours=1, name="complaints.reassign")(commands.reassign)
        tasks.every(hours=1, name="complaints.forget_attempts")(limits.forget)
        tasks.every(days=1, name="complaints.forget", erases=True)(commands.forget_old)
