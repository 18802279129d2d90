#!/usr/bin/env bash
# Repeats the rows of docs/performance.md and prints them as a markdown table. Starts and stops its own brokers.
# Usage: bench/run.sh [row...]    rows: start idle produce small named lz4 disk latency latency-disk connections partitions restart memory share transactions
# Environment: LEVADA (executable), DATA (a scratch directory), PORT, RUNS, LEVADA_LOOPBACK_UNPACED=false (leave congestion control alone)
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
levada=${LEVADA:-artifacts/publish/levada}
load=artifacts/bin/Levada.Load/release/levada-load
data=${DATA:-/tmp/levada-bench}
port=${PORT:-19592}
runs=${RUNS:-3}
bootstrap=127.0.0.1:$port
rows=("$@")
[ ${#rows[@]} -gt 0 ] || rows=(start idle produce small named lz4 disk latency latency-disk connections partitions restart memory share transactions)
[ -x "$levada" ] || eng/publish >/dev/null
[ -x "$load" ] || dotnet build bench/Load -c Release -v q -nologo >/dev/null
broker=0
trap stop EXIT

command_of() {
    echo "$levada start --override listeners=PLAINTEXT://$bootstrap --override log.dirs=$data --override levada.durability=$1" \
        "--override http.listeners=http://127.0.0.1:$((port + 1))"
}

start() {
    rm -rf "$data"
    # shellcheck disable=SC2046 # the command is words
    setsid $(command_of "$1") >"$data.log" 2>&1 3>&- 9>&- &
    broker=$!
    until (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do sleep 0.02; done
    sleep 0.2
    # Another's broker on the port would answer just as well.
    kill -0 "$broker" 2>/dev/null || { cat "$data.log" >&2; exit 1; }
}

stop() {
    [ "$broker" = 0 ] || { kill -9 "$broker" 2>/dev/null && wait "$broker" 2>/dev/null; } || true
    broker=0
    rm -rf "$data"
}

# run <row> <load's arguments>: one line of the table for each line that the load prints
run() {
    local row=$1
    shift
    "$load" "$@" --bootstrap "$bootstrap" | grep -v '^ *topic ' | tr -s ' ' | sed "s/^/| $row | /; s/\$/ |/"
}

# against <durability> <row> <load's arguments>
against() {
    start "$1"
    shift
    run "$@" --pid "$broker"
    stop
}

# repeat <row> <load's arguments>: each run against a broker of its own, because the page cache of earlier runs makes later ones dearer
repeat() {
    local row=$1
    shift
    for _ in $(seq "$runs"); do against page-cache "$row" produce --runs 1 "$@"; done
}

measure() {
    case $1 in
        start)
            for _ in $(seq "$runs"); do
                rm -rf "$data"
                run start start --runs 1 --start "$(command_of disk)"
            done ;;
        idle) against disk idle idle --seconds 20 ;;
        produce) against page-cache produce produce --runs "$runs" ;;
        small) against page-cache small produce --runs "$runs" --size 100 --records 10000000 --acks all --idempotent ;;
        named) against page-cache named produce --runs "$runs" --size 100 --records 10000000 --acks all --idempotent --name-partitions ;;
        lz4) against page-cache lz4 produce --runs "$runs" --payload json --codec lz4 --acks all ;;
        disk)
            # In turns, because a virtual machine's memory costs more the longer it is used.
            for _ in $(seq "$runs"); do
                against page-cache "acks=all, page-cache" produce --runs 1 --acks all
                against disk "acks=all, disk" produce --runs 1 --acks all
            done ;;
        latency | latency-disk)
            local mode=page-cache
            [ "$1" = latency ] || mode=disk
            start "$mode"
            run "$1" latency --rate 200 --acks all --runs 1 --pid "$broker"
            run "$1" latency --rate 2000 --acks all --runs 1 --pid "$broker"
            stop ;;
        connections) against disk connections connections ;;
        partitions) against disk partitions partitions --partitions 1000 --seconds 20 ;;
        restart)
            for _ in $(seq "$runs"); do
                start page-cache
                run restart produce --topic restarted --runs 1 --records 2000000 --touch-gb 0
                kill -9 "$broker"
                wait "$broker" 2>/dev/null || true
                broker=0
                run restart restart --topic restarted --start "$(command_of page-cache)"
            done ;;
        memory) against page-cache memory produce --runs 1 --records 9000000 ;;
        share) against page-cache share share --runs "$runs" --records 1000000 --connections 4 --touch-gb 0 ;;
        transactions)
            for producers in 1 4 16; do
                for _ in $(seq "$runs"); do
                    against page-cache transactions transactions --runs 1 --connections "$producers" --partitions 1 --linger-ms 0 --seconds 10
                done
            done ;;
        *) echo "bench/run.sh: unknown row $1" >&2; exit 2 ;;
    esac
}

echo "| row | result |"
echo "|---|---|"
for row in "${rows[@]}"; do measure "$row"; done
