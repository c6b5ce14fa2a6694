"""Rules: YAML with line marks → schema → model → link. This room knows targets and clauses, never figures."""
