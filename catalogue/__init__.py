"""Disc Catalogue: what films you own on disc, where they stand, and what each film is."""

__version__ = "0.1.0"
