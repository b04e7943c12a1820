#!/bin/sh
# Menjalankan `kemitraan` sebagai pengguna kemitraan dengan setelan layanannya. Hanya untuk root.
set -eu
set -a
. /etc/kemitraan/kemitraan.env
. /etc/kemitraan/rahasia.env
set +a
cd /srv/kemitraan
exec runuser -u kemitraan -- /srv/kemitraan/.venv/bin/kemitraan "$@"
