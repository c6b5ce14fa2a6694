"""Digests: those a report states are SHA-256 whoever computes them; those of our own tell contents apart."""

import hashlib

import pytest

from dabiao.digest import fingerprint, sha256


@pytest.mark.parametrize("size", [0, 1, 999_999, 1_000_000, 3_000_001])
def test_what_a_report_states_is_the_sha256_any_tool_gives(size: int) -> None:
    content = bytes(n % 251 for n in range(1000)) * (size // 1000) + b"x" * (size % 1000)
    assert sha256(content) == hashlib.sha256(content).hexdigest()


def test_our_own_takes_parts_as_one_and_tells_contents_apart() -> None:
    whole = fingerprint(b"abc")
    assert fingerprint(b"a", memoryview(b"bc")) == whole
    assert len({whole, fingerprint(b"abd"), fingerprint(b"ab"), fingerprint()}) == 4
    assert len(whole) == 32
