"""Drawn swatches and covers: repeatable, of the asked size, and unlike each other."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.swatches import WEAVES, draw_cover, draw_swatch
from news.swatches.drafts import crepe, floats, herringbone, plain, satin, twill
from news.swatches.noise import generator
from news.swatches.yarn import UNSTATED, parse_yarn

SIZE = (160, 120)
COLOURS = ["#24406E", "#E9E4D8", "#9B2D30"]

FABRICS = {
    "polyester-pongee": ("plain", "75D/72F × 75D/72F (typical)", "#2F4A6D #7A8B8F #C9B79C #8C2F39"),
    "polyester-taffeta": ("plain", "68D/24F × 68D/24F (typical)", "#1E1E24 #5B5F97 #B8B8D1 #92140C"),
    "four-way-stretch": ("twill", "100D/96F + 40D × 100D/96F + 40D", "#22333B #5E503F #A9927D #6C757D"),
    "chiffon": ("plain", "75D × 75D, high twist S/Z (typical)", "#F4C2C2 #FFF1E6 #A3C4BC #BFD7EA"),
    "satin": ("satin", "50D bright × 75D DTY (typical)", "#C9A227 #7B2D26 #F5E6CC #2C3639"),
    "crepe-de-chine": ("crepe", "75D × 100D high twist 2S2Z (typical)", "#E8D5C4 #3A6B7E #B56576 #F2E9E4"),
    "cotton-poplin": ("plain", "40S × 40S, 133 × 72 (typical)", "#FFFFFF #BFD3E6 #1F3A5F #E6C9A8"),
    "cotton-canvas": ("plain", "10S × 10S or 21S/2 × 10S (typical)", "#C2B280 #4B5320 #36454F #A0522D"),
    "twill-drill": ("twill", "20S × 16S, 128 × 60 (typical)", "#BDB76B #3B3C36 #6B4423 #1D3557"),
    "denim": ("twill", "10S × 10S + 70D (typical)", "#1B3B6F #3E5C89 #8FA6C4 #E9E4D8"),
    "corduroy": ("corduroy", "16S × 20S + 70D, 14 wales (typical)", "#6B4226 #A47148 #5A5A35 #3C2A21"),
    "stretch-velvet": ("velvet", "75D/144F pile + 40D spandex", "#4A0E2E #0B3D2E #1B1B3A #8D6A9F"),
    "velour": ("warp-knit", "150D/288F DTY (typical)", "#355070 #6D597A #B56576 #E5B299"),
    "single-jersey": ("single-jersey", "32S combed (typical)", "#FFFFFF #2B2D42 #EF8354 #8D99AE"),
    "ponte-roma": ("interlock", "40S R/N + 40D spandex (typical)", "#2E2E3A #7D4F50 #9A8C98 #0F4C5C"),
    "scuba-air-layer": ("interlock", "75D + 30D monofil connecting yarn", "#F2F2F2 #111827 #6EE7B7 #F97316"),
    "yarn-dyed-jacquard": ("jacquard", "75D × 150D + lurex (typical)", "#7B1E3A #C5A253 #14213D #F1E3D3"),
    "cotton-seersucker": ("seersucker", "40S × 40S, two warp beams", "#A8C5DA #FFFFFF #F6BDC0 #9CB380"),
    "dobby-shirting": ("dobby", "45S × 45S, 110 × 76 (typical)", "#F7F9FB #D6E4F0 #B7C9B0 #5C677D"),
    "tulle-mesh": ("mesh", "20D–30D monofilament (typical)", "#FFFFFF #FADADD #C8B6E2 #BEE3DB"),
    "raschel-lace": ("lace", "40D ground + 140D outline (typical)", "#FFFFFF #000000 #D8A7B1 #B7B5A6"),
    "linen-look-slub": ("plain", "150D slub × 150D slub (typical)", "#D9CAB3 #A3B18A #8C7A6B #EDE6DB"),
    "rayon-challis": ("plain", "30S × 30S, 68 × 68 (typical)", "#D1495B #EDAE49 #00798C #F6F1E7"),
    "tr-suiting": ("twill", "32S/2 × 32S/2 + 40D (typical)", "#1F2937 #4B5563 #6B705C #3A2E39"),
    "wool-blend-herringbone": ("herringbone", "2/28 Nm × 2/28 Nm", "#4A4E69 #9A8C98 #6F4E37 #2B2B2B"),
    "pure-linen": ("plain", "14–21 lea wet-spun (typical)", "#E3D5B8 #B5A886 #7D8471 #F4EFE6"),
    "blackout-curtain": ("satin", "100D × 300D black weft (typical)", "#3D405B #81B29A #E0D6CC #5F4B3B"),
    "sheer-curtain-voile": ("plain", "50D × 75D high twist (typical)", "#FFFFFF #F2E9DC #D8E2DC #CBC0D3"),
}
PLAIN = [slug for slug, (weave, _, _) in FABRICS.items() if weave == "plain"]


@pytest.fixture(scope="module")
def pictures():
    """The 28 fabrics of the portal, each in its own colours."""
    return {
        slug: draw_swatch(weave=weave, yarn=yarn, palette=palette.split(), seed=slug, size=SIZE)
        for slug, (weave, yarn, palette) in FABRICS.items()
    }


def thumbnail(picture) -> np.ndarray:
    return np.asarray(picture.resize((64, 48))).astype(float)


def difference(one, other) -> float:
    return float(np.abs(thumbnail(one) - thumbnail(other)).mean())


@pytest.mark.parametrize("weave", WEAVES)
def test_every_weave_is_drawn_at_the_asked_size_and_shows_structure(weave):
    picture = draw_swatch(weave=weave, palette=COLOURS, seed=weave, size=SIZE)
    assert (picture.size, picture.mode) == (SIZE, "RGB")
    assert np.asarray(picture).std() > 5


@pytest.mark.parametrize("weave", ["plain", "jacquard", "single-jersey", "lace", "velvet"])
def test_equal_arguments_give_equal_bytes(weave):
    first, second = (
        draw_swatch(weave=weave, palette=COLOURS, yarn="75D × 75D", seed="again", size=SIZE) for _ in range(2)
    )
    assert first.tobytes() == second.tobytes()


def test_another_seed_gives_another_picture():
    first, second = (draw_swatch(weave="satin", palette=COLOURS, seed=s, size=SIZE) for s in ("one", "two"))
    assert first.tobytes() != second.tobytes()


@pytest.mark.parametrize("weave", WEAVES)
def test_one_colour_is_enough(weave):
    assert draw_swatch(weave=weave, palette=["#FFFFFF"], seed="short", size=(48, 36)).size == (48, 36)


@pytest.mark.long
def test_the_fabrics_of_the_portal_can_be_told_apart(pictures):
    # Two steps of 255 in neighbouring shades are just visible side by side; six on average over a thumbnail,
    # colour and layout together, is a difference nobody misses.
    near = [(a, b) for a, b in combinations(pictures, 2) if difference(pictures[a], pictures[b]) < 6]
    assert near == []


def test_plain_weaves_differ_by_yarn_alone():
    drawn = {
        slug: draw_swatch(weave="plain", yarn=FABRICS[slug][1], palette=COLOURS, seed="same", size=(96, 72))
        for slug in PLAIN
    }
    assert len(drawn) == 9
    assert len({picture.tobytes() for picture in drawn.values()}) == 9


@pytest.mark.long
def test_white_cloth_stands_out_from_the_paper_of_the_page(pictures):
    paper = np.array([0xF4, 0xEF, 0xE6])
    for slug, (_, _, palette) in FABRICS.items():
        if palette.startswith("#FFFFFF"):
            assert np.abs(thumbnail(pictures[slug]) - paper).mean() > 12, slug


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"weave": "basket"}, "no weave called 'basket'"),
        ({"palette": ["indigo"]}, "not written as #RRGGBB"),
        ({"palette": ["#24406E", "#12345"]}, "not written as #RRGGBB"),
        ({"palette": []}, "at least one colour"),
        ({"palette": "#24406E"}, "at least one colour"),
        ({"size": (8, 900)}, "sides run from 16 to 6000"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(arguments, said):
    with pytest.raises(ValueError, match=said):
        draw_swatch(**({"weave": "plain", "palette": COLOURS, "seed": "x", "size": SIZE} | arguments))


def test_covers_are_repeatable_and_differ_by_seed():
    drawn = [draw_cover(seed=f"article {k}", size=(128, 72)) for k in range(6)]
    assert drawn[0].tobytes() == draw_cover(seed="article 0", size=(128, 72)).tobytes()
    assert len({picture.tobytes() for picture in drawn}) == 6
    assert all(difference(a, b) > 6 for a, b in combinations(drawn, 2))


@pytest.mark.parametrize("seed", "abcdef")
def test_covers_are_drawn_in_any_palette(seed):
    assert draw_cover(seed=seed, palette=["#F4EFE6"], size=(160, 90)).size == (160, 90)


@pytest.mark.parametrize(
    ("line", "warp", "weft"),
    [
        ("75D/72F × 75D/72F (typical)", 75, 75),
        ("40S × 40S, 133 × 72", 5315 / 40, 5315 / 40),
        ("32S/2 × 32S/2 + 40D", 5315 / 16, 5315 / 16),
        ("2/28 Nm × 2/28 Nm", 9000 / 14, 9000 / 14),
        ("14–21 lea wet-spun", 14882 / 17.5, 14882 / 17.5),
        ("20D–30D monofilament", 25, 25),
        ("10S × 10S or 21S/2 × 10S", 531.5, 531.5),
        ("100 dtex x 20 tex", 90, 180),
        ("40D ground + 140D outline", 40, 40),
    ],
)
def test_yarn_sizes_become_denier(line, warp, weft):
    yarn = parse_yarn(line)
    assert (yarn.warp.denier, yarn.weft.denier) == pytest.approx((warp, weft))


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("40S × 40S, 133 × 72", "ends", 133),
        ("40S × 40S, 133 × 72", "picks", 72),
        ("16S × 20S + 70D, 14 wales", "wales", 14),
        ("150D slub × 150D slub", "slub", True),
        ("75D × 75D, high twist S/Z", "high_twist", True),
        ("75D × 150D + lurex", "lurex", True),
        ("50D bright × 75D DTY", "bright", True),
        ("75D + 30D monofil connecting yarn", "monofilament", True),
        ("40S R/N + 40D spandex", "elastic", True),
        ("100D × 300D black weft", "black_weft", True),
        ("40D ground + 140D outline", "companions", (140,)),
        ("75D × 75D", "slub", False),
    ],
)
def test_words_and_counts_in_the_yarn_line_are_understood(line, name, value):
    assert getattr(parse_yarn(line), name) == value


def test_filament_and_spun_yarns_are_told_apart():
    assert parse_yarn("75D/72F").warp.per_filament == pytest.approx(75 / 72)
    assert parse_yarn("40S × 40S").spun
    assert not parse_yarn("40S × 75D").spun
    assert parse_yarn("").warp == UNSTATED


@given(st.text())
def test_any_text_is_a_yarn_line(text):
    yarn = parse_yarn(text)
    assert yarn.warp.denier >= 1
    assert yarn.weft.denier >= 1


@given(st.integers(4, 120), st.integers(4, 120))
def test_a_higher_cotton_count_is_a_finer_yarn(one, other):
    first, second = (parse_yarn(f"{count}S × {count}S").warp.denier for count in (one, other))
    assert (first < second) == (one > other)


def test_drafts_have_the_floats_of_their_weave():
    assert floats(plain(), 0)[1].max() == 1
    assert set(floats(twill(3, 1), 0)[1].ravel()) == {3, 1}
    assert floats(satin(8, 3), 0)[1].max() == 7
    assert satin(8, 3).sum(axis=0).tolist() == [7] * 8
    assert (herringbone()[:, 15] != herringbone()[:, 16]).all()
    assert floats(crepe(generator("draft")), 0)[1].max() <= 3


@pytest.mark.parametrize("weave", WEAVES)
@pytest.mark.parametrize("palette", [["#1B3B6F"], ["#1B3B6F", "#E9E4D8"], ["#FFFFFF", "#1E1E24", "#92140C"]])
def test_every_weave_can_be_drawn_with_few_colours(weave, palette):
    assert draw_swatch(weave=weave, palette=palette, seed="few", size=(48, 36)).size == (48, 36)
