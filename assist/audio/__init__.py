"""Sound in: devices, files and the frames that they become."""
