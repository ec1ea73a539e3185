"""Claims of a passage about indices: its tokens, clause by clause, made claims.

A clause has a subject (the indices it names, or those of the clause before), a period and a reference. A number is a claim where
its unit and the words before it say what it is; a word of direction is one where it follows the name of an index with
nothing unknown between. Where the subject cannot be told, the number is a claim about nobody: it stays unchecked.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from .claim import Claim, Measure, Move, Number, Passage, Reference, Unit
from .clauses import (
    Clause,
    Context,
    Issue,
    follows_level,
    follows_move,
    follows_name,
    is_move,
    move_of,
    named_in,
    sentences_of,
)
from .references import dated, reference_in, says_reference, told_against
from .tokens import Kind, Token

#: So many names a clause is about at most.
MOST_NAMES = 12
#: So many tokens behind a number are looked through for what belongs to it.
BEHIND = 13


def claims_of(passage: Passage, tokens: list[Token], issue: Issue) -> list[Claim]:
    """Return what a passage says, in its order."""
    return list(_Reader(passage, issue).read(tokens))


class _Reader:
    def __init__(self, passage: Passage, issue: Issue) -> None:
        self.passage, self.issue = passage, issue
        self.context = Context()
        self.live = {one.at: one for one in passage.live}

    def read(self, tokens: list[Token]) -> Iterator[Claim]:
        for sentence in sentences_of(tokens):
            context = self.context
            context.period, context.vague, context.in_turn = None, False, deque()
            context.reference = context.around = None
            asked = sentence[-1].kind is Kind.ASKS
            context.maybe = asked
            if any(token.kind is Kind.IN_TURN for token in sentence):
                context.in_turn = deque(named_in(sentence))
            said, brackets = Clause(), 0
            for place, token in enumerate(sentence):
                if token.kind in (Kind.OPEN, Kind.CLOSE):
                    brackets = max(0, brackets + (1 if token.kind is Kind.OPEN else -1))
                if self._ends_clause(token, sentence, place, said):
                    yield from self._closed(said)
                    said = self._next(said, token)
                    if token.kind is not Kind.OPEN:
                        context.maybe = asked
                    continue
                yield from self._take(token, said, sentence, place, brackets > 0)
            yield from self._closed(said)
            self._next(said, sentence[-1])

    # -- Clauses ------------------------------------------------------------------------------------------------------

    def _ends_clause(self, token: Token, sentence: list[Token], place: int, said: Clause) -> bool:
        if token.kind in (Kind.BREAK, Kind.OPEN, Kind.CLOSE, Kind.STOP, Kind.ASKS):
            return True
        if token.kind is not Kind.LINK:
            return False
        following = next(
            (one for one in sentence[place + 1 : place + 5] if one.kind not in (Kind.ARTICLE, Kind.FILL)),
            None,
        )
        if (
            following is not None
            and following.kind is Kind.NAME
            and said.named_here
            and said.quiet
            and said.move is None
        ):
            return False
        return not (self.context.in_turn and following is not None and following.kind is Kind.NUMBER)

    def _next(self, said: Clause, token: Token) -> Clause:
        """Return the beginning of the next clause, and keep whom the last one was about."""
        context = self.context
        if said.named_here:
            spoiled = not said.known and (said.move is not None or said.taken or said.other)
            context.carried, context.known = (() if spoiled else said.names), not spoiled
        elif said.begun and not said.known and not said.aside:
            context.carried, context.known = (), False
        if said.begun and (said.move is not None or said.taken):
            context.antecedent = said.names if said.known else ()
        if said.reference is not None and said.reference is not Measure.PREVIOUS:
            context.reference = said.reference
        following = Clause(names=context.carried, known=context.known)
        if token.kind is Kind.OPEN:
            following.names, following.known = said.names, said.known
            following.begun, following.quiet = said.begun, said.quiet
            following.reference, following.taken, context.around = said.reference, True, said
        elif token.kind is Kind.CLOSE and context.around is not None:
            following.reference, context.around = context.around.reference, None
        return following

    def _or_else(self, measure: Reference, said: Clause) -> Reference | None:
        return self.context.reference if said.reference is None and measure is Measure.PREVIOUS else None

    def _closed(self, said: Clause) -> Iterator[Claim]:
        """Yield what the word of direction of a clause says by itself, where no number came with it."""
        token = said.move
        if token is None or said.taken or self.context.maybe or self.context.vague or said.nearly:
            return
        if not (said.known and said.names and said.quiet) or said.attached or said.noun:
            return
        if token.kind is Kind.SIDE and said.reference is None:
            return
        if said.bound:
            return
        measure = said.reference or Measure.PREVIOUS
        move = replace(move_of(token), negated=said.negated)
        or_else = self._or_else(measure, said)
        yield Claim(
            self.passage, measure, said.names, self.context.period, None, move, or_else, not said.either
        )

    # -- Tokens -------------------------------------------------------------------------------------------------------

    def _take(
        self, token: Token, said: Clause, sentence: list[Token], place: int, in_brackets: bool
    ) -> Iterator[Claim]:
        kind, context, last = token.kind, self.context, said.last
        said.last = token
        if kind is Kind.NUMBER:
            yield from self._number(token, said, sentence, place)
            return
        if kind is not Kind.BOUND:
            said.bound = 0
        if kind is Kind.NAME:
            self._name(token, said, last)
        elif kind is Kind.EITHER:
            self._either(token, said, last)
        elif kind is Kind.PRONOUN:
            if not said.named_here:
                said.names = context.antecedent or context.carried
                said.known, said.quiet = bool(said.names), True
        elif kind in (Kind.MOVE, Kind.NOUN, Kind.SIDE):
            if said.move is None or said.taken:
                said.noun = kind is Kind.NOUN or (said.article and kind is Kind.MOVE and not said.named_here)
                said.move, said.taken = token, False
        elif kind is Kind.REFERENCE:
            said.reference = token.value
        elif kind is Kind.ELSEWHEN:
            if token.value is not None and last is not None and last.kind is Kind.SIDE:
                said.reference = token.value
            else:
                context.vague = True
        elif kind in (Kind.PERIOD, Kind.AGAINST):
            if not in_brackets:
                self._period(token, said)
        elif kind is Kind.LIVE:
            self._live(token, said)
        elif kind is Kind.MAYBE:
            context.maybe = True
        elif kind is Kind.NOT:
            said.negated = not said.negated
        elif kind is Kind.NEARLY:
            said.nearly = True
        elif kind is Kind.BOUND:
            said.bound = token.value
        elif kind is Kind.EACH:
            said.each = True
        elif kind is Kind.LEVEL:
            said.level = True
        elif kind is Kind.LINK:
            said.joined = True
        elif kind is Kind.ASIDE:
            said.aside = said.aside or not said.begun
        elif kind in (Kind.OTHER, Kind.UNKNOWN):
            self._unknown(token, said, last)
        said.begun = said.begun or kind not in (Kind.FILL, Kind.ARTICLE, Kind.LINK)
        said.article = kind is Kind.ARTICLE or (said.article and kind is Kind.FILL)

    def _name(self, token: Token, said: Clause, last: Token | None) -> None:
        belongs = last is not None and last.kind is Kind.OF and said.begun and not said.known
        if belongs:
            said.quiet = False
            return
        attached = last is not None and last.kind is Kind.UNKNOWN and last.end == token.start
        joins = (
            said.named_here and said.joined and said.quiet and not said.taken and len(said.names) < MOST_NAMES
        )
        if (
            last is not None and last.kind is Kind.NAME and not joins
        ):  # “polyester grey fabric” is neither of the two
            said.known = said.quiet = False
            return
        said.names = (*said.names, *token.value) if joins else token.value
        said.known = not attached or token.end - token.start > 2
        said.attached = attached
        said.either = len(token.value) > 1 or (joins and said.either)
        said.named_here, said.quiet, said.joined = True, True, False
        said.move = None if not said.taken else said.move

    def _either(self, token: Token, said: Clause, last: Token | None) -> None:
        """Take “the index”: the total, or the one spoken of before; after a name it is part of it."""
        if said.named_here and said.quiet:
            return
        total, definite = token.value
        if last is not None and last.kind is Kind.UNKNOWN and not definite:
            self._unknown(token, said, last)
            return
        before = self.context.carried or self.context.antecedent
        names = tuple(dict.fromkeys((*total, *before)))
        self._name(Token(Kind.NAME, token.start, token.end, names), said, last)
        said.known = said.known and bool(names)

    def _unknown(self, token: Token, said: Clause, last: Token | None) -> None:
        """Take a word that nobody knows: after a name it may make a longer noun, before one it makes the subject unknown."""
        if said.move is not None or said.taken:
            said.quiet = said.quiet and said.taken is False and said.move is not None
            return
        said.quiet = False
        said.other = said.other or token.kind is Kind.OTHER
        glued = last is not None and last.kind in (Kind.NAME, Kind.EITHER) and last.end == token.start
        if token.kind is Kind.OTHER or not said.named_here or glued:
            said.known = False

    def _live(self, token: Token, said: Clause) -> None:
        """Take a live figure: its index is the one spoken of, and what it shows is what a word of direction before it is about."""
        figure = self.live.get(token.start)
        if figure is None:
            return
        if figure.path in said.names:
            said.names, said.either = (figure.path,), False
        elif not said.named_here and not said.known:
            said.names, said.known, said.quiet = (figure.path,), True, True
        if said.move is not None and figure.show != Measure.LEVEL:
            said.reference = said.reference or Measure(figure.show)

    def _period(self, token: Token, said: Clause) -> None:
        found, vague = dated(token, self.issue)
        self.context.vague = self.context.vague or vague
        if token.kind is Kind.AGAINST and found is not None and found != self.issue.period:
            said.reference = told_against(found, self.issue)
        elif found is not None:
            self.context.period = None if found == self.issue.period else found
            self.context.vague = False

    # -- Numbers ------------------------------------------------------------------------------------------------------

    def _number(self, token: Token, said: Clause, sentence: list[Token], place: int) -> Iterator[Claim]:
        number: Number = replace(token.value, bound=said.bound)
        said.bound = 0
        behind = sentence[place + 1 : place + BEHIND]
        before = sentence[place - 1] if place else None
        subjects = self._subjects(said, behind)
        vague = self.context.vague or self.context.maybe or said.negated
        if vague:
            subjects = ()
        move = self._move_of(said, behind)
        is_change = number.unit in (Unit.PERCENT, Unit.PERCENTAGE_POINTS)
        leads = before is not None and is_move(before) and len(before.value) > 3 and before.value[3]
        is_level = leads or (said.level and not (before is not None and is_move(before)))
        if (
            is_change
            and is_level
            and said.move is None
            and number.sign == 0
            and follows_level(sentence, place)
        ):
            is_change = False
        if number.unit is Unit.POINTS:
            is_change = (
                move is not None and not is_level and said.move is not None and follows_move(sentence, place)
            )
        if number.unit is Unit.NONE:
            if number.decimals < 2 or not is_level or not follows_level(sentence, place):
                return
        elif not is_change and not is_level and not follows_name(sentence, place):
            subjects = ()
        if is_change:
            reference = said.reference or reference_in(behind, self.issue)
            each = (said.each and not said.either) or len(subjects) < 2
            or_else = None if says_reference(behind) else self._or_else(reference, said)
            yield Claim(self.passage, reference, subjects, self.context.period, number, move, or_else, each)
            said.taken = True
        else:
            yield Claim(self.passage, Measure.LEVEL, subjects, self.context.period, number)
            said.level = False
            said.taken = said.taken or (said.move is not None and said.noun)
        said.begun = True
        said.article = False

    def _subjects(self, said: Clause, behind: list[Token]) -> tuple[str, ...]:
        if self.context.in_turn:
            return (self.context.in_turn.popleft(),)
        if said.known and said.names:
            return said.names
        if said.begun and not said.known and (said.named_here or not said.quiet):
            return ()
        if self.context.carried or self.context.known:
            return said.names
        for token in behind:  # “At 105.08 points the textile price index …”
            if token.kind is Kind.NAME:
                return tuple(token.value)
            if token.kind not in (
                Kind.FILL,
                Kind.ARTICLE,
                Kind.OF,
                Kind.PERIOD,
                Kind.NOUN,
                Kind.SIDE,
                Kind.REFERENCE,
            ):
                return ()
        return ()

    def _move_of(self, said: Clause, behind: list[Token]) -> Move | None:
        """Return the word of direction of a number: the one before it in its clause, else the one right behind it."""
        if said.move is not None and not said.taken:
            return replace(move_of(said.move), negated=said.negated)
        for token in behind:
            if token.kind in (Kind.MOVE, Kind.NOUN, Kind.SIDE):
                said.move = token
                return move_of(token)
            if token.kind is not Kind.FILL:
                return None
        return None
