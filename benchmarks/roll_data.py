"""学籍 records, generated: pupils over nine school years, as one Parquet file."""

from pathlib import Path

COUNTIES, SCHOOLS = 2844, 74
# a record of each of nine years, less what leaves early and comes late
YEARS = 9


def write_roll(path: Path, rows: int) -> int:
    """About so many rows of pupils who enter grade 1 in one of nine years; one in a hundred moves, leaves, comes late. How many rows.

    A pupil's school is one of its county's; 3 % leave and 3 % come in some grade, 1 % move within the county, 0.05 % die.
    """
    import duckdb

    pupils = rows // YEARS
    code = "printf('%02d%02d%02d', 11 + c % 31, 1 + c // 31 // 12, 1 + c // 31 % 12)"
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (WITH pupils AS ("
            f"SELECT p, p % {COUNTIES} AS c, hash(p) % {SCHOOLS} AS s, 2010 + hash(p + 1) % 9 AS entry, hash(p + 2) % 10000 AS fate, "
            f"2 + hash(p + 3) % 8 AS turn FROM range({pupils}) t(p)), "
            "years AS (SELECT *, unnest(range(1, 10)) AS grade FROM pupils), "
            "told AS (SELECT *, CASE WHEN fate < 300 AND grade = turn THEN '转出' WHEN fate < 305 AND grade = turn THEN '死亡' "
            "WHEN fate BETWEEN 400 AND 699 AND grade = turn THEN '转入' WHEN grade = 9 THEN '毕业' ELSE '在读' END AS status FROM years "
            "WHERE NOT (fate < 305 AND grade > turn) AND NOT (fate BETWEEN 400 AND 699 AND grade < turn)) "
            f'SELECT {code} AS "地区", \'学校\' || (s + CASE WHEN fate BETWEEN 700 AND 799 AND grade >= turn THEN 1 ELSE 0 END) AS "学校", '
            'printf(\'G%012d\', p) AS "学籍号", CAST(grade AS INTEGER) AS "年级", CAST(entry + grade - 1 AS INTEGER) AS "学年", '
            "CASE WHEN fate BETWEEN 700 AND 799 AND grade = turn THEN '转入' ELSE status END AS \"状态\" FROM told "
            f"UNION ALL SELECT {code}, '学校' || s, printf('G%012d', p), CAST(grade AS INTEGER), CAST(entry + grade - 1 AS INTEGER), '转出' "
            f"FROM told WHERE fate BETWEEN 700 AND 799 AND grade = turn) TO '{path}' (FORMAT parquet)"
        )
        (count,) = connection.execute(f"SELECT count(*) FROM '{path}'").fetchone() or (0,)
    return int(count)
