"""The channel under hostile hands: strings, addresses to fetch, fields that nobody offers."""
