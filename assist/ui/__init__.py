"""What an agent sees: the overlay, the tray icon, and the seam between them and the workers."""
