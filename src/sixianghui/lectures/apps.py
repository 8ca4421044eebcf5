"""Wiring of the room."""

from django.apps import AppConfig


class LecturesConfig(AppConfig):
    """党课."""

    name = "sixianghui.lectures"
    label = "lectures"
    verbose_name = "党课"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Topics, threads, personal data, and counting anew what was left open."""
        from sixianghui.activities import public as activities
        from sixianghui.lectures import (
            cards,
            commands,
            figures,
            notices,
            outlets,
            personal,
            places,
            queries,
            receivers,
            search,
            showing,
        )
        from sixianghui.media import public as media
        from sixianghui.realtime import public as realtime
        from sixianghui.remarks import public as remarks
        from sixianghui.tasks import public as tasks
        from sixianghui.ui import public as ui

        figures.register()
        personal.register()
        notices.register()
        media.register_shower(showing.Shower())
        outlets.register()
        search.register()
        remarks.register_place(
            commands.PLACE,
            receivers.where_threads_hang,
            receivers.may_see_thread,
            numbers=figures.OF_REMARKS,
        )
        remarks.register_moderators(commands.PLACE, queries.moderates_thread)
        realtime.register_topic("lecture", receivers.may_listen)
        realtime.register_topic("watch", receivers.may_watch)
        realtime.register_topic("watch-again", receivers.may_watch_again)
        tasks.every(minutes=1, name="lectures.recount")(commands.recount)
        tasks.every(minutes=1, name="lectures.tell_numbers")(commands.tell_numbers)
        tasks.every(minutes=5, name="lectures.close_talk")(commands.close_talk)
        tasks.every(hours=1, name="lectures.remind")(commands.remind)
        tasks.every(days=1, name="lectures.end_recordings", erases=True)(commands.end_recordings)
        tasks.every(days=1, name="lectures.forget", erases=True)(commands.forget)
        activities.register_recorder(queries.recorded_by_the_room)
        activities.register_pages(receivers.pages)
        ui.register_cards(cards.cards)
        ui.register_desks(places.desks)
        receivers.connect()
