"""RTMP, as far as an encoder that sends needs it. Nothing here opens a socket: bytes go in, messages and answers come out."""


class Malformed(Exception):
    """What came is not RTMP, or more of it than we take. Its text never holds anything of what came."""
