"""Drafting a pack from a document never seen before: proposals with confidence, reasons and open questions, never rules."""

from dabiao.rules.draft.model import Draft
from dabiao.rules.draft.propose import draft_pack
from dabiao.rules.draft.write import render

__all__ = ["Draft", "draft_pack", "render"]
