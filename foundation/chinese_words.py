"""Chinese text in words: the dictionary takes long to load, so the first who cuts loads it, or a server before it answers."""


def cut(text: str, unknown: bool = True) -> list[str]:
    """Return a text in its words, nothing left out; `unknown` also tells words that the dictionary has not by their signs."""
    import rjieba  # heavy: commands and most workers cut no text

    return rjieba.cut(text, unknown)
