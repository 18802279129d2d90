#!/usr/bin/env bash
# Repeats the transfer rows of docs/performance.md: 5 million rows of about 87 bytes, 4 tasks, database and tool on the same machine.
# Usage: bench/transfer.sh [row...]   rows: maria-text maria-parquet maria-dump pg-text pg-dump export-pg export-maria raw
#        maria-skew pg-skew (by a column without index that has 99 % of the rows in a thousandth of what it spans; only when named)
# Environment: SQOOP (executable), DATA (a scratch directory), RUNS. Needs root, and Debian's mariadb-server and postgresql.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
sqoop=${SQOOP:-artifacts/publish-sqoop/sqoop}
data=${DATA:-/tmp/levada-transfer}
runs=${RUNS:-5}
rowcount=5000000
maria_port=${MARIA_PORT:-23306}
pg_port=${PG_PORT:-25432}
maria="jdbc:mysql://127.0.0.1:$maria_port/bench"
pg="jdbc:postgresql://127.0.0.1:$pg_port/bench"
rows=("$@")
[ ${#rows[@]} -gt 0 ] || rows=(raw maria-dump maria-text maria-parquet pg-dump pg-text export-pg export-maria)
[ -x "$sqoop" ] || eng/publish-sqoop >/dev/null
maria_pid=0
trap stop EXIT

stop() {
    [ "$maria_pid" = 0 ] || kill "$maria_pid" 2>/dev/null || true
    [ ! -d "$data/pg" ] || runuser -u postgres -- "$(pg_bin)/pg_ctl" -D "$data/pg" -m immediate stop >/dev/null 2>&1 || true
    wait 2>/dev/null || true
    rm -rf "$data"
}

pg_bin() { dirname "$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | tail -1)"; }

start_maria() {
    mariadb-install-db --no-defaults --user=root --datadir="$data/maria" --auth-root-authentication-method=normal >/dev/null 2>&1
    mariadbd --no-defaults --user=root --datadir="$data/maria" --socket="$data/maria.sock" --port="$maria_port" --bind-address=127.0.0.1 \
        --local-infile=1 --innodb-buffer-pool-size=2G >"$data/maria.log" 2>&1 3>&- 9>&- &
    maria_pid=$!
    until mariadb -S "$data/maria.sock" -e 'SELECT 1' >/dev/null 2>&1; do sleep 0.1; done
    mariadb -S "$data/maria.sock" -e "CREATE DATABASE bench; CREATE USER bench@localhost IDENTIFIED BY 'bench'; GRANT ALL ON *.* TO bench@localhost"
    mariadb -S "$data/maria.sock" bench <bench/Transfer/mariadb.sql
}

start_pg() {
    mkdir -p "$data/pg" && chown postgres "$data/pg" && chmod 755 "$data"
    runuser -u postgres -- "$(pg_bin)/initdb" -D "$data/pg" -A trust >/dev/null
    runuser -u postgres -- "$(pg_bin)/pg_ctl" -D "$data/pg" -w -l "$data/pg/log" \
        -o "-p $pg_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$data/pg -c shared_buffers=1GB" start >/dev/null 3>&- 9>&-
    psql -q -h 127.0.0.1 -p "$pg_port" -U postgres -c 'CREATE DATABASE bench' -c "CREATE ROLE bench LOGIN SUPERUSER PASSWORD 'bench'"
    psql -q -h 127.0.0.1 -p "$pg_port" -U bench bench <bench/Transfer/postgresql.sql
}

# timed <command...>: seconds that it took
timed() {
    local start=$EPOCHREALTIME
    "$@" >"$data/out.log" 2>&1 || { cat "$data/out.log" >&2; exit 1; }
    awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'
}

# report <row> <preparation> <command...>: a warm run, then the median of the others
report() {
    local row=$1 prepare=$2 seconds=() _
    shift 2
    for _ in $(seq 0 "$runs"); do
        $prepare
        seconds+=("$(timed "$@")")
    done
    printf '%s\n' "${seconds[@]:1}" | sort -n |
        awk -v row="$row" -v n="$rowcount" '{ a[NR] = $1 } END { m = a[int((NR + 1) / 2)]; printf "| %s | %.2f M rows/s | %.2f s (%.2f to %.2f) |\n", row, n / m / 1e6, m, a[1], a[NR] }'
}

clear_out() { rm -rf "$data/out"; }
clear_pg() { psql -q -h 127.0.0.1 -p "$pg_port" -U bench bench -c 'TRUNCATE bench_in'; }
clear_maria() { mariadb -S "$data/maria.sock" bench -e 'TRUNCATE bench_in'; }
import() { "$sqoop" import --connect "$1" --username bench --password-file "$data/password" --table bench --target-dir "$data/out" -m 4 "${@:2}"; }
export_to() { "$sqoop" export --connect "$1" --username bench --password-file "$data/password" --table bench_in --export-dir "$data/text" -m 4; }
skew_sql='CREATE TABLE bench_skew AS SELECT id, name, start_date, salary, dept, amount, changed, CASE WHEN id % 100 = 0 THEN k * 1000 ELSE k END AS k FROM bench'
skew_maria() { mariadb -S "$data/maria.sock" bench -e "$skew_sql"; }
skew_pg() { psql -q -h 127.0.0.1 -p "$pg_port" -U bench bench -c "$skew_sql" -c 'VACUUM ANALYZE bench_skew'; }
import_skewed() { "$sqoop" import --connect "$1" --username bench --password-file "$data/password" --table bench_skew --split-by k --target-dir "$data/out" -m 4; }
dump_maria() { mariadb -S "$data/maria.sock" --quick -B bench -e 'SELECT * FROM bench' >"$data/dump"; }
dump_pg() { psql -q -h 127.0.0.1 -p "$pg_port" -U bench bench -c '\copy bench to stdout' >"$data/dump"; }

measure() {
    case $1 in
        maria-text) report 'MariaDB to text' clear_out import "$maria" ;;
        maria-parquet) report 'MariaDB to Parquet, snappy' clear_out import "$maria" --as-parquetfile --compression-codec snappy ;;
        maria-dump) report 'mysql --quick -B' clear_out dump_maria ;;
        pg-text) report 'PostgreSQL to text' clear_out import "$pg" ;;
        pg-dump) report 'psql copy' clear_out dump_pg ;;
        maria-skew) skew_maria && report 'MariaDB to text, skewed' clear_out import_skewed "$maria" ;;
        pg-skew) skew_pg && report 'PostgreSQL to text, skewed' clear_out import_skewed "$pg" ;;
        export-pg) report 'text to PostgreSQL' clear_pg export_to "$pg" ;;
        export-maria) report 'text to MariaDB' clear_maria export_to "$maria" ;;
        raw) artifacts/bin/Levada.RawRead/release/levada-raw-read "$maria_port" "$pg_port" ;;
        *) echo "bench/transfer.sh: unknown row $1" >&2; exit 2 ;;
    esac
}

rm -rf "$data" && mkdir -p "$data"
printf bench >"$data/password"
start_maria
start_pg
"$sqoop" import --connect "$pg" --username bench --password-file "$data/password" --table bench --target-dir "$data/text" -m 4 >/dev/null 2>&1
[[ ! " ${rows[*]} " == *" raw "* ]] || dotnet build bench/RawRead -c Release -v q -nologo >/dev/null
echo "| row | rate | median |"
echo "|---|---|---|"
for row in "${rows[@]}"; do measure "$row"; done
