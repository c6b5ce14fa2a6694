"""Reports: one file a format, each made from the Assessment alone. This room computes no verdict."""
