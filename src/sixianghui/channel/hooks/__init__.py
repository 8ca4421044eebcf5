"""What the channel registers with Wagtail: each module says one thing; `wagtail_hooks` imports them."""
