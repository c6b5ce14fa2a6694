"""The figures benchmarks/html_report.py and its peers report on: regions × indicators, each with a floor to reach."""

REGIONS, INDICATORS = 3000, 60


def floor(indicator: int) -> int:
    """What an indicator is to reach."""
    return 50 + indicator


def figure(region: int, indicator: int) -> int | None:
    """A region's figure: one in five missing, two in five short of the floor."""
    least = floor(indicator)
    return (None, least - 10, least - 1 - region % 9, least, least + 5)[(region * 7 + indicator * 3) % 5]
