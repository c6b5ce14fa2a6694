"""One pack, one document, one account."""

from pathlib import Path

from dabiao.rules.clauses._readers import document_text
from dabiao.rules.clauses._text import fingerprint
from dabiao.rules.clauses.account import Account, account_of
from dabiao.rules.clauses.document import read_text
from dabiao.rules.model import Pack


def check_clauses(pack: Pack, document: Path) -> Account:
    """The account of a pack against a document file (txt, docx, pdf, html). Raises InputError (DOC7xx)."""
    text = document_text(document)
    return account_of(pack, read_text(text), fingerprint(text))
