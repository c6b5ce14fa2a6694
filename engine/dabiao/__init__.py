"""dabiao 达标: checks county education statistics against the targets of plans and standards."""

__version__ = "0.1.0"
