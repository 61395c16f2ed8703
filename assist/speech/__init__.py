"""Speech in: the recogniser and its models. The only place that knows Vosk."""
