"""Parts of the old site that keep answering: its addresses (`rules`) and the table that data packages read (`table`)."""
