"""Evidence, coverage and trends of a collaborative governance regime, from tables with sources."""
