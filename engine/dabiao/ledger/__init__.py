"""Rectification ledger (整改台账): what assessments found to fail, over time, and what people did about it."""
