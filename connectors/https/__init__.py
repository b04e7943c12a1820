"""A file behind an https link as a source: as it is, or a share link of a service that offices use."""
