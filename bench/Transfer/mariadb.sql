-- Five million rows of about 87 bytes of text each.
CREATE TABLE bench (
  id INT NOT NULL PRIMARY KEY, name VARCHAR(24) NOT NULL, start_date DATE, salary DOUBLE, dept VARCHAR(32),
  amount DECIMAL(10,2), changed DATETIME, k BIGINT);
INSERT INTO bench
SELECT seq, CONCAT('name of ', LPAD(seq, 8, '0')), DATE_ADD('2000-01-01', INTERVAL seq MOD 9000 DAY), seq MOD 100000 + 0.5,
       ELT(seq MOD 4 + 1, 'engineering', 'sales', 'marketing', 'support'), (seq MOD 1000000) / 100,
       DATE_ADD('2020-01-01', INTERVAL seq MOD 80000000 SECOND), seq * 7
FROM seq_1_to_5000000;
CREATE TABLE bench_in LIKE bench;
