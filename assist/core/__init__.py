"""The pure core: timed words in, events out. No Qt, sound, threads, files or clock."""
