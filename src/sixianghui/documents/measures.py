"""The measures of GB/T 9704-2012, each with its article. Millimetres unless a name says points."""

from __future__ import annotations

#: A4 (5.1).
PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
#: 天头 37 ± 1, 订口 28 ± 1 (5.2.1).
TOP, LEFT = 37.0, 28.0
#: 版心: 156 × 225 (5.2.1). What is left over is the right and the lower margin.
AREA_WIDTH, AREA_HEIGHT = 156.0, 225.0
RIGHT = PAGE_WIDTH - LEFT - AREA_WIDTH
BOTTOM = PAGE_HEIGHT - TOP - AREA_HEIGHT
#: 22 lines of 28 characters that fill the area (5.2.3).
ROWS, CELLS = 22, 28
#: 三号 for everything without a size of its own (5.2.2); 二号 the title (7.3.1); 四号 imprint and page number (7.4, 7.5).
SIZE_3_PT, SIZE_2_PT, SIZE_4_PT = 16.0, 22.0, 14.0
#: 小四, which is common in tables; the standard gives no size.
SIZE_TABLE_PT = 12.0
#: 五号, where a table has many columns.
SIZE_NARROW_PT = 10.5
#: Upper edge of the area to upper edge of the issuers' name (7.2.4); 上行文 apart.
HEAD_TOP = 35.0
#: The red line stands so far below the number and is as wide as the area (7.2.7).
LINE_BELOW_NUMBER = 4.0
#: The standard gives no height for the red line; this is that of the imprint's outer lines.
RED_LINE = 0.35
#: Outer and inner lines of the imprint (7.4.1).
THICK_LINE, THIN_LINE = 0.35, 0.25
#: Lower edge of the area to the dash beside the page number (7.5).
NUMBER_BELOW = 7.0
#: The largest name in a red head; the standard asks for “醒目、美观、庄重” and gives no size (7.2.4).
HEAD_LARGEST_PT = 48.0

POINT = 25.4 / 72
#: One character's width and one line's height, so that 28 and 22 of them fill the area exactly.
CELL_PT = AREA_WIDTH / POINT / CELLS
ROW_PT = AREA_HEIGHT / POINT / ROWS
