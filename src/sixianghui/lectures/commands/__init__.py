"""Writes of lectures."""

from sixianghui.lectures.commands.airing import (
    activity_called_off,
    begin,
    end,
)
from sixianghui.lectures.commands.door import (
    arrival_key,
    arrive,
    note_heads,
    note_registered,
    registered_key,
    take_back_arrival,
)
from sixianghui.lectures.commands.hall import (
    cancel,
    change_heads,
    register,
    remind,
)
from sixianghui.lectures.commands.keeping import (
    erase_of,
    forget,
)
from sixianghui.lectures.commands.materials import (
    add_file,
    add_link,
    remove_material,
    remove_poster,
    set_poster,
)
from sixianghui.lectures.commands.picture import bring_picture, picture_came, set_stream
from sixianghui.lectures.commands.planning import (
    KIND,
    PLACE,
    Wanted,
    change_lecture,
    lock,
    plan_lecture,
)
from sixianghui.lectures.commands.talk import (
    close_talk,
    come_to,
    finish_answer,
    mark_answered,
    require_part,
    say_notice,
    second,
    take_back_notice,
    tell_numbers,
    unmark,
    unsecond,
)
from sixianghui.lectures.commands.telling import (
    TAG,
    purge,
    tell,
)
from sixianghui.lectures.commands.watching import (
    count_days,
    count_stays,
    record_watching,
    recount,
)

__all__ = [
    "KIND",
    "PLACE",
    "TAG",
    "Wanted",
    "activity_called_off",
    "add_file",
    "add_link",
    "arrival_key",
    "arrive",
    "begin",
    "bring_picture",
    "cancel",
    "change_heads",
    "change_lecture",
    "close_talk",
    "come_to",
    "count_days",
    "count_stays",
    "end",
    "erase_of",
    "finish_answer",
    "forget",
    "lock",
    "mark_answered",
    "note_heads",
    "note_registered",
    "picture_came",
    "plan_lecture",
    "purge",
    "record_watching",
    "recount",
    "register",
    "registered_key",
    "remind",
    "remove_material",
    "remove_poster",
    "require_part",
    "say_notice",
    "second",
    "set_poster",
    "set_stream",
    "take_back_arrival",
    "take_back_notice",
    "tell",
    "tell_numbers",
    "unmark",
    "unsecond",
]
