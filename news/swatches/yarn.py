"""Reads the yarn line of a fabric, such as “75D/72F × 75D/72F” or “40S × 40S, 133 × 72”."""

import re
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class YarnThread:
    """One yarn: its weight in denier, its filaments (0 when spun or not stated), spun or filament, plies."""

    denier: float
    filaments: int = 0
    spun: bool = False
    plies: int = 1

    @property
    def per_filament(self) -> float:
        """Denier of one filament, or 0 where the number of filaments is not known."""
        return self.denier / self.filaments if self.filaments else 0.0


@dataclass(frozen=True)
class Yarn:
    """The yarns of a fabric in both directions, read from its yarn line."""

    warp: YarnThread
    weft: YarnThread
    companions: tuple[float, ...] = ()
    ends: float = 0.0
    picks: float = 0.0
    wales: int = 0
    slub: bool = False
    high_twist: bool = False
    lurex: bool = False
    bright: bool = False
    monofilament: bool = False
    elastic: bool = False
    black_weft: bool = False
    linen: bool = False

    @property
    def spun(self) -> bool:
        """Tell whether the cloth looks spun: both directions are staple yarn."""
        return self.warp.spun and self.weft.spun


UNSTATED = YarnThread(denier=150.0, spun=True)

_NUMBER = r"\d+(?:\.\d+)?"
_SIZE = re.compile(
    rf"(?:(?P<ply>\d)/)?(?P<low>{_NUMBER})\s*(?:dtex|tex|lea|Nm|Ne|D|S)?\s*[–-]\s*(?P<high>{_NUMBER})\s*"
    r"(?P<runit>dtex|tex|lea|Nm|Ne|D|S)(?![A-Za-z0-9])"
    rf"|(?:(?P<plies>\d)/)?(?P<value>{_NUMBER})\s*(?P<unit>dtex|tex|lea|Nm|Ne|D|S)(?![A-Za-z0-9])"
    r"(?:/(?P<after>\d+)(?P<filament>F)?)?",
    re.ASCII,
)
_DENSITY = re.compile(rf"(?<![\d./])({_NUMBER})\s*×\s*({_NUMBER})(?![\d./]|\s*(?:dtex|tex|lea|Nm|Ne|D|S)\b)")
_WALES = re.compile(r"(\d+)\s*wales?\b", re.I)
_WORDS = {
    "slub": r"\bslub",
    "high_twist": r"\bhigh[- ]twist",
    "lurex": r"\blurex|\bmetallic",
    "bright": r"\bbright",
    "monofilament": r"\bmonofil",
    "elastic": r"\bspandex|\belastane|(?<=\+ )(?:40|70)D\b",
    "black_weft": r"\bblack weft",
    "linen": r"\blea\b|\bflax|\blinen\b",
}


def parse_yarn(text: str) -> Yarn:
    """Read a yarn line. Takes any text and never fails: what is not stated stays at a medium spun yarn.

    Denier (D), dtex, tex, English cotton count (S or Ne), linen lea and metric count (Nm, with plies before
    the stroke) all become denier; “32S/2” is two plies of 32S. Ends and picks are per inch.
    """
    line = re.sub(r"(?<=[\dA-Za-z ])[xX*](?= ?\d)", "×", text or "")
    line = re.split(r"\s+or\s+", line)[0]
    density = _DENSITY.search(line)
    if density:
        line = line[: density.start()] + line[density.end() :]
    warp_text, _, weft_text = line.partition("×")
    warp = _threads(warp_text)
    weft = _threads(weft_text)
    yarn = Yarn(
        warp=warp[0] if warp else UNSTATED,
        weft=weft[0] if weft else (warp[0] if warp else UNSTATED),
        companions=tuple(thread.denier for thread in (*warp[1:], *weft[1:])),
        **{name: bool(re.search(words, text or "", re.I)) for name, words in _WORDS.items()},
    )
    wales = _WALES.search(text or "")
    return replace(
        yarn,
        ends=float(density[1]) if density else 0.0,
        picks=float(density[2]) if density else 0.0,
        wales=int(wales[1]) if wales else 0,
    )


def _threads(text: str) -> list[YarnThread]:
    return [_thread(match) for match in _SIZE.finditer(text)]


def _thread(match: re.Match[str]) -> YarnThread:
    unit = match["unit"] or match["runit"]
    plies = int(match["plies"] or match["ply"] or 1)
    value = float(match["value"]) if match["value"] else (float(match["low"]) + float(match["high"])) / 2
    if match["after"] and not match["filament"]:
        plies = int(match["after"])
    denier = max(1.0, _denier(max(value, 0.1), unit) * max(1, plies))
    filaments = int(match["after"]) if match["filament"] else 0
    return YarnThread(denier=denier, filaments=filaments, spun=unit in _SPUN, plies=max(1, plies))


_SPUN = {"S", "Ne", "lea", "Nm"}


def _denier(value: float, unit: str) -> float:
    match unit:
        case "D":
            return value
        case "dtex":
            return value * 0.9
        case "tex":
            return value * 9
        case "Nm":
            return 9000 / value
        case "lea":
            return 14882 / value
        case _:
            return 5315 / value
