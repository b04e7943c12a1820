#!/bin/sh
# Cadangan setiap malam, dijalankan kemitraan-backup.service. Setiap bagian sendiri-sendiri: yang gagal tidak melewatkan yang
# lain. Dari catatan Prefect disimpan dua: yang terbaru dan yang sebelumnya. Status keluar 1 bila ada bagian yang gagal.
set -u
tujuan=/var/backups/kemitraan
gagal=

/srv/kemitraan/.venv/bin/kemitraan backup --to "$tujuan" || gagal="$gagal gudang"

rsync --archive /var/lib/kemitraan/rumah/arsip "$tujuan/" || gagal="$gagal arsip"

# Yang dihapus atas permintaan atau habis masa simpannya tidak tinggal di salinan arsip.
find "$tujuan/arsip" -name '*.pengganti' -exec sh -c 'for nisan; do rm -f "${nisan%.pengganti}"; done' sh {} + ||
    gagal="$gagal arsip-lama"

catatan() {
    pg_dump --format=custom --file="$tujuan/prefect.baru" prefect || return
    if [ -e "$tujuan/prefect.dump" ]; then mv "$tujuan/prefect.dump" "$tujuan/prefect.sebelumnya.dump" || return; fi
    mv "$tujuan/prefect.baru" "$tujuan/prefect.dump"
}
catatan || gagal="$gagal catatan-prefect"

if [ -n "$gagal" ]; then
    echo "Cadangan yang gagal:$gagal. Yang lain sudah dibuat; sebabnya ada di baris-baris di atas." >&2
    exit 1
fi
