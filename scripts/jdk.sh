# Finds a JDK 25 or newer and sets JAVA_HOME; says what to install where there is none. Sourced by ./dev and ./lastgood.
jdk_version() { # folder -> major version, or nothing
    [ -x "$1/bin/javac" ] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

find_jdk() {
    local candidate version
    local on_path
    on_path=$(command -v javac 2>/dev/null) && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
    for candidate in "${JAVA_HOME:-}" "${on_path:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [ -n "$candidate" ] || continue
        version=$(jdk_version "$candidate")
        if [ -n "$version" ] && [ "$version" -ge 25 ]; then
            export JAVA_HOME="$candidate"
            return 0
        fi
    done
    cat >&2 <<'TEXT'
✖ No JDK 25 or newer was found.

  why   looked in JAVA_HOME, PATH, /usr/lib/jvm, /opt, ~/.sdkman and ~/.jdks

  do    install a JDK 25, for example Temurin, then try again:
        apt-get install temurin-25-jdk      # or: sdk install java 25-tem
        export JAVA_HOME=/path/to/jdk-25    # if it is somewhere else

  Nothing was built or started.
TEXT
    return 1
}
