"""What of the old site keeps answering: its addresses (`rules`) and the table that data packages read (`table`)."""
