"""Clauses while they are read: what one has said so far, and what the passage said before it."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from indexdata.arithmetic.periods import Period
from indexdata.enums import Frequency

from .claim import Move, Reference, Span
from .tokens import Kind, Token

#: Tokens behind which a reference belongs to something else.
CLAUSE_ENDS = frozenset(
    [Kind.NUMBER, Kind.BREAK, Kind.OPEN, Kind.CLOSE, Kind.STOP, Kind.ASKS, Kind.LINK, Kind.LIVE]
)


@dataclass(frozen=True)
class Issue:
    """The issue that a text is about."""

    period: Period
    frequency: Frequency


@dataclass
class Clause:
    """A clause that is being read, by what it has said so far."""

    names: tuple[str, ...] = ()
    known: bool = False  # the subject can be told
    named_here: bool = False
    joined: bool = False  # a link stands before what comes next
    quiet: bool = True  # nothing unknown stands between the name (or the beginning) and here
    attached: bool = False  # the name is the end of a longer word
    either: bool = False  # of several names one is meant
    move: Token | None = None
    noun: bool = False
    negated: bool = False
    nearly: bool = False
    reference: Reference | None = None
    each: bool = False
    article: bool = False
    bound: int = 0
    level: bool = False
    taken: bool = False  # a number was told already
    last: Token | None = None
    begun: bool = False
    aside: bool = False  # it tells how something came about
    other: bool = False  # it is about something else that is measured


@dataclass
class Context:
    """The passage before the clause, by what it has said."""

    carried: tuple[str, ...] = ()
    known: bool = False
    antecedent: tuple[str, ...] = ()
    period: Period | None = None
    vague: bool = False  # of another time, nobody can tell which
    maybe: bool = False
    #: What a change was told against in this sentence, where that was not the issue before.
    reference: Reference | None = None
    #: The clause that a remark in brackets stands in.
    around: "Clause | None" = None
    in_turn: deque[str] = field(default_factory=deque)


def sentences_of(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    """Yield the tokens of each sentence, its end with it."""
    sentence: list[Token] = []
    for token in tokens:
        sentence.append(token)
        if token.kind in (Kind.STOP, Kind.ASKS):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def named_in(sentence: Iterable[Token]) -> Iterator[str]:
    return (token.value[0] for token in sentence if token.kind is Kind.NAME)


def is_move(token: Token) -> bool:
    return token.kind in (Kind.MOVE, Kind.NOUN, Kind.SIDE)


def move_of(token: Token) -> Move:
    direction, opposite, *loose = token.value
    return Move(direction, Span(token.start, token.end), opposite, bool(loose and loose[0]))


def follows_move(sentence: list[Token], place: int) -> bool:
    """Tell whether a word of direction stands right before a number."""
    for token in reversed(sentence[max(0, place - 3) : place]):
        if is_move(token):
            return True
        if token.kind not in (Kind.FILL, Kind.BOUND, Kind.NEARLY):
            return False
    return False


def follows_level(sentence: list[Token], place: int) -> bool:
    """Tell whether a word that leads to a level stands right before a number."""
    for token in reversed(sentence[max(0, place - 3) : place]):
        if token.kind is Kind.LEVEL or (token.kind is Kind.MOVE and len(token.value) > 3 and token.value[3]):
            return True
        if token.kind not in (Kind.FILL, Kind.BOUND, Kind.NEARLY):
            return False
    return False


def follows_name(sentence: list[Token], place: int) -> bool:
    """Tell whether a name stands right before a number: “生产景气932.58点”."""
    for token in reversed(sentence[max(0, place - 4) : place]):
        if token.kind is Kind.NAME:
            return True
        if token.kind not in (Kind.FILL, Kind.ARTICLE):
            return False
    return False
