"""Fabric swatches and article covers, drawn from the structure of the cloth."""

from .covers import draw_cover
from .draw import WEAVES, draw_swatch

__all__ = ["WEAVES", "draw_cover", "draw_swatch"]
