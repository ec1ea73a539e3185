"""Reader comments: taking them in, showing them in threads, deciding about them, forgetting who wrote them."""
