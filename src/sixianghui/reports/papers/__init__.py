"""A published report as a file: `make(edition, kind)` gives the bytes of each of `KINDS`. Files are in Chinese."""

from sixianghui.reports.papers.making import KINDS, TYPES, make, name_of, paper_of

__all__ = ["KINDS", "TYPES", "make", "name_of", "paper_of"]
