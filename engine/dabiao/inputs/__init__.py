"""Statistics: CSV, XLSX and Parquet → observations, each with the cell it came from. This room knows figures, never thresholds."""
