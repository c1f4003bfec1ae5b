#!/usr/bin/env bash
# MariaDB of this Debian, and the exporter of Debian's unstable, in a folder of their own: nothing of this machine changes, and no root is
# needed. About 20 MB are fetched.
#
#   mariadb.sh            makes it where it is missing
#   mariadb.sh --folder   prints where it is: where the user postgres may read it too
set -euo pipefail
if [ "$(id -u)" = 0 ]; then cache=/var/cache; else cache="${XDG_CACHE_HOME:-$HOME/.cache}"; fi
folder="$cache/cdk8s-agent-platform/mariadb"
if [ "${1:-}" = --folder ]; then
  echo "$folder"
  exit
fi
[ ! -d "$folder" ] || exit 0

new="$folder.new"
rm -rf "$new"
mkdir -p "$new"/{debs,root,bin,lists/partial,cache/archives/partial}
cd "$new"
export TMPDIR="$new"
(cd debs && apt-get -qq -o APT::Sandbox::User="$(id -un)" download mariadb-server-core mariadb-client-core mariadb-client libmariadb3 liburing2 libaio1)

# The exporter of this Debian is older than the image, and takes its address in another way.
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
mirror="$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources 2> /dev/null | grep -o 'https\?://[^ ]*/debian\b' | grep -v snapshot | head -n 1 || true)"
: > status
echo "deb [signed-by=$keyring] $mirror sid main" > sources.list
cat > apt.conf << END
Dir::Etc::sourcelist "$new/sources.list";
Dir::Etc::sourceparts "-";
Dir::State::lists "$new/lists";
Dir::State::status "$new/status";
Dir::Cache "$new/cache";
Debug::NoLocking "1";
APT::Sandbox::User "$(id -un)";
END
export APT_CONFIG="$new/apt.conf"
apt-get -qq update
(cd debs && apt-get -qq download prometheus-mysqld-exporter)
for package in debs/*.deb; do dpkg -x "$package" root; done
rm -rf debs lists cache

libraries="$(cd root && find usr/lib -name 'liburing.so.2' -printf '%h\n' | head -n 1)"
wrap() { # NAME PATH ARGUMENT...: programs look for their files below /usr
  local name="$1" path="$2"
  shift 2
  printf '#!/bin/sh\nexport LD_LIBRARY_PATH=%s\nexec %s "$@" %s\n' "$folder/root/$libraries" "$folder/root/usr/$path" "$*" > "bin/$name"
  chmod +x "bin/$name"
}
wrap mariadbd sbin/mariadbd "--plugin-dir=$folder/root/usr/lib/mysql/plugin" "--lc-messages-dir=$folder/root/usr/share/mysql"
wrap mariadb-install-db bin/mariadb-install-db "--basedir=$folder/root/usr"
for program in mariadb mariadb-admin mariadb-dump; do wrap "$program" "bin/$program"; done
wrap mysqld_exporter bin/prometheus-mysqld-exporter
mv "$new" "$folder"
"$folder/bin/mariadbd" --version
"$folder/bin/mysqld_exporter" --version 2>&1 | head -n 1
