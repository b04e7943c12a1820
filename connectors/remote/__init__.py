"""Folders on other machines as channels: SFTP, WebDAV (Nextcloud), S3; one connector over a small set of operations."""
