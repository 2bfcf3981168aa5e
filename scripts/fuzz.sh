#!/usr/bin/env bash
# Fuzzes the targets of fuzz/, each for SECONDS in a JVM of its own. What failed goes into the corpus, where the tests find it.
#   scripts/fuzz.sh SECONDS [TARGET]
set -uo pipefail
cd "$(dirname "$0")/.."
source scripts/jdk.sh
find_jdk
SECONDS_EACH=$1
ONLY=${2:-}
SOURCES=fuzz/src/test/java
RESOURCES=fuzz/src/test/resources
WORK=$PWD/fuzz/target/fuzz

if [ ! -f fuzz/target/classpath ]; then
    echo "✖ Nothing is compiled here yet: ./dev build" >&2
    exit 1
fi
CLASSPATH=fuzz/target/test-classes:$(cat fuzz/target/classpath)

# lastgood/gateway/protocol/AddressFuzzTest: one line each
targets() {
    (cd "$SOURCES" && find . -name "*FuzzTest.java" | sed 's|^\./||; s|\.java$||' | sort) |
        grep -E "(^|/)${ONLY%FuzzTest}[A-Za-z]*FuzzTest$"
}

# Where a target's corpus is: beside its name, and that of its one method.
corpus() {
    echo "$RESOURCES/$1Inputs/$(grep -A1 '@FuzzTest' "$SOURCES/$1.java" | sed -n 's/.* void \([A-Za-z0-9]*\)(.*/\1/p')"
}

one() {
    local target=$1 name=${1##*/} folder log
    folder=$(corpus "$target")
    log=$WORK/$name.log
    mkdir -p "$folder" "$WORK/$name"
    touch "$WORK/$name.began"
    if "$JAVA_HOME/bin/java" -Xmx512m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
        --sun-misc-unsafe-memory-access=allow -cp "$CLASSPATH" com.code_intelligence.jazzer.Jazzer \
        --target_class="${target//\//.}" --instrumentation_includes='lastgood.**' --reproducer_path="$WORK" \
        "$WORK/$name" "$folder" -artifact_prefix="$folder/" -max_total_time="$SECONDS_EACH" -timeout=20 -max_len=4096 \
        -rss_limit_mb=0 -report_slow_units=300 >"$log" 2>&1; then
        echo "  ✓ $name  $(sed -n 's/^Done \([0-9]*\) runs.*/\1 inputs/p' "$log")"
        return 0
    fi
    echo "✖ $name failed."
    sed -n '/== Java Exception/,/^DEDUP/p; /^ERROR/p' "$log" | head -12
    find "$folder" -newer "$WORK/$name.began" -type f | sed 's/^/  input:   /'
    echo "  log:     $log"
    echo "  repeat:  ./dev test $name"
    return 1
}

list=$(targets) || {
    echo "✖ No target is called '$ONLY'. There are:" >&2
    ONLY="" targets | sed 's|.*/|  |; s|FuzzTest$||' >&2
    exit 2
}
mkdir -p "$WORK"
failed=0
running=0
for target in $list; do
    if [ "$running" -ge "$(nproc)" ]; then
        wait -n || failed=1
        running=$((running - 1))
    fi
    one "$target" &
    running=$((running + 1))
done
while [ "$running" -gt 0 ]; do
    wait -n || failed=1
    running=$((running - 1))
done
exit "$failed"
