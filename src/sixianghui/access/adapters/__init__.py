"""The outside world of signing in: providers of identities, each off until it is configured."""
