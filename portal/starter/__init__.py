"""First-run content: read and validated from `portal/starter_content/`, loaded once."""
