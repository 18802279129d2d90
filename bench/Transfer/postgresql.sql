-- Five million rows of about 87 bytes of text each.
CREATE TABLE bench (
  id INT NOT NULL PRIMARY KEY, name VARCHAR(24) NOT NULL, start_date DATE, salary DOUBLE PRECISION, dept VARCHAR(32),
  amount NUMERIC(10,2), changed TIMESTAMP, k BIGINT);
INSERT INTO bench
SELECT seq, 'name of ' || LPAD(seq::text, 8, '0'), DATE '2000-01-01' + seq % 9000, seq % 100000 + 0.5,
       (ARRAY['engineering', 'sales', 'marketing', 'support'])[seq % 4 + 1], (seq % 1000000) / 100.0,
       TIMESTAMP '2020-01-01' + (seq % 80000000) * INTERVAL '1 second', seq * 7::bigint
FROM generate_series(1, 5000000) AS seq;
CREATE TABLE bench_in (LIKE bench INCLUDING ALL);
VACUUM ANALYZE bench;
