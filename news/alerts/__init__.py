"""Letters about figures: asked for by readers, confirmed by a letter, sent after a release or once a week, ended by one click."""
