"""The outside world of signing in: what allauth asks of us, and the providers of identities."""
