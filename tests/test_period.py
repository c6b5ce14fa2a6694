"""Years, spans and days as people and spreadsheets type them."""

import calendar
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dabiao.period import Period, parse_date, parse_period

DAYS = st.dates(dt.date(1949, 1, 1), dt.date(2100, 12, 31))


@pytest.mark.parametrize(
    "text", ["2020", "2020年", "２０２０", "2020 年", "2020年度", "2020学年", "2020累计", " 2020 "]
)
def test_one_year(text: str) -> None:
    assert parse_period(text) == Period(2020, 2020)


@pytest.mark.parametrize(
    "text",
    [
        "2016-2020",
        "2016—2020",
        "2016——2020年",
        "2016–2020",
        "2016年-2020年",
        "2016至2020年",
        "2016~2020",
        "2016到2020累计",
    ],
)
def test_a_span_of_years(text: str) -> None:
    assert parse_period(text) == Period(2016, 2020)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "20",
        "20201",
        "2020.5",
        "十四五",
        "2020-2016",
        "1948",
        "2101",
        "2020-",
        "2020年12月",
        "2020/2021",
        "去年",
        "-2020",
    ],
)
def test_what_is_no_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="年"):
        parse_period(text)


@pytest.mark.parametrize("text", ["2022-2023学年", "2022—2023学年度", "2022/23学年", "2022至2023学年"])
def test_a_school_year_is_no_span_of_two_years(text: str) -> None:
    with pytest.raises(ValueError, match="学年"):
        parse_period(text)


@settings(deadline=None)
@given(st.integers(1949, 2100), st.integers(1949, 2100), st.integers(1940, 2110))
def test_a_period_covers_its_years_and_reads_back(one: int, other: int, year: int) -> None:
    start, end = sorted((one, other))
    period = Period(start, end)
    assert parse_period(str(period)) == period
    assert period.covers(year) == (year in range(start, end + 1))
    assert period.single == (start == end)


@settings(deadline=None)
@given(DAYS, st.sampled_from(["{0}-{1}-{2}", "{0}/{1}/{2}", "{0}.{1}.{2}", "{0}年{1}月{2}日", "{0}-{1:02}-{2:02}"]))
def test_every_day_is_read_in_every_spelling(day: dt.date, spelling: str) -> None:
    assert parse_date(spelling.format(day.year, day.month, day.day)) == day.isoformat()


@pytest.mark.parametrize("year", [2021, 2024, 2000])
@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_ends_with_its_last_day(year: int, month: int) -> None:
    last = calendar.monthrange(year, month)[1]
    assert parse_date(f"{year}-{month}-{last}") == dt.date(year, month, last).isoformat()
    for day in (0, last + 1):
        with pytest.raises(ValueError, match="日期"):
            parse_date(f"{year}-{month}-{day}")


@settings(deadline=None)
@given(DAYS, st.sampled_from([" 0:00", " 00:00", " 0:00:00", " 00:00:00", "T00:00:00"]), st.booleans())
def test_a_spreadsheets_midnight_never_changes_the_day(day: dt.date, midnight: str, padded: bool) -> None:
    text = day.isoformat() if padded else f"{day.year}-{day.month}-{day.day}"
    assert parse_date(text + midnight) == day.isoformat()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2021",
        "2021-12",
        "2021-13-01",
        "2021-00-10",
        "2021-02-29",
        "1900-02-29",
        "2100-02-29",
        "2021-04-31",
        "2021-12-32",
        "20211231",
        "31-12-2021",
        "2021-12-31 08:30",
        "2021年底",
        "2021-12-311",
        "1948-12-31",
        "2101-01-01",
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="日期"):
        parse_date(text)
