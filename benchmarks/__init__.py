"""What the commands cost, each figure beside the plain way in the same run."""
