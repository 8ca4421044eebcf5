"""What other rooms may use of privacy."""

from sixianghui.privacy.commands import clean_keys, renew_master_key, reseal, rotate_keys

__all__ = ["clean_keys", "renew_master_key", "reseal", "rotate_keys"]
