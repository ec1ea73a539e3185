"""The library of pictures and files: what is taken in, the sizes pictures are served in, their upkeep."""
