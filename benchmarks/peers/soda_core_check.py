"""Twenty floors with soda-core on DuckDB: python soda_core_check.py FILE."""

import logging
import sys

import duckdb
from floors import FLOORS, say
from soda.scan import Scan

logging.disable(logging.CRITICAL)
connection = duckdb.connect()
columns = ", ".join(f"max(数值) FILTER (指标 = '{name}') AS i{n}" for n, name in enumerate(FLOORS))
connection.execute(f"CREATE TABLE county AS SELECT {columns} FROM read_csv('{sys.argv[1]}')")
scan = Scan()
scan.disable_telemetry()
scan.add_duckdb_connection(connection, "floors")
scan.set_data_source_name("floors")
checks = "\n".join(f"  - min(i{n}) >= {floor}" for n, floor in enumerate(FLOORS.values()))
scan.add_sodacl_yaml_str(f"checks for county:\n{checks}\n")
scan.execute()
say(len(scan.get_checks_fail()))
