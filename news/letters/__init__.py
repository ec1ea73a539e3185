"""Letters to readers and staff, and which of them a member of staff wants."""
