"""Rosters as workbooks: opening, reading, judging, planning, marking, writing. Touches no table; see the README."""
