"""What the newspaper costs: reading, pushing and importing, each beside its floor and a peer in the same run."""
