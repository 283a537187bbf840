"""Tables that other programs wrote or read: CSV and Parquet."""
