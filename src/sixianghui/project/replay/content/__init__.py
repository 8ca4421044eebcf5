"""The demo's articles. Nothing here is copied from anywhere; every person in them is invented."""
