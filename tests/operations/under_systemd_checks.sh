#!/usr/bin/env bash
# What under_systemd.sh looks at inside the container: with "runs" after installing, with "after" once more after the restore.
set -euo pipefail
api=http://127.0.0.1:4200/api
home=/var/lib/kemitraan/rumah
samples=/srv/kemitraan/tests/submissions

ask() { curl --silent --fail --user petugas:uji --header 'content-type: application/json' "$@"; }
field() { python3 -c "import json, sys; print(json.load(sys.stdin)['$1'])"; }
begin() { ask --data '{}' "$api/deployments/$(ask "$api/deployments/name/$1" | field id)/create_flow_run" | field id; }
state() { ask "$api/flow_runs/$1" | field state_type; }
reaches() { # a run, a state, the most seconds
  for _ in $(seq "$3"); do
    if [ "$(state "$1" 2>/dev/null || true)" = "$2" ]; then return; fi
    sleep 1
  done
  echo "run $1 is $(state "$1") and not $2 after $3 seconds" >&2
  exit 1
}
send() { # a sample into Mamasa's inbox, which is looked at twice, 25 seconds apart
  cp "$samples"/$1 "$home/masuk/mamasa/$2"
  chown kemitraan: "$home/masuk/mamasa/$2"
}
answered() { ls "$home/keluar/mamasa" | grep --quiet "$1" || { echo "$1 is not answered" >&2; exit 1; }; }

units=(kemitraan-server kemitraan-worker@1 kemitraan-worker@2)
systemctl is-active "${units[@]}"
[ "$(curl --silent --output /dev/null --write-out '%{http_code}' --request POST $api/deployments/count)" = 401 ]
door=(--silent --cacert /etc/ssl/kemitraan/rantai.pem --resolve umkm.contoh.go.id:443:127.0.0.1 --output /dev/null)
[ "$(curl "${door[@]}" --write-out '%{http_code}' --request POST https://umkm.contoh.go.id/api/deployments/count)" = 401 ]
if [ "$1" = after ]; then
  kemitraan verify
  exit
fi
for one in konsolidasi/konsolidasi-ulang pemeriksaan-sumber/pemeriksaan-sumber laporan-kemitraan/laporan-kemitraan \
  pemeliharaan/pemeliharaan pengingat/pengingat-harian; do
  reaches "$(begin $one)" COMPLETED 90
done

python3 - "$home/kemitraan.toml" <<'PYTHON'
import re, sys
text = open(sys.argv[1], encoding="utf-8").read()
source = '[[offices.sources]]\ntype = "folder"\ninbox = "masuk/mamasa"\noutbox = "keluar/mamasa"\nsettle_seconds = 25\n'
text = re.sub(r'(name = "Kabupaten Mamasa"\n)', r"\1" + source.replace("\\", ""), text)
open(sys.argv[1], "w", encoding="utf-8").write(text)
PYTHON
echo "== a worker that is stopped in the middle of a run ends it first"
send '11_*.csv' satu.csv
run=$(begin konsolidasi/konsolidasi-ulang)
reaches "$run" RUNNING 60
systemctl stop kemitraan-worker@1 kemitraan-worker@2
reaches "$run" COMPLETED 5
answered satu
systemctl start kemitraan-worker@1 kemitraan-worker@2
echo "== workers and server are killed in the middle of a run: all come back, and the run is taken up"
send '05_*.xlsx' dua.xlsx
run=$(begin konsolidasi/konsolidasi-ulang)
reaches "$run" RUNNING 60
systemctl kill --signal=KILL kemitraan-worker@1 kemitraan-worker@2
systemctl kill --signal=KILL --kill-whom=main kemitraan-server
sleep 10
reaches "$run" COMPLETED 330
answered dua
systemctl is-active "${units[@]}"
echo "== the backup of the night"
systemctl start kemitraan-backup
ls /var/backups/kemitraan/prefect.dump /var/backups/kemitraan/cadangan-*/gudang.dump
[ -z "$(journalctl --boot --unit 'kemitraan*' --priority err --no-pager --quiet)" ]
