"""What the portal stands on goes away: databases, caches, disks, and its own processes, on the real thing."""
