"""Writes of the channel."""

from sixianghui.channel.commands.articles import (
    add_draft,
    copy_article,
    revise,
    write_draft,
)
from sixianghui.channel.commands.columns import (
    open_channel,
    open_column,
    page_moved,
    retire_column,
    set_lead,
)
from sixianghui.channel.commands.contributions import (
    change_contribution,
    contribute,
    send_in,
    take_back_contribution,
)
from sixianghui.channel.commands.groups import (
    derive_groups,
    refresh_groups,
)
from sixianghui.channel.commands.links import (
    end_links,
    forget_links,
    keep_words,
    make_link,
    note_opened,
    revoke_link,
    settle_remark,
    write_remark,
)
from sixianghui.channel.commands.notes import (
    forget_notes,
    settle_note,
    write_note,
)
from sixianghui.channel.commands.relating import (
    file_changed,
    picture_changed,
    relate,
    relate_all,
    unrelate,
)
from sixianghui.channel.commands.releases import (
    finish_reviews,
    page_published,
    page_withdrawn,
    publish_due,
    remember,
    unschedule,
    withdraw_article,
)
from sixianghui.channel.commands.reviews import (
    act,
    begin_reviews,
    check,
    hand_in,
    pass_review,
    return_article,
    reviews_ended,
    sentence_of,
    set_up_reviews,
    submit_article,
)

__all__ = [
    "act",
    "add_draft",
    "begin_reviews",
    "change_contribution",
    "check",
    "contribute",
    "copy_article",
    "derive_groups",
    "end_links",
    "file_changed",
    "finish_reviews",
    "forget_links",
    "forget_notes",
    "hand_in",
    "keep_words",
    "make_link",
    "note_opened",
    "open_channel",
    "open_column",
    "page_moved",
    "page_published",
    "page_withdrawn",
    "pass_review",
    "picture_changed",
    "publish_due",
    "refresh_groups",
    "relate",
    "relate_all",
    "remember",
    "retire_column",
    "return_article",
    "reviews_ended",
    "revise",
    "revoke_link",
    "send_in",
    "sentence_of",
    "set_lead",
    "set_up_reviews",
    "settle_note",
    "settle_remark",
    "submit_article",
    "take_back_contribution",
    "unrelate",
    "unschedule",
    "withdraw_article",
    "write_draft",
    "write_note",
    "write_remark",
]
