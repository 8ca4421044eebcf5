"""思享汇: a working year of a city's internet-industry Party committee, recorded once and counted honestly."""

__version__ = "0.1.0"
