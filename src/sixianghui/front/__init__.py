"""The front door: HTTP, the page cache, files and the way to `app`. Imports no Django."""
