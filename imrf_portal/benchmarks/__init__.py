"""What is measured, side by side with a yardstick: run by hand, and nothing here fails for being slow."""
