"""The demonstration layer: figures, sample units and reader comments that make the first run look alive.

Every row carries `demonstration=True`, is marked on every page, and goes with one command. Nothing published is touched.
"""
