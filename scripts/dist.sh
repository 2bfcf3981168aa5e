#!/usr/bin/env bash
# Puts the built product into server/target/dist: one folder of jars, the options to start it with, and its AOT caches.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$home/scripts/jdk.sh"
find_jdk
dist="$home/server/target/dist"
exec 9>"$home/server/target/dist.lock"
if command -v flock >/dev/null; then flock 9; fi

rm -f "$dist/ready"
cp "$home/server/target/server-0.1.0.jar" "$dist/lib/"
classpath=$(printf '%s:' "$dist"/lib/*.jar)
options() {
    printf -- '-cp\n"%s"\n' "${classpath%:}"
    printf -- '--enable-native-access=ALL-UNNAMED\n--sun-misc-unsafe-memory-access=allow\n'
    printf -- '-XX:+UseSerialGC\n-XX:+UseCompactObjectHeaders\n-Xms128m\n-Xmx1g\n-XX:NewRatio=1\n-XX:+ExitOnOutOfMemoryError\n'
    # Standard output belongs to the commands: what the JVM itself has to say goes to standard error.
    printf -- '-Xlog:disable\n-Xlog:all=error:stderr\n'
}
options >"$dist/jvm.options"

# Native libraries, unpacked once. Otherwise every start unpacks 30 MB into the temporary folder, and one that is killed
# leaves them there.
unpack() { # jar, folder in it, property that names the folder
    (cd "$dist" && "$JAVA_HOME/bin/jar" xf lib/$1-[0-9]*.jar "$2")
    printf -- '"-D%s=%s/%s"\n' "$3" "$dist" "$2" >>"$dist/jvm.options"
}
case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) onnx=linux-x64 sqlite=Linux/x86_64 ;;
    Linux-aarch64) onnx=linux-aarch64 sqlite=Linux/aarch64 ;;
    Darwin-arm64) onnx=osx-aarch64 sqlite=Mac/aarch64 ;;
    *) onnx='' sqlite='' ;;
esac
if [ -n "$onnx" ]; then
    unpack onnxruntime "ai/onnxruntime/native/$onnx" onnxruntime.native.path
    unpack sqlite-jdbc "org/sqlite/native/$sqlite" org.sqlite.lib.path
fi

# Processes of its own start by the same options, with fewer classes.
cp "$dist/jvm.options" "$dist/child.options"
printf -- '"-Dlastgood.options=%s"\n' "$dist/child.options" >>"$dist/jvm.options"

echo "Making the AOT caches (a start then takes half as long) ..." >&2
training=$(mktemp -d)
trap 'rm -rf "$training"' EXIT
cp -r "$home/examples/tumour" "$training/examples"
cp "$dist/child.options" "$training/child.options"
printf -- '-XX:AOTMode=record\n-XX:AOTConfiguration="%s"\n' "$training/child.aotconf" >>"$training/child.options"
if "$JAVA_HOME/bin/java" @"$dist/jvm.options" -XX:AOTCacheOutput="$dist/lastgood.aot" -Dlastgood.home="$home" \
    lastgood.server.Train "$training" "$training/examples" "$training/child.options" >"$dist/training.log" 2>&1 &&
    "$JAVA_HOME/bin/java" @"$dist/child.options" -XX:AOTMode=create -XX:AOTConfiguration="$training/child.aotconf" \
        -XX:AOTCache="$dist/child.aot" >>"$dist/training.log" 2>&1 && [ -f "$dist/lastgood.aot" ] && [ -f "$dist/child.aot" ]; then
    printf -- '-XX:AOTCache="%s"\n' "$dist/lastgood.aot" >>"$dist/jvm.options"
    printf -- '-XX:AOTCache="%s"\n' "$dist/child.aot" >>"$dist/child.options"
else
    echo "No AOT cache could be made (see $dist/training.log); everything works, starts are slower." >&2
fi
touch "$dist/ready"
