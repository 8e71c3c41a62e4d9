"""What the system knows before it reads: regions, lexicons and the sample corpus."""
