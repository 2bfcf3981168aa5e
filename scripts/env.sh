# Servers and tools that tests need, each in a folder of its own, made once. Sourced by ./dev and by scripts/envs/*.
#
# scripts/envs/NAME makes what it needs with `environment NAME VERSION make_it` and prints the folder it is in. ./dev hands
# the folder to the tests as LASTGOOD_ENV_NAME.
envs_home=${LASTGOOD_ENVS:-${XDG_CACHE_HOME:-$HOME/.cache}/lastgood/envs}

# environment NAME VERSION MAKE: prints the folder; MAKE is called in an empty one, which takes its place once it is whole.
environment() {
    local name=$1 version=$2 make=$3
    local there="$envs_home/$name-$version"
    if [ ! -d "$there" ]; then
        mkdir -p "$envs_home"
        local log="$envs_home/$name.log"
        (
            if command -v flock >/dev/null; then flock 9; fi
            if [ ! -d "$there" ]; then
                echo "Making the environment '$name' for tests, once ..." >&2
                rm -rf "$there.making" && mkdir "$there.making" && cd "$there.making"
                if ! ("$make" "$there") >"$log" 2>&1; then
                    tail -n 20 "$log" >&2
                    echo "✖ The environment '$name' could not be made; the whole log is in $log." >&2
                    exit 1
                fi
                mv "$there.making" "$there"
            fi
        ) 9>"$envs_home/$name.lock" || return 1
    fi
    echo "$there"
}

# Makes what is missing and exports where each is.
export_environments() {
    local script name folder
    for script in scripts/envs/*; do
        [ -x "$script" ] || continue
        name=$(basename "$script")
        folder=$("$script")
        export "LASTGOOD_ENV_$(echo "$name" | tr 'a-z-' 'A-Z_')=$folder"
    done
}
