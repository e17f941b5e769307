"""The demonstration: the record of 2019, and a rehearsal of the same process."""
