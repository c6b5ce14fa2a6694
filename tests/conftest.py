"""The order of the tests: those that share what is slow to start, and those that take longest, come first.

Two workers split the list in the middle and take over from each other at its end (`--dist worksteal`): what comes first stays
together on one worker (one Java machine for all of Spark, one office for all it prints), and what comes last is short, so that
no worker waits for the other.
"""

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
# every test of Spark first: the first of them pays for the start of Java
FIRST = (
    "test_spark_agrees.py",
    "test_spark_derive.py",
    "cli/test_spark_command.py",
    "test_office_opens.py",
    "browser/test_matrix.py",
    "browser/test_page.py",
    "browser/test_print.py",
    "test_packaging.py",
    "test_docs.py",
)
_PLACES = {TESTS / name: place for place, name in enumerate(FIRST)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Within a module, and among the modules that are not named, the order stays as it was."""
    items.sort(key=lambda item: _PLACES.get(item.path, len(FIRST)))


@pytest.fixture(scope="session")
def cache_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder that is not the user's, one for all tests of a worker: to link the rules for each would take longer than they do."""
    return tmp_path_factory.mktemp("cache")
