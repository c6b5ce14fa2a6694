"""Digests by Python's own code: OpenSSL's, which hashlib takes, is quicker by the byte and takes longer to load than a check has bytes."""

from __future__ import annotations

import sys

from dabiao.record import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

try:
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

# from here on OpenSSL is quicker, its loading counted in
_LARGE = 1_000_000


def fingerprint(*parts: bytes | memoryview) -> bytes:
    """32 bytes that stand for the parts strung together, for our own use: no reader of a report sees them."""
    found = blake2b(digest_size=32)
    for part in parts:
        found.update(part)
    return found.digest()


def sha256(content: bytes) -> str:
    """The SHA-256 of a file's content in hexadecimal, as reports state it and any tool can confirm it."""
    own = _own_sha256() if len(content) < _LARGE else None
    if own is None:
        import hashlib

        return hashlib.sha256(content).hexdigest()
    return str(own(content).hexdigest())


def _own_sha256() -> Any:
    """Python's own code for it, or None where it was built without."""
    try:
        if sys.version_info >= (3, 12):
            from _sha2 import sha256 as own
        else:
            from _sha256 import sha256 as own  # type: ignore[import-not-found]
    except ImportError:
        return None
    return own
