"""Plan → judge → conclude → explain. This room reads no files and prints nothing."""
