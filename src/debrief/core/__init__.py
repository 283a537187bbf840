"""What a debrief is: facts, rules and the fold over a journal, without files, clock or screen."""
