"""Sealing a pack: writing down, rule by rule, the digest of the sentence each rests on."""

import re

from dabiao.rules.clauses.account import Account

_OLD = re.compile(r"^account:\n(?:  .*\n)*", re.MULTILINE)


def sealed(text: str, account: Account, fingerprint: str) -> str:
    """The pack's YAML text with its account and the document's fingerprint brought up to date; nothing else changes."""
    lines = [f"  {quote.target}: {quote.sentence}\n" for quote in account.quotes if quote.target and quote.sentence]
    block = "account:\n" + "".join(_quoted(line) for line in sorted(lines))
    text = re.sub(r"(?m)^(\s+fingerprint:).*$", rf"\1 {fingerprint}", text, count=1)
    text = _OLD.sub("", text)
    return text.rstrip("\n") + "\n" + block


def _quoted(line: str) -> str:
    """Digests are text even where they look like a number."""
    name, digest = line.strip().split(": ")
    return f'  {name}: "{digest}"\n'
