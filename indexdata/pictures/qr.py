"""An address as a QR code, drawn as one path."""

import segno

#: Readers of such codes need so many white modules around.
QUIET = 4


def qr_path(address: str, x: float, y: float, width: float) -> str:
    """Return an SVG group so many pixels wide: a white square, and the code of an address in it in black."""
    matrix = segno.make_qr(address, error="m").matrix
    module = width / (len(matrix) + 2 * QUIET)
    runs = "".join(
        f"M{QUIET + start} {QUIET + row}h{length}v1h-{length}z"
        for row, modules in enumerate(matrix)
        for start, length in _dark_runs(modules)
    )
    side = len(matrix) + 2 * QUIET
    return (
        f'<g transform="translate({x} {y}) scale({module:.5f})" shape-rendering="crispEdges">'
        f'<rect width="{side}" height="{side}" fill="#ffffff"/><path d="{runs}" fill="#000000"/></g>'
    )


def _dark_runs(modules):
    """Yield (start, length) of the dark modules that stand next to each other in a row."""
    start = None
    for column, dark in enumerate([*modules, 0]):
        if dark and start is None:
            start = column
        elif not dark and start is not None:
            yield start, column - start
            start = None
