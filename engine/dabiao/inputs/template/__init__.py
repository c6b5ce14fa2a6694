"""The 填报表: a workbook to fill, written from neutral values. Which figures it asks for is settled in `assess`."""
