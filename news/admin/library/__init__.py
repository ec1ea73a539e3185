"""Pictures and attachments in the admin."""
