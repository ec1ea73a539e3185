"""Parameters of questions, read and refused: what is written twice, empty or unknown is an error, never ignored."""

from collections.abc import Collection
from datetime import datetime
from urllib.parse import parse_qsl

from django.utils import timezone

from indexdata.series.parameters import parse_moment

from .errors import Malformed, NothingFound, NotOffered
from .flows import AGENCY, ATTRIBUTE_IDS, FLOWS, VERSION, Flow
from .writing import BY_TIME, FLAT

LONGEST_QUERY = 8_000
#: What may stand several times: every one of them holds.
_SEVERAL = "c["
_NUMBER_DIGITS = 9


class Asked:
    """The parameters of a question by name."""

    def __init__(self, query: str, known: Collection[str]):
        if len(query) > LONGEST_QUERY:
            raise Malformed("The question is too long.")
        try:
            fields = parse_qsl(query, keep_blank_values=True, max_num_fields=100)
        except ValueError:
            raise Malformed("There are too many parameters.") from None
        self._texts: dict[str, list[str]] = {}
        for name, text in fields:
            self._texts.setdefault(name, []).append(text.strip())
        for name, texts in self._texts.items():
            if name not in known:
                raise Malformed(f"There is no parameter {name[:60]!r} here. Known are: {', '.join(known)}.")
            if "" in texts:
                raise Malformed(f"{name} says nothing.")
            if len(texts) > 1 and not name.startswith(_SEVERAL):
                raise Malformed(f"{name} stands there twice.")

    def text(self, name: str) -> str:
        """Return a parameter, "" where it is not asked for."""
        return self._texts.get(name, [""])[0]

    def all_of(self, name: str) -> list[str]:
        """Return every occurrence of a parameter."""
        return self._texts.get(name, [])

    def choice(self, name: str, choices: Collection[str], otherwise: str) -> str:
        """Return one of several words."""
        said = self.text(name) or otherwise
        if said not in choices:
            raise Malformed(f"{name} is one of {', '.join(choices)}, not {said[:40]!r}.")
        return said

    def number(self, name: str) -> int | None:
        """Return a number from 1 on, None where it is not asked for."""
        said = self.text(name)
        if not said:
            return None
        if not (said.isascii() and said.isdigit() and len(said) <= _NUMBER_DIGITS and int(said)):
            raise Malformed(f"{name} is a number from 1 on, not {said[:40]!r}.")
        return int(said)

    def truth(self, name: str) -> bool:
        """Return true or false, in any letter case."""
        said = self.text(name).lower() or "false"
        if said not in ("true", "false"):
            raise Malformed(f"{name} is true or false, not {said[:40]!r}.")
        return said == "true"

    def moment(self, name: str) -> datetime | None:
        """Return a moment; without a zone it is one of the portal's, and a day alone is its first moment."""
        said = self.text(name)
        if not said:
            return None
        found = parse_moment(said if "T" in said.upper() else f"{said}T00:00")
        if found is None:
            raise Malformed(f"{name} is a moment such as 2025-06-16T10:30:00+08:00, not {said[:40]!r}.")
        return found

    def as_of(self, now: datetime) -> datetime:
        """Return the moment as of which data are asked for; now by default."""
        found = self.moment("asOf")
        if found and found > now:
            raise Malformed("asOf has not come yet.")
        return found or now

    def flat(self) -> bool:
        """Tell whether data are wanted without series."""
        said = self.text("dimensionAtObservation") or BY_TIME
        if said in ("FREQ", "INDEX"):
            raise NotOffered(f"dimensionAtObservation is {BY_TIME} or {FLAT} here; others are not offered.")
        return self.choice("dimensionAtObservation", (BY_TIME, FLAT), BY_TIME) == FLAT

    def attributes(self) -> tuple[str, ...]:
        """Return the attributes that 3.0 asks for by `attributes`: all, dsd, none, msd, or ids with commas."""
        said = self.text("attributes") or "dsd"
        if said in ("all", "dsd"):
            return ATTRIBUTE_IDS
        if said in ("none", "msd"):
            return ()
        ids = said.split(",")
        if unknown := [one for one in ids if one not in ATTRIBUTE_IDS]:
            raise Malformed(
                f"There is no attribute {unknown[0][:40]!r}. Known are: {', '.join(ATTRIBUTE_IDS)}."
            )
        return tuple(one for one in ATTRIBUTE_IDS if one in ids)

    def measures(self) -> bool:
        """Tell whether 3.0 asks for values by `measures`: all, none, or OBS_VALUE."""
        return self.choice("measures", ("all", "none", "OBS_VALUE"), "all") != "none"


def flow_named(agency: str, identity: str, version: str, versions: Collection[str]) -> Flow:
    """Return the dataflow of an address, or raise what is wrong with it."""
    check_agency(agency)
    check_version(version, versions)
    if identity not in FLOWS:
        raise NothingFound(f"There is no dataflow {identity[:60]!r}. Known are: {', '.join(FLOWS)}.")
    return FLOWS[identity]


def check_agency(agency: str, anybody: Collection[str] = ()):
    """Refuse an agency that maintains nothing here."""
    if agency != AGENCY and agency not in anybody:
        raise NothingFound(f"Agency {agency[:60]!r} has nothing here; everything is of {AGENCY}.")


def check_version(version: str, versions: Collection[str]):
    """Refuse a version that is not there, `versions` are the words that mean the one there is."""
    if version not in (VERSION, *versions):
        if not all(letter.isalnum() or letter in ".+-" for letter in version):
            raise Malformed(f"{version[:40]!r} is no version; the version of everything is {VERSION}.")
        raise NothingFound(f"There is no version {version[:40]!r}; the version of everything is {VERSION}.")


def parts_of(path: str, defaults: tuple[str, ...]) -> list[str]:
    """Return the parts of an address with defaults for those that are left out; a last slash changes nothing."""
    parts = path.removesuffix("/").split("/") if path else []
    if len(parts) > len(defaults):
        raise Malformed(
            f"The address has {len(parts)} parts, and at most {len(defaults)} mean something here."
        )
    return [part or default for part, default in zip([*parts, *[""] * len(defaults)], defaults, strict=False)]


def now() -> datetime:
    """Return the moment of a question."""
    return timezone.now()
