"""What every page is built of: ids, words, dials, tables, markup, places, long work."""
