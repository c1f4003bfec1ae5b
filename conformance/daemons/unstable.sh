#!/usr/bin/env bash
# Valkey 9, the AWS CLI 2 and RabbitMQ 4 of Debian's unstable, with all that they need, in a folder of their own: nothing of this machine changes, and no
# root is needed. About 160 MB are fetched. They run by their own loader and libraries, as unstable's are newer than this machine's;
# RabbitMQ, which starts programs of its own, runs in a chroot (see debian.ts).
#
#   unstable.sh            makes it where it is missing
#   unstable.sh --folder   prints where it is: where the user postgres may read it too
set -euo pipefail
if [ "$(id -u)" = 0 ]; then cache=/var/cache; else cache="${XDG_CACHE_HOME:-$HOME/.cache}"; fi
folder="$cache/cdk8s-agent-platform/unstable"
if [ "${1:-}" = --folder ]; then
  echo "$folder"
  exit
fi
[ ! -d "$folder/root/usr/lib/rabbitmq" ] || exit 0

keyring=/usr/share/keyrings/debian-archive-keyring.gpg
mirror="$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources 2> /dev/null | grep -o 'https\?://[^ ]*/debian\b' | grep -v snapshot | head -n 1 || true)"
[ -f "$keyring" ] && [ -n "$mirror" ] || { echo "this is no Debian with its archive's keys"; exit 1; }

rm -rf "$folder.new"
mkdir -p "$folder.new"/{lists/partial,cache/archives/partial,root,bin}
cd "$folder.new"
# Without a list of what is installed, everything is fetched, the C library included.
: > status
echo "deb [signed-by=$keyring] $mirror sid main" > sources.list
cat > apt.conf << END
Dir::Etc::sourcelist "$PWD/sources.list";
Dir::Etc::sourceparts "-";
Dir::State::lists "$PWD/lists";
Dir::State::status "$PWD/status";
Dir::Cache "$PWD/cache";
Debug::NoLocking "1";
APT::Install-Recommends "0";
APT::Sandbox::User "$(id -un)";
END
export APT_CONFIG="$PWD/apt.conf" TMPDIR="$PWD"
apt-get -qq update
apt-get -qq -y --download-only install valkey-server valkey-tools awscli python3 ca-certificates \
  rabbitmq-server bash coreutils dash sed grep gawk hostname procps libc-bin
for package in cache/archives/*.deb; do dpkg -x "$package" root; done
rm -rf lists cache
mkdir -p root/etc root/tmp
cp /etc/passwd /etc/group /etc/hosts root/etc/

libraries="$(dirname "$(find root/usr/lib -name ld-linux-\*.so.\* | head -n 1)")"
run="exec '$folder/$libraries/$(basename "$libraries"/ld-linux-*.so.*)' --library-path '$folder/$libraries' '$folder/root/usr/bin"
wrap() { # NAME COMMAND
  printf '#!/bin/sh\n%s\n' "$2" > "bin/$1"
  chmod +x "bin/$1"
}
wrap valkey-server "$run/valkey-server' \"\$@\""
wrap valkey-cli "$run/valkey-cli' \"\$@\""
wrap aws "export PYTHONHOME='$folder/root/usr'
$run/python3' '$folder/root/usr/bin/aws' \"\$@\""
rm -rf "$folder"
mv "$folder.new" "$folder"
"$folder/bin/valkey-server" --version
"$folder/bin/aws" --version
