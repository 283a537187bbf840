"""The debrief itself: facts, rules and the fold over a journal, without files, clock or screen."""
