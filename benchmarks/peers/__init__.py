"""What the newspaper is measured against: others who do the same work, and the floor that nobody gets under."""
