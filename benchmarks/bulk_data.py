"""The nation's figures, generated: counties × years × indicators as one tidy Parquet file, and a rulebook of so many targets."""

from pathlib import Path

PROVINCES, PER_CITY = 31, 12


def write_rules(folder: Path, targets: int, indicators: int = 300) -> Path:
    """A folder of rules: a national pack of so many value targets over so many indicators, owed each year or by 2025."""
    (folder / "indicators").mkdir(parents=True, exist_ok=True)
    (folder / "regions.yaml").write_text('regions:\n  - {code: "000000", name: 全国}\n', encoding="utf-8")
    lines = [
        f'  - {{id: x{n:03}, name: 指标{n:03}, unit: "%", direction: higher, bounds: [0, 150], decimals: 1}}'
        for n in range(indicators)
    ]
    (folder / "indicators" / "all.yaml").write_text("indicators:\n" + "\n".join(lines) + "\n", encoding="utf-8")
    said = []
    for n in range(targets):
        limit = 40 + (n * 7919) % 60
        when = ("every: year", "by: 2025\n    baseline: {2014: 20}", "by: 2025")[n % 3]
        said.append(
            f"  - id: t{n}\n    indicator: x{n % indicators:03}\n    value: '>= {limit} %'\n    {when}\n    force: must\n"
            "    clause: {at: 一 第1段, quote: 原文}\n"
        )
    head = (
        'pack: nation\nsource: {title: 全国规划, number: null, issuer: null, issued: null, region: "000000", level: national, '
        "period: [2015, 2025]}\ntargets:\n"
    )
    (folder / "pack.yaml").write_text(head + "".join(said), encoding="utf-8")
    return folder


def write_figures(path: Path, counties: int = 2844, years: int = 11, indicators: int = 300) -> int:
    """The figures, two decimals each, as DECIMAL(18,2); how many."""
    import duckdb

    code = f"printf('%02d%02d%02d', 11 + c % {PROVINCES}, 1 + c // {PROVINCES} // {PER_CITY}, 1 + c // {PROVINCES} % {PER_CITY})"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT {code} AS region, CAST(2015 + y AS INTEGER) AS year, printf('指标%03d', i) AS indicator, "
            "CAST(CAST(hash(c * 7 + y * 100003 + i * 1000003) % 12001 AS DECIMAL(18,0)) * 0.01 AS DECIMAL(18,2)) AS value "
            f"FROM range({counties}) a(c), range({years}) b(y), range({indicators}) d(i)) TO '{path}' (FORMAT parquet)"
        )
    return counties * years * indicators
