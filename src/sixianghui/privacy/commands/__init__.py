"""Writes of the room, by noun."""

from sixianghui.privacy.commands.keys import (
    clean_keys,
    renew_master_key,
    reseal,
    reseal_what_is_left,
    rotate_keys,
)

__all__ = ["clean_keys", "renew_master_key", "reseal", "reseal_what_is_left", "rotate_keys"]
