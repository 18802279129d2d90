#!/usr/bin/env bash
# Feeds the machine's Debian package index into a topic of six partitions, counts it with a group of three consumers, kills
# one of them and lets another join, and compares the totals with the input. Needs kcat, and a broker: ./run.sh [host:port [Packages-file]...]
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")"
bootstrap=${1:-127.0.0.1:9092}
topic=packages-$$ group=package-stats-$$
work=$(mktemp -d)
members=()
trap 'kill "${members[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT

if [[ ! -x $PWD/../../artifacts/bin/Levada.PackageStats/release/package-stats ]]; then dotnet build -c Release -v q -nologo -clp:NoSummary; fi
stats=../../artifacts/bin/Levada.PackageStats/release/package-stats
levada=${LEVADA:-../../levada}

start_member() {
    "$stats" consume "$bootstrap" "$topic" "$group" "$work/report-$1" 2>"$work/log-$1" &
    members+=($!)
}

reported_records() { cat "$work"/report-* 2>/dev/null | grep -o '"[^",:\[]*"[],]' | wc -l; }

wait_for() { # <what> <command...>
    local what=$1 left=600
    shift
    until "$@"; do
        ((left-- > 0)) || { echo "It never came to this: $what" >&2; exit 1; }
        sleep 0.1
    done
}

"$stats" feed "${@:2}" >"$work/input"
count=$(wc -l <"$work/input")
echo "input: $count packages"
"$levada" topic create "$topic" --partitions 6 -b "$bootstrap"

at_least() { (($(reported_records) >= $1)); }

start_member 1
start_member 2
start_member 3
all_hold() { [[ $(grep -l 'got partitions \[[0-9]' "$work"/log-* | wc -l) == 3 ]]; }
wait_for "each of three members holds partitions" all_hold
half=$((count / 2))
head -n "$half" "$work/input" | kcat -b "$bootstrap" -P -t "$topic" -K $'\t' -z lz4
wait_for "a quarter is counted" at_least $((count / 4))

echo "kill -9 ${members[0]}"
kill -9 "${members[0]}"
start_member 4
tail -n +$((half + 1)) "$work/input" | kcat -b "$bootstrap" -P -t "$topic" -K $'\t' -z zstd
is_complete() { "$stats" total "$work"/report-* | tail -1 | grep -q "^ *$count "; }
wait_for "everything is counted" is_complete

kill -TERM "${members[@]:1}" 2>/dev/null || true
wait "${members[@]}" 2>/dev/null || true
for log in "$work"/log-*; do sed "s/^/${log##*-} /" "$log"; done
"$stats" total "$work"/report-*
echo "by the input itself:"
cut -f2- "$work/input" | grep -o '"Section":"[^"]*"' | sort | uniq -c | sort -rn | head -10
