"""The pytest plugin: `pytest --dabiao-packs rules/` tests the packs of a folder.

Registered under the entry point `pytest11`, so every pytest run on a computer with dabiao reads this file: it imports nothing and
adds one group of options; all else happens only where a folder is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """--dabiao-packs, --dabiao-examples."""
    group = parser.getgroup("dabiao", "达标规则包自测（dabiao）")
    group.addoption(
        "--dabiao-packs",
        action="append",
        default=[],
        metavar="文件夹",
        help="检验这个文件夹里的规则包（可重复，也可以是单个文件）；命令行没有写测试路径时，只检验规则包",
    )
    group.addoption(
        "--dabiao-examples",
        type=int,
        default=10,
        metavar="个数",
        help="每项目标每条规律随机试多少组数（缺省 10）",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Loads the rules and takes over the collection of the folders given. Raises UsageError where that can not be done."""
    if not config.getoption("dabiao_packs", default=None):
        return
    import pytest

    from dabiao.diagnostics import DabiaoError
    from dabiao.testing.strategies import need_hypothesis

    try:
        need_hypothesis()
        from dabiao.testing._collect import Packs

        Packs.install(config)
    except DabiaoError as failure:
        raise pytest.UsageError(str(failure)) from failure
