"""What a person or IT may choose, once and for all calls. Knows nothing of Qt."""
