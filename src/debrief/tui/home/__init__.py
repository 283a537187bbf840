"""The parts of home: the list of sessions, the details of one, and the form for a new one."""
