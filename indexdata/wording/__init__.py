"""Figures in words: numbers as pages write them, and sentences made from them."""
