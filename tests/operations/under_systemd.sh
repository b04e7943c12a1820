#!/usr/bin/env bash
# Tries the operations guide under a real systemd: this machine's own files are booted in a container whose changes are
# thrown away, the guide's commands are run in it as they stand, and what matters is looked at: a consolidation done by a
# hardened worker, a worker that is stopped or killed in the middle of one, a killed server, backup, restore, TLS and login.
#
# By hand, as root, on Debian 12 with the packages of .ci/packages and: systemd-container dbus python3-venv sudo curl openssl.
# Takes about eight minutes, of which five are the waiting for a lost run; no part of the test suite.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(git -C "$here" rev-parse --show-toplevel)
guide=$repository/docs/operations/panduan-operasi.md
cd /  # which is in the container, too
place=$(mktemp -d)
mount -t tmpfs -o size=6g none "$place"
mkdir "$place"/{upper,work,root}
mount -t overlay overlay -o "lowerdir=/,upperdir=$place/upper,workdir=$place/work" "$place/root"
container=""
finish() {
  if [ -n "$container" ]; then kill "$container" && wait "$container" || true; fi
  umount "$place/root/dev" "$place/root/proc" 2>/dev/null || true
  umount "$place/root" "$place"
  rmdir "$place"
}
trap finish EXIT

# The program and its packages, made where the guide has them, by Debian's own Python: the units see no other's home.
mount --bind /dev "$place/root/dev"
mount -t proc proc "$place/root/proc"
git clone --quiet --no-hardlinks "$repository" "$place/root/srv/kemitraan"
chroot "$place/root" env -u PYTHONDONTWRITEBYTECODE PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
  make -C /srv/kemitraan PYTHON=/usr/bin/python3 setup
umount "$place/root/dev" "$place/root/proc"
rm -f "$place/root/usr/sbin/policy-rc.d"
: >"$place/root/etc/machine-id"

# The guide's commands by section; what was done above, or asks for an editor, is left out.
commands() {
  awk -v section="## $1." '/^## /{here = index($0, section) == 1} /^```sh/{code = here; next} /^```/{code = 0} code' "$guide" |
    grep -vE 'apt-get|git |make |sudoedit|@3'
}
{
  echo 'set -eux; cd /tmp; export HOME=/root'
  commands 1 | sed 's/^sudo install -m 0600 .*/&; sed -i s,petugas:GANTI,petugas:uji,  \/etc\/kemitraan\/rahasia.env/'
  echo 'install -d -m 0700 /etc/ssl/kemitraan'
  echo 'openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=umkm.contoh.go.id -addext subjectAltName=DNS:umkm.contoh.go.id' \
    '-keyout /etc/ssl/kemitraan/kunci.pem -out /etc/ssl/kemitraan/rantai.pem'
  commands 2
} >"$place/root/root/install.sh"
{
  echo 'set -eux; cd /tmp'
  commands 4
  echo 'install -D -m 0600 /var/lib/kemitraan/rumah/kunci /root/simpanan/kunci; backup=$(basename "$(ls -d /var/backups/kemitraan/cadangan-* | tail -1)")'
  commands 5 | sed 's/CADANGAN/$backup/; s,SIMPANAN,/root/simpanan,'
} >"$place/root/root/renew.sh"
cp "$here/under_systemd_checks.sh" "$place/root/root/checks.sh"

systemd-nspawn --quiet --directory="$place/root" --register=no --keep-unit --link-journal=no --private-network --boot \
  --console=read-only systemd.unit=multi-user.target >"$place/boot.log" 2>&1 &
container=$!
inside() {
  nsenter --target "$(pgrep --parent "$container" | head -1)" --mount --uts --ipc --net --pid --cgroup --root --wdns=/ \
    env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 bash "$@"
}
until inside -c 'systemctl is-active --quiet multi-user.target postgresql' 2>/dev/null; do sleep 1; done
inside /root/install.sh
inside /root/checks.sh runs
inside /root/renew.sh
inside /root/checks.sh after
echo "1 passed, 0 failed"
