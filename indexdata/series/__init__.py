"""A series as it stands at a moment: its rows, newest figures, vintages, comparisons, figures of a release."""
