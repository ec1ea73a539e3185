"""From stored rich text to what readers see."""
