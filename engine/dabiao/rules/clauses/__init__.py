"""Proof that a pack says what its document says: places, quotes, figures, coverage."""
