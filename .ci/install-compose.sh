#!/bin/sh
# Installs the docker compose plugin that judges the compose input into a directory.
#
#   .ci/install-compose.sh DIR     afterwards: PORTCULLIS_DOCKER_COMPOSE=DIR/docker-compose
#
# No engine is needed for `docker-compose config`. The package comes from the same Debian mirror that the machine uses,
# its suite replaced by sid; lists and downloads stay in a directory of their own, so the machine's apt does not change.
set -eu

version=2.40.3-3
target=${1:?the directory to install into is missing}

if [ -x "$target/docker-compose" ] && [ "$(cat "$target/docker-compose.version" 2>/dev/null)" = "$version" ]; then
  echo "docker compose $version is in $target"
  exit 0
fi

private=$(mktemp -d)
trap 'rm -rf "$private"' EXIT
mkdir -p "$private/lists/partial" "$private/archives/partial" "$private/sources" "$private/state" "$target"
touch "$private/state/status"

# The machine's own entry for its distribution, in either of the two notations that apt knows.
mirror=$(
  for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
    if [ -f "$list" ]; then
      sed -n -e 's/^deb  *\(\[[^]]*\] *\)\{0,1\}\([^ ]*\/debian\)\/\{0,1\} .*/\2/p' \
        -e 's/^URIs: *\([^ ]*\/debian\)\/\{0,1\} *$/\1/p' "$list"
    fi
  done | head -n 1
)
if [ -z "$mirror" ]; then
  echo "no Debian mirror among this machine's apt sources; docker compose cannot be installed from one" >&2
  exit 1
fi
keys=/usr/share/keyrings/debian-archive-keyring.gpg
echo "deb [signed-by=$keys] $mirror sid main" >"$private/sources/sid.list"

apt_here() {
  apt-get -q \
    -o Dir::Etc::SourceList="$private/sources/sid.list" -o Dir::Etc::SourceParts=- \
    -o Dir::State="$private/state" -o Dir::State::Lists="$private/lists" -o Dir::State::status="$private/state/status" \
    -o Dir::Cache="$private" -o Dir::Cache::archives="$private/archives" \
    -o APT::Sandbox::User=root "$@"
}

apt_here update
cd "$private"
apt_here download "docker-compose=$version"
dpkg-deb -x docker-compose_*.deb unpacked
cd - >/dev/null
cp "$private/unpacked/usr/libexec/docker/cli-plugins/docker-compose" "$target/docker-compose.new"
mv "$target/docker-compose.new" "$target/docker-compose"
printf '%s' "$version" >"$target/docker-compose.version"
echo "docker compose $version is in $target"
