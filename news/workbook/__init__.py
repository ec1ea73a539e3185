"""Articles as a workbook and back: their newest content in rows, what was changed there read again as drafts.

Reading compares three ways: what a cell said when it was exported, what it says now, and what the article says now. A cell
that nobody touched changes nothing, whatever happened to the article meanwhile; where both changed, a person decides.
"""

from .carrying_out import ChangedMeanwhileError, carry_out
from .columns import COLUMNS
from .exporting import TooLargeError, export
from .planning import read

__all__ = ["COLUMNS", "ChangedMeanwhileError", "TooLargeError", "carry_out", "export", "read"]
