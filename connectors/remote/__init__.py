"""Folders on other machines as sources: SFTP, WebDAV (Nextcloud), S3. One connector works over a small set of
operations.
"""
