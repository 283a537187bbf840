"""Scorecards from other systems: reading an export, applying its level map, filing the cards."""
