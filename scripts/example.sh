# What the run scripts of examples share: sourced, not run. Everything started is on loopback, on free ports, and ended.
#
# Gives: $work, a folder that is gone afterwards; say, lastgood, until_, ask, status_is; serve FLAGS... starts a server.
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
started=()
clean() {
    for pid in "${started[@]}"; do
        children=$(ps -o pid= --ppid "$pid" 2>/dev/null || true)
        kill "$pid" $children 2>/dev/null || true
    done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap clean EXIT

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
lastgood() { echo "\$ lastgood $*"; (cd "$work" && "$home/lastgood" "$@"); }

until_() { # SECONDS COMMAND...: until the command works
    local left=$(($1 * 5)) && shift
    until "$@" >/dev/null 2>&1; do
        left=$((left - 1))
        [ "$left" -gt 0 ] || { echo "✖ it did not come to: $*" >&2 && return 1; }
        sleep 0.2
    done
}

refused() { # COMMAND...: it must end with 5, which is a refusal
    local code=0
    lastgood "$@" || code=$?
    [ "$code" = 5 ] || { echo "✖ that should have been refused, and ended with $code" >&2 && return 1; }
    echo "(exit 5: refused, nothing was changed)"
}

ask() { # SERVICE BODY COUNT: requests, whose answers are thrown away
    curl -sf -o /dev/null "$predict/v2/models/$1/infer?[1-$3]" -H 'Content-Type: application/json' -d "$2"
}

status_is() { # SERVICE PATTERN: whether its status says so
    (cd "$work" && "$home/lastgood" status "$1" -o json) | grep -q "$2"
}

serve() { # FLAGS...: a server of its own; $LASTGOOD_URL and $predict are its addresses
    [ -f "$home/server/target/dist/ready" ] || "$home/dev" build
    "$home/lastgood" run --data "$work/data" --port 0 --gateway-port 0 "$@" >"$work/lastgood.log" 2>&1 &
    started+=($!)
    until_ 60 grep -q '^Ready in' "$work/lastgood.log" || { cat "$work/lastgood.log" >&2 && return 1; }
    LASTGOOD_URL=$(sed -n 's|^ *API *\(http://[^/]*\).*|\1|p' "$work/lastgood.log")
    predict=$(sed -n 's|^ *Predict *\(http://[^/]*\).*|\1|p' "$work/lastgood.log")
    export LASTGOOD_URL
    echo "lastgood $LASTGOOD_URL, predictions at $predict"
}
