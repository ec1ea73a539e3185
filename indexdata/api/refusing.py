"""Parameters that are refused: each with a sentence, for people and for programs."""


class BadParameter(Exception):
    """One or more parameters are not understood; `sentences` maps their names to what is wrong."""

    def __init__(self, sentences: dict[str, str]):
        super().__init__(" ".join(f"{name}: {sentence}" for name, sentence in sentences.items()))
        self.sentences = sentences

    @property
    def parameters(self) -> list[dict[str, str]]:
        """Return what a problem document says of them."""
        return [{"name": name, "detail": sentence} for name, sentence in self.sentences.items()]

    @classmethod
    def of_validation(cls, errors):
        """Return the refusal for what pydantic found; the last part of a place is the parameter's name."""
        return cls({str(error["loc"][-1]): sentence_of(error) for error in errors})


def sentence_of(error) -> str:
    """Return what is wrong with a value as a sentence."""
    if error["type"] in ("enum", "literal_error"):
        expected = error["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
        return f"Choose one of {expected}."
    return f"{error['msg'].rstrip('.')}."
