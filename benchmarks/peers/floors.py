"""The twenty checks of the start-up benchmark: an indicator's name and the floor it is to reach. Used by every tool."""

FLOORS = {f"示例指标{n + 1}": 50 + n for n in range(20)}
REGION, YEAR = "120110", 2024
MISSED = 5  # one in four lies below its floor


def write_csv(path: str) -> None:
    """One county's figures as a tidy table: one indicator a row."""
    with open(path, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123 - pathlib costs the peers an import
        file.write("地区,年份,指标,学段,数值,单位\n")
        file.writelines(
            f"{REGION},{YEAR},{name},,{floor - 0.5 if n % 4 == 0 else floor + n / 10},%\n"
            for n, (name, floor) in enumerate(FLOORS.items())
        )


def say(failed: int) -> None:
    """What a script prints; wrong answers are no measurement."""
    assert failed == MISSED, failed
    print(f"{failed} of {len(FLOORS)} below their floor")
