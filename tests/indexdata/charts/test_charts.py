"""Drawn charts: what is joined, what is named, what is escaped, and how big it gets."""

import re
from datetime import date
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexdata.arithmetic.periods import next_period, periods_between, shifted
from indexdata.charts import (
    NARROW,
    WIDE,
    Chart,
    Line,
    Path,
    Text,
    draw_both,
    draw_chart,
    lay_out,
    runs_of,
    sparkline,
    spread,
    stretches_of,
    thinned,
    time_ticks,
    value_ticks,
)

MONDAY = date(2025, 6, 16)
CJK = re.compile("[\u4e00-\u9fff]")


def D(text):
    return Decimal(str(text))


def week(number):
    return shifted(MONDAY, number, "weekly")


def weekly(values, demonstration=False, start=0):
    return [(week(start + n), None if v is None else D(v), demonstration) for n, v in enumerate(values)]


def wave(count):
    return [D(100 + (n * 37 % 101) / 20).quantize(D("0.01")) for n in range(count)]


def chart(*lines, frequency="weekly", **options):
    named = [
        line if isinstance(line, Line) else Line(f"Line {n}", line, str(n)) for n, line in enumerate(lines)
    ]
    return Chart(named, frequency, **{"title": "Textile price index", **options})


def parsed(svg):
    return ElementTree.fromstring(svg)


def texts(svg):
    return [
        element.text
        for element in parsed(svg).iter()
        if element.tag.endswith(("text", "tspan")) and element.text
    ]


class TestGaps:
    def test_neighbours_are_joined_and_a_missing_week_is_a_gap(self):
        runs = runs_of(weekly([1, 2, None, 4, 5]), "weekly")
        assert [[p.value for p in run] for run in runs] == [[1, 2], [4, 5]]

    def test_an_absent_week_is_a_gap_too(self):
        points = [point for n, point in enumerate(weekly([1, 2, 3, 4])) if n != 1]
        assert [len(run) for run in runs_of(points, "weekly")] == [1, 2]

    def test_a_recorded_week_without_an_issue_is_bridged(self):
        points = weekly([1, 2, None, None, 5])
        assert len(runs_of(points, "weekly", {week(2), week(3)})) == 1
        assert len(runs_of(points, "weekly", {week(2)})) == 2

    def test_months(self):
        points = [
            (date(2022, 12, 1), D(1), False),
            (date(2023, 1, 1), D(2), False),
            (date(2023, 3, 1), D(3), False),
        ]
        assert [len(run) for run in runs_of(points, "monthly")] == [2, 1]
        assert [len(run) for run in runs_of(points, "monthly", {date(2023, 2, 1)})] == [3]

    @given(
        st.lists(st.one_of(st.none(), st.integers(1, 9)), max_size=60),
        st.sets(st.integers(0, 60)),
        st.randoms(),
    )
    def test_no_gap_is_ever_joined_and_no_value_lost(self, values, pauses, random):
        points = weekly(values)
        no_issue = {week(n) for n in pauses}
        random.shuffle(points)
        runs = runs_of(points, "weekly", no_issue)
        assert [p.period for run in runs for p in run] == sorted(
            p for p, value, _ in points if value is not None
        )
        for run in runs:
            for earlier, later in pairwise(run):
                between = periods_between(next_period(earlier.period, "weekly"), later.period, "weekly")
                assert set(between[:-1]) <= no_issue
        for before, after in pairwise(runs):
            between = periods_between(before[-1].period, after[0].period, "weekly")[1:-1]
            assert set(between) - no_issue

    @given(st.lists(st.booleans(), min_size=1, max_size=40))
    def test_stretches_cover_every_step_once(self, flags):
        points = [(week(n), D(n), flag) for n, flag in enumerate(flags)]
        (run,) = runs_of(points, "weekly")
        steps = []
        for demonstration, stretch in stretches_of(run):
            for earlier, later in pairwise(stretch):
                assert demonstration == (earlier.demonstration or later.demonstration)
                steps.append((earlier.period, later.period))
        assert sorted(steps) == [(week(n), week(n + 1)) for n in range(len(flags) - 1)]
        shown = {p.period for kind, stretch in stretches_of(run) if not kind for p in stretch}
        assert {p.period for p in run if not p.demonstration} <= shown

    def test_a_lone_value_is_a_dot(self):
        svg = draw_chart(chart(weekly([1, None, 3, 4])))
        dots = [e for e in parsed(svg).iter() if e.get("class", "").startswith("kc-dots")]
        assert len(dots) == 1
        assert dots[0].get("d").endswith("h0")

    def test_the_drawn_path_breaks_at_the_gap(self):
        drawing = lay_out(chart(weekly([1, 2, None, 4, 5, 6])))
        (line,) = [shape for shape in drawing.shapes if isinstance(shape, Path) and "kc-line" in shape.css]
        assert [len(stroke) for stroke in line.strokes] == [2, 3]


class TestThinning:
    def test_few_points_stay_as_they_are(self):
        runs = runs_of(weekly(wave(500)), "weekly")
        assert thinned(runs, 1200) is runs

    @pytest.mark.parametrize("demonstration", [lambda n: False, lambda n: n % 3 == 0])
    def test_many_points_keep_their_extremes_and_gaps(self, demonstration):
        values = wave(4000)
        values[1234], values[2345], values[3000] = D(50), D(150), None
        points = [(shifted(date(1950, 1, 2), n, "weekly"), v, demonstration(n)) for n, v in enumerate(values)]
        runs = runs_of(points, "weekly")
        thin = thinned(runs, 1200)
        kept = [point for run in thin for point in run]
        assert len(kept) <= 1200
        assert len(thin) == 2
        assert {D(50), D(150)} <= {point.value for point in kept}
        assert kept[0] == runs[0][0]
        assert kept[-1] == runs[-1][-1]

    def test_eight_noisy_lines_are_drawn_by_their_extremes(self):
        """A picture of them must not take longer to draw than any other: `python -m tests.bench.drawings` has the times."""
        lines = []
        for line in range(8):
            values = [D(100 + line) + D(n * 37 % 101) / 20 for n in range(1044)]
            values[500 + line], values[700], values[710] = D(90), None, D(130)
            lines.append([(period, value, n > 800) for n, (period, value, _) in enumerate(weekly(values))])
        drawn = chart(*lines).runs
        assert sum(len(run) for runs in drawn for run in runs) <= 1000
        for points, runs in zip(lines, drawn, strict=True):
            kept = [point for run in runs for point in run]
            whole = [point for run in runs_of(points, "weekly") for point in (run[0], run[-1])]
            assert {D(90), D(130)} <= {point.value for point in kept}
            assert set(whole) <= set(kept)  # what begins and ends at the gap, too
            assert len(runs) == 2
        few = chart(*lines[:3]).runs
        assert few[0] == runs_of(lines[0], "weekly")

    def test_twenty_years_of_weeks_are_small(self):
        points = weekly(wave(1044), start=-1044)
        half = [(period, value, n > 500) for n, (period, value, _) in enumerate(points)]
        for size in (WIDE, NARROW):
            assert len(draw_chart(chart(points), *size).encode()) < 20_000
            assert len(draw_chart(chart(half), *size).encode()) < 20_000
        assert len(draw_chart(chart(*[points] * 3)).encode()) < 40_000


class TestScales:
    @given(st.decimals("-99999", "99999", places=2), st.decimals("0", "99999", places=2), st.integers(3, 8))
    def test_value_ticks_hold_the_values_at_even_steps(self, low, extent, most):
        ticks = value_ticks(low, low + extent, most)
        assert ticks[0] <= low <= low + extent <= ticks[-1]
        assert 2 <= len(ticks) <= most + 1
        assert len({later - earlier for earlier, later in pairwise(ticks)}) == 1

    def test_round_steps(self):
        assert value_ticks(D("91.22"), D("112.88"), 7) == [90, 95, 100, 105, 110, 115]
        assert value_ticks(D("-0.98"), D("0.33"), 7) == [D(n) / 4 for n in range(-4, 3)]

    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    @pytest.mark.parametrize("frequency", ["weekly", "monthly"])
    @pytest.mark.parametrize("pixels", [230, 700])
    @pytest.mark.parametrize("days", [1, 7, 30, 60, 120, 365, 800, 2000, 7000, 30000])
    def test_time_labels_have_room(self, days, pixels, frequency, language):
        start = date(2000, 1, 3)
        end = date.fromordinal(start.toordinal() + days)
        ticks = time_ticks(start, end, pixels, frequency, language)
        assert ticks
        assert all(start <= tick.day <= end for tick in ticks)
        labelled = [tick for tick in ticks if tick.label]
        for earlier, later in pairwise(labelled):
            assert (later.day - earlier.day).days * pixels / days >= 36
        under = [tick for tick in ticks if tick.under]
        for earlier, later in pairwise(under):
            assert (later.day - earlier.day).days * pixels / days >= 50

    def test_ticks_adapt_to_the_span(self):
        def labels(start, end, language="en"):
            return [t.label for t in time_ticks(start, end, 700, "weekly", language) if t.label]

        assert labels(date(2025, 5, 5), date(2025, 6, 16))[:2] == ["5 May", "12 May"]
        assert labels(date(2025, 5, 5), date(2025, 6, 16), "zh-hans")[0] == "5月5日"
        assert labels(date(2024, 7, 1), date(2025, 6, 16))[:3] == ["Jul", "Aug", "Sep"]
        assert labels(date(2007, 6, 4), date(2025, 6, 16))[:2] == ["2008", "2010"]
        assert labels(date(2007, 6, 4), date(2025, 6, 16), "zh-hans")[0] == "2008年"

    @given(
        st.lists(st.tuples(st.floats(0, 400), st.floats(10, 60)), max_size=6),
    )
    def test_labels_never_overlap(self, labels):
        wanted, heights = [w for w, _ in labels], [h for _, h in labels]
        centres = spread(wanted, heights, 0, 400)
        boxes = sorted((c - h / 2, c + h / 2) for c, h in zip(centres, heights, strict=True))
        for (_, bottom), (top, _) in pairwise(boxes):
            assert top >= bottom - 1e-6
        for top, bottom in boxes:
            assert top >= -1e-6
            assert bottom <= 400 + 1e-6


class TestWords:
    def test_it_has_a_name_and_a_description(self):
        root = parsed(draw_chart(chart(weekly(wave(20)), description="Twenty weeks.")))
        assert root.get("role") == "img"
        title, description = (
            next(e for e in root.iter() if e.get("id") == ident)
            for ident in root.get("aria-labelledby").split()
        )
        assert title.text == "Textile price index"
        assert description.text.startswith("Twenty weeks. The value axis runs from ")

    def test_the_two_drawings_of_a_page_have_ids_of_their_own(self):
        ids = re.findall(r' id="([^"]+)"', draw_both(chart(weekly(wave(9)))))
        assert len(ids) == len(set(ids)) == 4

    def test_everything_is_escaped(self):
        nasty = '<script>alert("1")</script>&\x00\x0b'
        lines = [Line(nasty, weekly(wave(9)), nasty), Line(nasty, weekly(wave(5)), "b")]
        for standalone in (True, False):
            for width, height in (WIDE, NARROW):
                svg = draw_chart(
                    Chart(lines, "weekly", "en", nasty, nasty, nasty),
                    width,
                    height,
                    standalone,
                    ident='"><b>',
                )
                parsed(svg)
                assert "<script" not in svg
                assert "\x00" not in svg

    def test_spaces_and_rare_characters_of_chinese_stay(self):
        assert "柯桥\u3000指数𠮷" in draw_chart(chart(weekly(wave(3)), title="柯桥\u3000指数𠮷"))

    def test_a_page_gets_no_inline_styles(self):
        svg = draw_both(chart(weekly(wave(30)), weekly(wave(30), True))) + sparkline(
            weekly(wave(9)), "weekly"
        )
        assert "style" not in svg

    def test_a_file_carries_its_title_and_source(self):
        svg = draw_chart(chart(weekly(wave(30))), standalone=True)
        assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
        assert {"Textile price index", "Source: China · Keqiao Textile Index"} <= set(texts(svg))

    @pytest.mark.parametrize(("language", "word"), [("en", "demonstration"), ("zh-hans", "演示数据")])
    @pytest.mark.parametrize("size", [WIDE, NARROW])
    def test_demonstration_is_named_and_drawn_apart(self, language, word, size):
        points = weekly(wave(10)) + weekly(wave(10), True, start=10)
        svg = draw_chart(chart(points, language=language), *size)
        assert word in texts(svg)
        assert 'class="kc-line kc-line--1 kc-demo"' in svg
        assert word not in texts(draw_chart(chart(weekly(wave(10)), language=language), *size))

    @pytest.mark.parametrize("size", [WIDE, NARROW])
    def test_the_newest_published_value_is_the_large_one(self, size):
        points = [*weekly(["104.00", "104.68"]), *weekly(["99.99"], True, start=2)]
        svg = draw_chart(chart(points), *size)
        large = [e.text for e in parsed(svg).iter() if e.get("class") == "kc-value"]
        assert large == ["104.68"]
        assert {"99.99", "23 June 2025"} <= set(texts(svg))

    def test_chinese_charts_are_chinese_throughout(self):
        svg = draw_chart(chart(weekly(wave(9)), title="纺织品价格指数", language="zh-hans"), standalone=True)
        words = [text for text in texts(svg) if not re.fullmatch(r"[−+\d.,%]+", text)]
        assert words
        assert all(CJK.search(text) for text in words)

    def test_changes_carry_signs_and_a_zero_line(self):
        svg = draw_chart(chart(weekly(["-1.25", "0.50"]), unit="%, change on a year ago", y_format="+.2f"))
        assert "+0.50%" in texts(svg)
        assert "−1.5%" in texts(svg)
        assert 'class="kc-zero"' in svg
        assert 'data-suffix="%"' in svg

    @pytest.mark.parametrize("points", [[], weekly([None, None]), [(MONDAY, Decimal("NaN"), False)]])
    def test_no_values_say_so(self, points):
        svg = draw_chart(chart(points))
        assert texts(svg) == ["No figures in this span of time"]
        assert "data-t0" not in svg
        assert sparkline(points, "weekly") == ""

    def test_a_single_value(self):
        assert "104.68" in texts(draw_chart(chart(weekly(["104.68"]))))


class TestSeveralLines:
    @pytest.mark.parametrize("size", [WIDE, NARROW])
    @pytest.mark.parametrize("count", [2, 3, 6])
    def test_names_and_values_stand_apart(self, size, count):
        lines = [
            Line(f"Apparel fabric number {n}", weekly([100, 100 + n / 50]), str(n)) for n in range(count)
        ]
        drawing = lay_out(chart(*lines), *size)
        values = sorted(
            shape.y for shape in drawing.shapes if isinstance(shape, Text) and "kc-value" in shape.css
        )
        assert len(values) == count
        assert all(later - earlier >= 15 for earlier, later in pairwise(values))
        names = " ".join(shape.text for shape in drawing.shapes if isinstance(shape, Text))
        assert "Apparel fabric" in names

    def test_each_line_has_a_mark_of_its_own(self):
        svg = draw_chart(chart(*[weekly(wave(30)) for _ in range(6)]))
        for number in range(1, 7):
            assert f'class="kc-mark kc-mark--{number}"' in svg
            assert f'class="kc-line kc-line--{number}"' in svg

    def test_an_empty_line_keeps_the_numbers_of_the_others(self):
        svg = draw_chart(chart([], weekly(wave(9))))
        assert "kc-line--2" in svg
        assert "kc-line--1" not in svg


def test_the_script_can_map_the_pointer_to_values():
    root = parsed(draw_chart(chart(weekly(["90.00", "100.00"]))))
    assert root.get("data-t0") == "2025-06-16"
    assert root.get("data-t1") == "2025-06-23"
    assert float(root.get("data-x0")) < float(root.get("data-x1"))
    assert float(root.get("data-y0")) > float(root.get("data-y1"))
    assert float(root.get("data-v0")) <= 90 < 100 <= float(root.get("data-v1"))


def test_a_sparkline_is_hidden_unless_it_is_named():
    points = weekly([1, 2, None, 4])
    assert 'aria-hidden="true"' in sparkline(points, "weekly")
    named = sparkline(points, "weekly", label="Price <index>")
    assert 'role="img" aria-label="Price &lt;index&gt;"' in named
    assert named.count("h0") == 1
