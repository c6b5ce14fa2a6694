"""What changed between two assessments, in plain sentences: on the screen, as a page, as JSON."""
