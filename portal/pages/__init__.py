"""Pages that span news and figures: home, the menu, site maps."""
