"""The words of English commentary."""

from typing import Any

from .claim import Measure
from .tokens import Entries, Kind, Phrases, Token, tokens_of_words

_PAIRS = """
up down|rose fell|rises falls|risen fallen|rising falling|gained lost|gains loses|gaining losing|climbed slid|climbs slides
climbing sliding|increased decreased|increases decreases|increasing decreasing|grew shrank|grows shrinks|growing shrinking
added shed|adds sheds|adding shedding|jumped dropped|jumps drops|jumping dropping|advanced retreated|advances retreats
advancing retreating|firmed eased|firms eases|firming easing|strengthened weakened|strengthens weakens|strengthening weakening
surged slumped|surges slumps|rebounded slipped|rebounds slips|soared plunged|recovered declined|recovers declines
recovering declining|picked^up gave^way|picks^up gives^way|went^up went^down|goes^up goes^down|moved^up moved^down
moves^up moves^down|edged^up edged^down|edges^up edges^down|edging^up edging^down|ticked^up ticked^down|ticks^up ticks^down
came^up came^down|appreciated depreciated|raised lowered
"""
#: Adjectives: with a number, or after one of the verbs that tell them of a subject.
_ADJECTIVES = "higher lower|dearer cheaper|stronger weaker|firmer softer"
_COPULAS = "is was were are be been closed ended finished stood stands moved became becomes turned came^out edged settled opened traded"
_ALONE_DOWN = (
    "dipped dips dipping slipping sank sinks tumbled tumbles receded softened fallen give^way giving^way"
)
_ALONE_UP = "advanced rebounding leaped improved more^expensive"
_NOUNS = """
rise fall|rises falls|gain loss|gains losses|increase decrease|climb slide|advance retreat|growth decline|jump drop
upturn downturn
"""
_FLAT = "unchanged level^with no^change no^movement"
_LOOSE = """
flat stood^still held^steady remained^steady remained^stable was^stable were^stable stable steady held^firm
"""
_AGAINST = "on from than against over with to versus vs"


def _moves() -> dict[str, tuple[Kind, Any]]:
    found: dict[str, tuple[Kind, Any]] = {}

    def put(phrase: str, kind: Kind, value: Any) -> None:
        found.setdefault(phrase.replace("^", " "), (kind, value))

    for pair in _PAIRS.replace("\n", "|").strip("|").split("|"):
        if pair:
            up, down = pair.split()
            put(up, Kind.MOVE, (1, down.replace("^", " "), False))
            put(down, Kind.MOVE, (-1, up.replace("^", " "), False))
    for pair in _ADJECTIVES.split("|"):
        up, down = pair.split()
        put(up, Kind.NOUN, (1, down))
        put(down, Kind.NOUN, (-1, up))
        for verb in _COPULAS.split():
            put(f"{verb} {up}", Kind.MOVE, (1, f"{verb} {down}".replace("^", " "), False))
            put(f"{verb} {down}", Kind.MOVE, (-1, f"{verb} {up}".replace("^", " "), False))
    for word in _ALONE_UP.split():
        put(word, Kind.MOVE, (1, "down", False))
    for word in _ALONE_DOWN.split():
        put(word, Kind.MOVE, (-1, "up", False))
    for pair in _NOUNS.replace("\n", "|").strip("|").split("|"):
        up, down = pair.split()
        put(up, Kind.NOUN, (1, down))
        put(down, Kind.NOUN, (-1, up))
    for words, loose in ((_FLAT, False), (_LOOSE, True)):
        for word in words.split():
            put(word, Kind.MOVE, (0, "", loose))
    for up, down in (("above", "below"), ("higher than", "lower than"), ("dearer than", "cheaper than")):
        found[up], found[down] = (Kind.SIDE, (1, down)), (Kind.SIDE, (-1, up))
    return found


def _references() -> dict[str, tuple[Kind, Any]]:
    found: dict[str, tuple[Kind, Any]] = {}
    for unit in ("issue", "week", "month"):
        cores = (f"last {unit}", f"the last {unit}", f"previous {unit}", f"the previous {unit}", f"the {unit} before",
                 f"the preceding {unit}",
                 f"a {unit} earlier", f"a {unit} ago", f"a {unit} before", f"the earlier {unit}")  # fmt: skip
        for core in cores:
            found[core] = (Kind.ELSEWHEN, Measure.PREVIOUS)
            for word in _AGAINST.split():
                found[f"{word} {core}"] = (Kind.REFERENCE, Measure.PREVIOUS)
                found[f"compared {word} {core}"] = (Kind.REFERENCE, Measure.PREVIOUS)
        for phrase in (
            f"{unit}-on-{unit}",
            f"{unit} on {unit}",
            f"{unit}-over-{unit}",
            f"on the {unit}",
            f"over the {unit}",
        ):
            found[phrase] = (Kind.REFERENCE, Measure.PREVIOUS)
    starts = ("the start of the year", "start of the year", "start of year", "the beginning of the year", "beginning of the year",
              "the turn of the year", "the year so far", "so far this year", "this year so far", "the end of last year", "year to date",
              "year-to-date", "the year to date", "the start of this year", "the first issue of the year")  # fmt: skip
    for core in starts:
        found[core] = (Kind.REFERENCE, Measure.YEAR_START)
    found["since january"] = (Kind.REFERENCE, Measure.YEAR_START)
    years = ("a year ago", "one year ago", "a year earlier", "a year before", "last year", "the year before", "the previous year",
             "year on year", "year-on-year", "year-over-year", "the same issue last year", "the same week last year", "the year-ago level",
             "the same month last year", "the same month of last year", "the same period last year", "the same period of last year",
             "twelve months ago", "twelve months earlier", "this time last year")  # fmt: skip
    for core in years:
        found[core] = (Kind.REFERENCE, Measure.YEAR_AGO)
    return found


def _words(kind: Kind, text: str, value: Any = None) -> dict[str, tuple[Kind, Any]]:
    return {word.replace("^", " "): (kind, value) for word in text.split()}


def _name_of_month(number: int) -> str:
    return [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ][number - 1]


def _months() -> dict[str, tuple[Kind, Any]]:
    """Return the months where a word before shows that one is meant: “may” is another word, too."""
    found: dict[str, tuple[Kind, Any]] = {}
    for number in range(1, 13):
        name = _name_of_month(number)
        if name not in ("may", "march"):
            found[name] = (Kind.PERIOD, (0, number, 0))
        for word in ("in", "of", "since", "during"):
            found[f"{word} {name}"] = (Kind.PERIOD, (0, number, 0))
        for word in ("on", "than", "against", "from", "with", "to", "over"):
            found[f"{word} {name}"] = (Kind.AGAINST, (0, number, 0))
    return found


WORDS: Entries = {
    **_words(Kind.STOP, ". !"),
    **_words(Kind.ASKS, "?"),
    **_words(Kind.OPEN, "( [ ["),
    **_words(Kind.CLOSE, ") ]"),
    **_words(
        Kind.BREAK,
        """, ; : — – - while whereas but yet although though because as when so and^yet and^so even^though since^then""",
    ),
    **_words(Kind.LINK, "and & nor or as^well^as"),
    **_words(Kind.EACH, "each both all alike"),
    **_words(Kind.IN_TURN, "respectively"),
    **_words(Kind.ARTICLE, "a an"),
    **_words(Kind.FILL, "the of^the^year^so^far"),
    **_words(Kind.OF, "of in for from within among inside into with against under between"),
    **_words(Kind.NOT, "not never no^longer nor neither didn't wasn't hasn't isn't weren't"),
    **_words(
        Kind.NEARLY,
        """almost nearly practically virtually broadly little hardly scarcely more^or^less largely barely""",
    ),
    **_words(Kind.BOUND, "more^than over exceeding at^least upwards^of", 1),
    **_words(Kind.BOUND, "less^than fewer^than under at^most up^to not^quite short^of", -1),
    **_words(
        Kind.MAYBE,
        """may might could would should will shall if whether unless until expect expects expected forecast forecasts likely unlikely
        perhaps possibly probably outlook can^be can hopes hope seems would^be were^to question^is does do did^the plans plan target
        targets next^issue next^issues coming^issues ahead""",
    ),
    **_words(
        Kind.ELSEWHEN,
        """before earlier previously yesterday then^had had^been used^to last^spring in^spring in^autumn in^winter last^autumn
        last^winter the^spring^before at^that^time those^days in^those^days preceding former formerly weeks^before the^weeks^before
        weeks^ago months^ago years^ago the^previous^issues next^year""",
    ),
    **_words(
        Kind.OTHER,
        """sales orders order volume volumes output stocks stock trade demand turnover exports imports supply margins margin business
        quotations quotation cost costs traffic visitors customers buyers makers production^value revenue profit profits workers looms
        capacity shipments deliveries deals freight rates rate share shares oil crude crude^oil cotton^futures futures yuan dollars
        usd rmb tonnes tons metres meters yards pieces kilos""",
    ),
    **_words(
        Kind.ASIDE,
        """after according despite amid given owing thanks following because^of in^spite^of as^stated""",
    ),
    **_words(Kind.PRONOUN, "it its the^level its^level the^figure the^price the^value the^former it's"),
    **_words(
        Kind.LEVEL,
        """at closed^at stood^at stands^at ended^at finished^at settled^at came^to come^to to reached reaching reaches read^at hit hits
        touched is^now^at was^put^at standing^at closing^at came^out^at""",
    ),
    **_words(
        Kind.FILL,
        """that^of those^of the is was were are be been being has have had having remains remained remain still only just also too again
        by then now already even some about around roughly approximately merely another further on which that this these those who
        itself themselves touch slightly clearly sharply steeply mildly moderately modestly markedly strongly little^bit bit well far
        much most somewhat slight rather quite a^little a^touch a^bit month week issue issues indices price prices class classes
        sub-class subclass family series group figure level levels points point out came closed stood ended finished settled saw
        showed recorded posted registered noted went moved edged compared than to^the however meanwhile therefore once more less
        yet^again in^all in^turn overall by^contrast in^price nevertheless steep sharp mild modest moderate small large total^of
        change changes changed movement high cumulative said stated year first second third on^the^other^hand for^the^first^time
        in^the^release it^was in^fact according own good strong continued continues continuing kept keeps turned tended extra
        nearly^all""",
    ),
}


def phrases(names: Entries) -> Phrases:
    """Return the phrases of the language with the names of indices."""
    return Phrases(names, _moves(), _references(), WORDS, _months(), words=True)


def tokens(text: str, known: Phrases) -> list[Token]:
    """Return the tokens of a passage; a month with its day and year beside it is one."""
    return _with_dates(text, list(tokens_of_words(text, known)))


_MONTH = {
    name: number for number in range(1, 13) for name in (_name_of_month(number), _name_of_month(number)[:3])
}


def _with_dates(text: str, found: list[Token]) -> list[Token]:
    """Return tokens with dates put together: “16 June 2025”, “June 16, 2025”, “May 2023”."""
    done: list[Token] = []
    place = 0
    while place < len(found):
        token = found[place]
        words = text[token.start : token.end].lower().split()
        month = _MONTH.get(words[-1].rstrip(".")) if words else None
        if month is None or token.kind is Kind.NAME:
            done.append(token)
            place += 1
            continue
        start, day, year, last = token.start, 0, 0, place
        against = token.kind is Kind.AGAINST
        if done and (number := _whole(done[-1])) and number <= 31 and token.start == done[-1].end + 1:
            day, start = number, done.pop().start
        following = found[place + 1 : place + 4]
        if not day and following and (number := _whole(following[0])) and number <= 31:
            day, last = number, place + 1
            if len(following) > 1 and text[following[1].start : following[1].end] == ",":
                following = [following[0], *following[2:]]
                skipped = 1
            else:
                skipped = 0
            if len(following) > 1 and (number := _whole(following[1])) and 1900 <= number <= 2100:
                year, last = number, place + 2 + skipped
        elif following and (number := _whole(following[0])) and 1900 <= number <= 2100:
            year, last = number, place + 1
        if not (day or year) and token.kind not in (Kind.PERIOD, Kind.AGAINST):
            done.append(token)
            place += 1
            continue
        kind = Kind.AGAINST if against else Kind.PERIOD
        done.append(Token(kind, start, found[last].end, (year, month, day)))
        place = last + 1
    return done


def _whole(token: Token) -> int:
    """Return a whole number without a unit, 0 where a token is something else."""
    if token.kind is not Kind.NUMBER or token.value.unit or token.value.decimals or token.value.sign:
        return 0
    return int(token.value.size)
