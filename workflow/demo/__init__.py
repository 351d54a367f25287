"""The demo municipality: walked through the real workflow, by the functions the screens call."""
