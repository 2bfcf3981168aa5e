#!/usr/bin/env bash
# Puts the built product into server/target/dist: one folder of jars, the options to start it with, and its AOT cache.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$home/scripts/jdk.sh"
find_jdk
dist="$home/server/target/dist"
exec 9>"$home/server/target/dist.lock"
flock 9

rm -f "$dist/ready"
cp "$home/server/target/server-0.1.0.jar" "$dist/lib/"
classpath=$(printf '%s:' "$dist"/lib/*.jar)
options() {
    printf -- '-cp\n"%s"\n' "${classpath%:}"
    printf -- '--enable-native-access=ALL-UNNAMED\n--sun-misc-unsafe-memory-access=allow\n'
    printf -- '-XX:+UseSerialGC\n-XX:+UseCompactObjectHeaders\n-Xms64m\n-Xmx1g\n-XX:+ExitOnOutOfMemoryError\n'
    # Standard output belongs to the commands: what the JVM itself has to say goes to standard error.
    printf -- '-Xlog:disable\n-Xlog:all=error:stderr\n'
}
options >"$dist/jvm.options"

# The model runtime's library, unpacked once. Otherwise every start unpacks its 28 MB into the temporary folder, and one
# that is killed leaves them there.
case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) library=ai/onnxruntime/native/linux-x64 ;;
    Linux-aarch64) library=ai/onnxruntime/native/linux-aarch64 ;;
    Darwin-arm64) library=ai/onnxruntime/native/osx-aarch64 ;;
    *) library= ;;
esac
if [ -n "$library" ] && (cd "$dist" && "$JAVA_HOME/bin/jar" xf lib/onnxruntime-[0-9]*.jar "$library"); then
    printf -- '"-Donnxruntime.native.path=%s/%s"\n' "$dist" "$library" >>"$dist/jvm.options"
fi

echo "Making the AOT cache (a start then takes half as long) ..." >&2
training=$(mktemp -d)
trap 'rm -rf "$training"' EXIT
if "$JAVA_HOME/bin/java" @"$dist/jvm.options" -XX:AOTCacheOutput="$dist/lastgood.aot" -Dlastgood.home="$home" \
    lastgood.server.Train "$training" >"$dist/training.log" 2>&1 && [ -f "$dist/lastgood.aot" ]; then
    printf -- '-XX:AOTCache="%s"\n' "$dist/lastgood.aot" >>"$dist/jvm.options"
else
    echo "No AOT cache could be made (see $dist/training.log); everything works, starts are slower." >&2
fi
touch "$dist/ready"
