# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Sourced by the launcher and by ./demo: find_jdk sets java to that of a JDK 25 or newer, or says
# where it looked for one in vain.

# Sets java if the directory is a JDK of version 25 or newer. Its release file says so at once;
# asking the JVM would take as long as a command does. What follows the version, a shell would read
# byte by byte.
try_jdk() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r line; do
    case $line in
      JAVA_VERSION=*)
        version=${line#JAVA_VERSION=?}
        version=${version%%[!0-9]*}
        [ "${version:-0}" -ge 25 ] || return 1
        # shellcheck disable=SC2034 # for whoever sources this
        java=$1/bin/java
        return 0
        ;;
    esac
  done < "$1/release"
  return 1
}

find_jdk() {
  try_jdk "${JAVA_HOME:-}" && return
  if on_path=$(command -v java) && on_path=$(readlink -f -- "$on_path"); then
    try_jdk "${on_path%/bin/java}" && return
  fi
  for directory in /usr/lib/jvm/* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/java/*; do
    try_jdk "$directory" && return
  done
  if [ -r "${HOME:-}/.m2/toolchains.xml" ]; then
    homes=$(sed -n 's:.*<jdkHome>\(.*\)</jdkHome>.*:\1:p' "$HOME/.m2/toolchains.xml")
    while IFS= read -r directory; do
      try_jdk "$directory" && return
    done <<EOF
$homes
EOF
  fi
  echo "larder: a JDK 25 or newer is needed, and is not at JAVA_HOME, on PATH, in /usr/lib/jvm, nor\
 where SDKMAN or Maven toolchains keep theirs; install one, or set JAVA_HOME" >&2
  return 1
}
