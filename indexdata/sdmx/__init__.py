"""SDMX 2.1 and 3.0: structures and data as statistical offices' programs read them, written row by row."""
