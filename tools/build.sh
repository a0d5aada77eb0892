# shellcheck shell=bash
# Sourced by ./vestnik, ./check and .ci/run: find a JDK, hold a lock, run Maven under watch.
# Kept to what bash 3.2 knows, for that is what macOS has.

project=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
oldest_java=25

say() { printf '%s\n' "$*" >&2; }

# The major version of the JDK in folder $1, or nothing where there is no JDK.
# It is read from the file `release`: no JVM has to start for it.
jdk_major() {
  local version
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] || return 0
  if [ -r "$1/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  else
    version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  fi
  printf '%s' "$version"
}

jdk_fits() {
  local major
  major=$(jdk_major "$1")
  [ -n "$major" ] && [ "$major" -ge "$oldest_java" ]
}

# The home of the `java` on PATH. It may be a link, or a script that picks a JDK: then it is asked.
jdk_on_path() {
  local java target
  java=$(command -v java) || return 0
  while [ -L "$java" ]; do
    target=$(readlink "$java")
    case $target in /*) java=$target ;; *) java=$(dirname "$java")/$target ;; esac
  done
  java=$(cd -P "$(dirname "$java")/.." && pwd)
  if [ ! -r "$java/release" ]; then
    java=$(command java -XshowSettings:properties -version 2>&1 |
      sed -n 's/^ *java\.home = //p')
  fi
  printf '%s' "$java"
}

# Sets java_home to a JDK that is new enough, or says what is missing and returns 1.
# VESTNIK_JAVA_HOME is an order: if that is no such JDK, nothing else is taken in its place.
find_jdk() {
  local candidate major best=
  java_home=
  if [ -n "${VESTNIK_JAVA_HOME:-}" ]; then
    if jdk_fits "$VESTNIK_JAVA_HOME"; then
      java_home=$VESTNIK_JAVA_HOME
      return 0
    fi
    say "VESTNIK_JAVA_HOME is $VESTNIK_JAVA_HOME, which is no JDK of version $oldest_java or newer."
    return 1
  fi
  for candidate in "${JAVA_HOME:-}" "$(jdk_on_path)"; do
    if [ -n "$candidate" ] && jdk_fits "$candidate"; then
      java_home=$candidate
      return 0
    fi
  done
  # Of those lying about the lowest that will do: it is the one most tested.
  for candidate in /usr/lib/jvm/* /opt/*jdk* /opt/java/* /usr/local/*jdk* \
    "${HOME:-/nowhere}"/.sdkman/candidates/java/* "${HOME:-/nowhere}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nowhere}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    jdk_fits "$candidate" || continue
    major=$(jdk_major "$candidate")
    if [ -z "$best" ] || [ "$major" -lt "$best" ]; then
      best=$major
      java_home=$candidate
    fi
  done
  [ -n "$java_home" ] || no_jdk
}

no_jdk() {
  local path_home home_major
  path_home=$(jdk_on_path)
  home_major=$(jdk_major "${JAVA_HOME:-/nowhere}")
  say "Vestnik needs a JDK $oldest_java or newer, and found none. Looked in:"
  say "  VESTNIK_JAVA_HOME   not set"
  say "  JAVA_HOME           ${JAVA_HOME:-not set}${home_major:+ (Java $home_major)}"
  say "  java on PATH        ${path_home:-none}${path_home:+ ($(java_version_line "$path_home"))}"
  say "  /usr/lib/jvm, /opt/*jdk*, /opt/java, /usr/local/*jdk*, ~/.sdkman, ~/.jdks,"
  say "  /Library/Java/JavaVirtualMachines, Homebrew"
  say "Install one, for instance:"
  say "  Debian 13+, Ubuntu 25.10+   apt-get install openjdk-25-jdk-headless"
  say "  Fedora                      dnf install java-25-openjdk-devel"
  say "  macOS                       brew install openjdk@25"
  say "  any other                   https://adoptium.net/temurin/releases/?version=25"
  say "or set VESTNIK_JAVA_HOME to the folder of one."
  return 1
}

java_version_line() {
  local major
  major=$(jdk_major "$1")
  if [ -n "$major" ]; then printf 'Java %s' "$major"; else printf 'no JDK: it lacks bin/javac'; fi
}

find_maven() {
  command -v mvn >/dev/null 2>&1 && return 0
  say "Vestnik is built by Maven (3.6.3 or newer), and there is no \`mvn\` on PATH. Install it:"
  say "  Debian, Ubuntu   apt-get install maven"
  say "  Fedora           dnf install maven"
  say "  macOS            brew install maven"
  say "  any other        https://maven.apache.org/download.cgi"
  return 1
}

# with_lock FILE COMMAND…: runs it while no other process holds FILE; says so where it must wait.
# The kernel's lock dies with its holder. Without `flock` a link that names the holder stands in.
with_lock() {
  local file=$1 status=0
  shift
  mkdir -p "$(dirname "$file")" || return 1
  if command -v flock >/dev/null 2>&1; then
    exec 9>>"$file" || return 1
    take_flock "$file" || return 1
    "$@" || status=$?
    exec 9>&-
  else
    take_link "$file.pid" || return 1
    lock_link=$file.pid
    trap 'rm -f "$lock_link"' EXIT
    "$@" || status=$?
    rm -f "$file.pid"
    trap - EXIT
  fi
  return "$status"
}

lock_seconds=900

say_waiting() { say "Another one is building in this folder: waiting for it …"; }

say_stuck() { say "Waited $((lock_seconds / 60)) minutes for it; is it stuck? The lock: $1"; }

take_flock() {
  flock -n 9 && return 0
  say_waiting
  flock -w "$lock_seconds" 9 || { say_stuck "$1"; return 1; }
}

# Making a symbolic link either succeeds or finds it there, and it brings the holder's id with it.
take_link() {
  local link=$1 waited=0
  until ln -s "$$" "$link" 2>/dev/null; do
    if is_dead "$link"; then
      bury "$link"
      continue
    fi
    [ "$waited" -gt 0 ] || say_waiting
    waited=$((waited + 1))
    [ "$waited" -le "$lock_seconds" ] || { say_stuck "$link"; return 1; }
    sleep 1
  done
}

is_dead() {
  local holder
  holder=$(readlink "$1") && ! kill -0 "$holder" 2>/dev/null
}

# Only who has made the folder may take away another's link, and looks once more before it does:
# so none is taken away that has been made meanwhile.
bury() {
  if mkdir "$1.burying" 2>/dev/null; then
    if is_dead "$1"; then rm -f "$1"; fi
    rmdir "$1.burying"
  else
    sleep 1
  fi
}

# watch_maven LOG SECONDS TELL ARGUMENTS…: runs `mvn ARGUMENTS` in the project with all it says in
# LOG. Calls `TELL LOG ELAPSED` once a second, and ends it all after SECONDS (returns 124).
# Maven gets a process group of its own, so that what its tests have started ends with it.
watch_maven() {
  local log=$1 limit=$2 tell=$3 start=$SECONDS status=0
  shift 3
  : >"$log" || return 1
  set -m
  (
    cd "$project" || exit 1
    export JAVA_HOME=$java_home
    export MAVEN_OPTS="${MAVEN_OPTS:-} --enable-native-access=ALL-UNNAMED"
    MAVEN_OPTS+=" --sun-misc-unsafe-memory-access=allow"
    unset MAVEN_BASEDIR
    exec mvn -B -Dstyle.color=never "$@"
  ) >>"$log" 2>&1 </dev/null &
  maven=$!
  set +m
  trap 'end_maven; exit 130' INT TERM HUP
  while kill -0 "$maven" 2>/dev/null; do
    "$tell" "$log" $((SECONDS - start))
    if [ $((SECONDS - start)) -gt "$limit" ]; then
      say "Not done after $((limit / 60)) minutes: ended."
      end_maven
      status=124
    fi
    sleep 1
  done
  if [ "$status" = 0 ]; then
    wait "$maven" || status=$?
  fi
  trap - INT TERM HUP
  kill -KILL -- "-$maven" 2>/dev/null || true # what a test may have left behind
  "$tell" "$log" $((SECONDS - start))
  return "$status"
}

end_maven() {
  kill -TERM -- "-$maven" 2>/dev/null || true
  sleep 2
  kill -KILL -- "-$maven" 2>/dev/null || true
  wait "$maven" 2>/dev/null || true
}

# How many files Maven has fetched so far.
downloads() { grep -c '^\(\[INFO\] \)\{0,1\}Downloaded from .*\.jar' "$1" 2>/dev/null || true; }

# The compiler's errors and warnings (with -Werror they are errors) and Maven's, each once; at most
# 40 lines.
errors_in() {
  grep -v -e 'Help 1' -e 're-run Maven' -e 'Re-run Maven' -e 'For more information about' \
    -e 'After correcting' -e 'mvn <args>' -e '^\[ERROR\] *$' -e '^\[ERROR\] *(see http' \
    -e '^\[ERROR\][[:space:]]*at ' "$1" |
    awk '/^\[ERROR\]/ || /^\[WARNING\].*\.java:\[/ { show = !seen[$0]++; if (show) print; next }
         /^\[/ { show = 0 }
         show && NF' | head -n 40
}
