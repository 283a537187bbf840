"""One verb per thing a facilitator may do: each asks a meeting and returns one event or Refused."""
