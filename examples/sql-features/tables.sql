CREATE TABLE customers_v1 (
    customer_id BIGINT PRIMARY KEY, age INTEGER, income DOUBLE PRECISION, defaults INTEGER);
INSERT INTO customers_v1 VALUES (1, 30, 30000, 0), (2, 50, 20000, 1), (3, 41, 52000, 0);
CREATE TABLE customers_v2 (
    customer_id BIGINT PRIMARY KEY, age INTEGER, income DOUBLE PRECISION, defaults INTEGER);
INSERT INTO customers_v2 VALUES (1, 31, 3000, 0), (2, 51, 21000, 1), (4, 27, 18000, 0);
CREATE VIEW customers AS SELECT * FROM customers_v1;
