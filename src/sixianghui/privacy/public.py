"""What other rooms may use of privacy: keys changed from the command line, and erasing again after a restore."""

from sixianghui.privacy.commands import clean_keys, erase_again, renew_master_key, reseal, rotate_keys

__all__ = ["clean_keys", "erase_again", "renew_master_key", "reseal", "rotate_keys"]
