"""Layout, folds and light by weave."""

from collections.abc import Callable

from numpy.random import Generator

from . import layouts as lay
from .cloths import WHITE, denim_like, make_cloth
from .colour import ground_for, lightness, linear, mix
from .edges import beyond
from .light import crumple, press, relief, ripple, strokes
from .plains import kind_of
from .recipe import Recipe
from .scene import Scene
from .values import Frame, Palette
from .yarn import Yarn


def compose(weave: str, yarn: Yarn, palette: Palette, frame: Frame, rng: Generator) -> Scene:
    """The scene for a fabric."""
    recipe = Recipe(weave, yarn, palette, frame, rng)
    if weave == "plain":
        return _PLAIN[kind_of(yarn, palette)](recipe)
    if weave == "twill":
        return _twill(recipe)
    return _SCENES[weave](recipe)


def _pongee(r: Recipe) -> Scene:
    reliefs = [r.folds(0.06, 330, 0.10, shine=8), r.soft(300, 0.05)]
    return lay.stacked(r.paper, r.frame, r.ways(), reliefs, start=0.60, tilt=r.lean(0.01), lustre=0.35)


def _taffeta(r: Recipe) -> Scene:
    height = crumple(r.frame, r.rng, creases=20, depth=40) + ripple(r.frame, r.rng, size=600, depth=0.06)
    return lay.full(
        r.paper, r.frame, r.cloth(), relief(height, 16, shift=0.12), angle=r.lean(0.03), lustre=1.2
    )


def _chiffon(r: Recipe) -> Scene:
    reliefs = [r.folds(0.10, 210, 0.15, wander=0.5), r.folds(0.14, 260, 0.16, wander=0.6)]
    ground = mix(ground_for(r.palette[0]), r.palette[0], 0.12)
    lines = [None, beyond(r.frame[0] * 0.42, r.frame[1] * 0.5, 0.07, 60)]
    return lay.veils(ground, r.frame, [r.cloth(), r.cloth()], reliefs, lines, angles=(0.01, 0.05), gather=3.0)


def _voile(r: Recipe) -> Scene:
    reliefs = [r.folds(0.0, 150, 0.24, wander=0.14), r.folds(0.004, 190, 0.22, wander=0.12)]
    lines = [None, beyond(r.frame[0] * 0.56, 0, 0.004, 12)]
    cloths = [r.cloth(), r.cloth()]
    return lay.veils(ground_for(r.palette[0]), r.frame, cloths, reliefs, lines, angles=(0, 0.006), gather=2.4)


def _shirting(r: Recipe) -> Scene:
    return lay.sample(r.paper, r.frame, r.ways(), r.soft(420, 0.07), angle=r.lean(0.012))


def _canvas(r: Recipe) -> Scene:
    folds = r.soft(600, 0.07)
    return lay.corner(r.paper, r.frame, r.cloth(), r.cloth(), folds, at=0.76, angle=0.08, cloth_angle=0.01)


def _linen(r: Recipe) -> Scene:
    height = ripple(r.frame, r.rng, size=340, depth=0.07, octaves=3) + crumple(
        r.frame, r.rng, creases=8, depth=16
    )
    height = height + press(r.frame, x_at=r.frame[0] * 0.36) + press(r.frame, y_at=r.frame[1] * 0.55, depth=8)
    return lay.full(r.paper, r.frame, r.cloth(), relief(height, shift=0.15), angle=r.lean(0.01), lustre=0.1)


def _slub(r: Recipe) -> Scene:
    reliefs = [r.folds(0.30, 520, 0.10), r.soft()]
    cloths = [r.cloth(), r.cloth(1)]
    return lay.stacked(r.paper, r.frame, cloths, reliefs, start=0.70, side="r", tilt=0.008, lustre=0.25)


def _challis(r: Recipe) -> Scene:
    return lay.full(
        r.paper, r.frame, r.cloth(), r.folds(0.09, 400, 0.15, wander=0.5), angle=0.03, lustre=0.12
    )


def _twill(r: Recipe) -> Scene:
    if denim_like(r.palette):
        pale = [mix(max(r.palette, key=lightness), r.palette[2], 0.35), *r.palette[1:]]
        back = make_cloth("twill", r.yarn, [pale[0], pale[0], pale[0]], r.rng)
        folds = r.folds(0.16, 700, 0.06)
        return lay.corner(r.paper, r.frame, r.cloth(), back, folds, at=0.76, angle=0.10, lustre=0.05)
    if r.yarn.elastic and not r.yarn.spun:
        folds = r.folds(0.17, 300, 0.17, wander=0.4, shine=8)
        return lay.full(r.paper, r.frame, r.cloth(), folds, angle=0.02, lustre=0.5)
    if r.yarn.warp.plies > 1:
        reliefs = [r.folds(0.02, 560, 0.08), r.soft()]
        return lay.stacked(r.paper, r.frame, r.ways(), reliefs, start=0.58, side="r", tilt=0.005, lustre=0.1)
    return lay.stacked(r.paper, r.frame, r.ways(), [r.soft(500, 0.06)], start=0.48, lustre=0.06, thick=30)


def _satin(r: Recipe) -> Scene:
    if r.yarn.black_weft:
        folds = r.folds(0.0, 250, 0.26, wander=0.10, shine=4)
        back = make_cloth("satin", r.yarn, [linear("#1B1B1F")], r.rng)
        return lay.stacked(
            r.paper, r.frame, [r.cloth(), back], [folds, folds], start=0.8, side="r", lustre=0.3
        )
    folds = r.folds(0.13, 330, 0.26, wander=0.34, shine=16, shift=0.7)
    return lay.full(r.paper, r.frame, r.cloth(), folds, angle=0.04, lustre=1.5)


def _herringbone(r: Recipe) -> Scene:
    return lay.sample(r.paper, r.frame, r.ways(), r.soft(520, 0.06), angle=r.lean(0.01), lustre=0.0, tooth=22)


def _dobby(r: Recipe) -> Scene:
    reliefs = [r.soft(460, 0.08), r.soft(300, 0.05)]
    return lay.stacked(r.paper, r.frame, r.ways(3), reliefs, start=0.66, tilt=0.006, lustre=0.15)


def _jacquard(r: Recipe) -> Scene:
    folds = r.folds(0.05, 760, 0.09, wander=0.3, shine=8)
    return lay.full(r.paper, r.frame, r.cloth(), folds, angle=0.01, lustre=0.5)


def _crepe(r: Recipe) -> Scene:
    folds = r.folds(0.19, 300, 0.17, wander=0.6, shine=8)
    return lay.full(r.paper, r.frame, r.cloth(), folds, angle=0.03, lustre=0.25)


def _seersucker(r: Recipe) -> Scene:
    return lay.sample(r.paper, r.frame, r.ways(), r.soft(420, 0.05), angle=0.006, lustre=0.05)


def _velvet(r: Recipe) -> Scene:
    folds = r.folds(0.11, 400, 0.22, wander=0.42, nap=0.9)
    return lay.full(r.paper, r.frame, r.cloth(), folds, lustre=0.0, tone=strokes(r.frame, r.rng))


def _velour(r: Recipe) -> Scene:
    folds = [r.folds(0.07, 460, 0.2, wander=0.3, nap=0.75), r.soft(420, 0.1, nap=0.5)]
    return lay.stacked(r.paper, r.frame, r.ways(), folds, start=0.62, tilt=0.012, lustre=0.0, thick=34)


def _warp_knit(r: Recipe) -> Scene:
    if r.yarn.warp.filaments >= 144:
        return _velour(r)
    return lay.full(r.paper, r.frame, r.cloth(), r.folds(0.12, 380, 0.14, wander=0.5), angle=0.02, lustre=0.4)


def _corduroy(r: Recipe) -> Scene:
    reliefs = [r.folds(0.04, 620, 0.07), r.soft(500, 0.05)]
    return lay.stacked(r.paper, r.frame, r.ways(3), reliefs, start=0.64, tilt=0.012, lustre=0.05, thick=34)


def _jersey(r: Recipe) -> Scene:
    folds = r.folds(0.2, 380, 0.11, wander=0.4)
    return lay.full(r.paper, r.frame, r.cloth(), folds, angle=0.02, lustre=0.05)


def _interlock(r: Recipe) -> Scene:
    if r.yarn.monofilament:
        folds = r.folds(0.20, 560, 0.13, wander=0.3, shine=8)
        return lay.corner(r.paper, r.frame, r.cloth(), r.cloth(2), folds, at=0.76, angle=0.13, lustre=0.15)
    reliefs = [r.folds(0.08, 480, 0.12), r.soft(400, 0.06)]
    return lay.stacked(
        r.paper, r.frame, r.ways(), reliefs, start=0.52, side="r", tilt=0.01, lustre=0.15, thick=30
    )


def _mesh(r: Recipe) -> Scene:
    reliefs = [r.folds(0.05, 420, 0.12, wander=0.4), r.folds(0.14, 260, 0.2, wander=0.6), r.soft(300, 0.2)]
    lines = [
        None,
        beyond(r.frame[0] * 0.40, r.frame[1] * 0.4, 0.06, 50),
        beyond(r.frame[0] * 0.72, r.frame[1] * 0.5, 0.10, 60, 0.4),
    ]
    cloths = [r.cloth() for _ in lines]
    return lay.veils(
        ground_for(r.palette[0]), r.frame, cloths, reliefs, lines, angles=(0, 0.07, -0.05), gather=2.2
    )


def _lace(r: Recipe) -> Scene:
    ground = mix(linear("#2E3446"), r.palette[2 % len(r.palette)], 0.12)
    if lightness(r.palette[0]) < 0.5:
        ground = mix(WHITE, r.palette[-1], 0.4)
    line = lay.hem(r.frame, 0.80, 150, 62)
    return lay.veils(ground, r.frame, [r.cloth()], [r.soft(420, 0.05)], [line], angles=(0.0,), gather=0.3)


def _leno(r: Recipe) -> Scene:
    lines = [None, beyond(r.frame[0] * 0.66, 0, 0.03, 30)]
    reliefs = [r.soft(480, 0.08), r.folds(0.03, 420, 0.08)]
    return lay.veils(
        ground_for(r.palette[0]),
        r.frame,
        [r.cloth(), r.cloth()],
        reliefs,
        lines,
        angles=(0.004, 0.03),
        gather=0.5,
    )


_PLAIN: dict[str, Callable[[Recipe], Scene]] = {
    "soft": _pongee,
    "crisp": _taffeta,
    "chiffon": _chiffon,
    "voile": _voile,
    "shirting": _shirting,
    "heavy": _canvas,
    "linen": _linen,
    "slub": _slub,
    "print": _challis,
}
_SCENES: dict[str, Callable[[Recipe], Scene]] = {
    "satin": _satin,
    "herringbone": _herringbone,
    "dobby": _dobby,
    "jacquard": _jacquard,
    "crepe": _crepe,
    "seersucker": _seersucker,
    "velvet": _velvet,
    "corduroy": _corduroy,
    "single-jersey": _jersey,
    "interlock": _interlock,
    "warp-knit": _warp_knit,
    "mesh": _mesh,
    "lace": _lace,
    "leno": _leno,
}
