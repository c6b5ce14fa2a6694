"""DuckDB's SQL → Spark SQL by sqlglot, with what the two mean differently said outright.

| DuckDB | Spark | why |
|---|---|---|
| HUGEINT | DECIMAL(38,0) | Spark has no wider whole number; what does not fit is an error, or under TRY a null |
| TRY(a * b) | try_multiply(a, b) … | Spark has no TRY over an expression, but one of each operation |
| regexp_full_match | a pattern between \\A and \\z | `$` of Java also matches before a last line feed |
| bit_count(bitstring_agg(x)) | count(DISTINCT x) | the same number |
| row_number() OVER () | … ORDER BY 1 | Spark asks for an order; any does |
| UNION ALL BY NAME | UNION ALL | the tables have the same columns in the same order (see open.open_bulk) |
| read_parquet('x') | parquet.`x` | |
"""

from typing import Any, TypeAlias

Tree: TypeAlias = Any


def parsed(sql: str) -> Tree:
    """The statement as a tree; it must be one of DuckDB's."""
    import sqlglot

    return sqlglot.parse_one(sql, dialect="duckdb")


def to_spark(tree: Tree) -> str:
    """The statement in Spark's words. Raises sqlglot's UnsupportedError where there are none."""
    from sqlglot import ErrorLevel

    text: str = tree.transform(_said).sql(dialect="spark", unsupported_level=ErrorLevel.RAISE, identify=True)
    return text


def tables_of(tree: Tree) -> list[str]:
    """The names of the tables and views a statement reads."""
    from sqlglot import exp

    return list(
        dict.fromkeys(table.name for table in tree.find_all(exp.Table) if isinstance(table.this, exp.Identifier))
    )


def _said(node: Tree) -> Tree:
    from sqlglot import exp

    if isinstance(node, exp.DataType) and node.this == exp.DataType.Type.INT128:
        return exp.DataType.build("DECIMAL(38, 0)")
    if isinstance(node, exp.Try):
        return node.this.transform(_tried).transform(_said)
    if isinstance(node, exp.Union) and node.args.get("by_name"):
        node.set("by_name", False)
    if isinstance(node, exp.Window) and isinstance(node.this, exp.RowNumber) and not node.args.get("order"):
        node.set("order", exp.Order(expressions=[exp.Literal.number(1)]))
    if isinstance(node, exp.RegexpFullMatch):
        return _whole(node.this, node.expression)
    if isinstance(node, exp.Anonymous):
        return _function(node)
    return node


def _function(node: Tree) -> Tree:
    from sqlglot import exp

    name, given = str(node.this).lower(), node.expressions
    if name == "regexp_full_match":
        return _whole(given[0], given[1])
    if name == "bit_count" and isinstance(given[0], exp.Anonymous) and str(given[0].this).lower() == "bitstring_agg":
        return exp.Count(this=exp.Distinct(expressions=[given[0].expressions[0]]))
    return node


def _whole(text: Tree, pattern: Tree) -> Tree:
    from sqlglot import exp

    return exp.RegexpLike(this=text, expression=exp.Literal.string(rf"\A(?:{pattern.name})\z"))


def _tried(node: Tree) -> Tree:
    from sqlglot import exp

    names = {exp.Mul: "try_multiply", exp.Add: "try_add", exp.Sub: "try_subtract"}
    if type(node) in names:
        return exp.Anonymous(this=names[type(node)], expressions=[node.this, node.expression])
    return exp.TryCast(this=node.this, to=node.to) if type(node) is exp.Cast else node
