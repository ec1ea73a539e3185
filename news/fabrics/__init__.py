"""Popular fabrics and choosing among them."""
