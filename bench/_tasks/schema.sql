-- The retailer of tau-bench as tables (SQLite). Money is in cents.

CREATE TABLE users (
    user_id    TEXT PRIMARY KEY,
    first_name TEXT NOT NULL,
    last_name  TEXT NOT NULL,
    email      TEXT NOT NULL,
    address1   TEXT NOT NULL,
    address2   TEXT NOT NULL,
    city       TEXT NOT NULL,
    state      TEXT NOT NULL,
    zip        TEXT NOT NULL,
    country    TEXT NOT NULL
);
CREATE INDEX users_by_email ON users (email);

CREATE TABLE payment_methods (
    id        TEXT PRIMARY KEY,
    user_id   TEXT NOT NULL REFERENCES users (user_id),
    kind      TEXT NOT NULL CHECK (kind IN ('credit_card', 'gift_card', 'paypal')),
    brand     TEXT,
    last_four TEXT,
    balance   INTEGER CHECK (balance >= 0)  -- of gift cards
);
CREATE INDEX payment_methods_by_user ON payment_methods (user_id);
-- What customers call them, where there is more to say than what kind it is.
CREATE VIEW method_names AS
SELECT id, upper(substr(brand, 1, 1)) || substr(brand, 2) || ' ending in ' || last_four
    AS name
FROM payment_methods WHERE last_four IS NOT NULL;

CREATE TABLE products (product_id TEXT PRIMARY KEY, name TEXT NOT NULL);

CREATE TABLE variants (
    item_id    TEXT PRIMARY KEY,
    product_id TEXT NOT NULL REFERENCES products (product_id),
    available  INTEGER NOT NULL CHECK (available IN (0, 1)),
    price      INTEGER NOT NULL
);
CREATE INDEX variants_by_product ON variants (product_id);

CREATE TABLE options (
    item_id  TEXT NOT NULL REFERENCES variants (item_id),
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,  -- "strap material"
    value    TEXT NOT NULL,  -- "silicone"
    PRIMARY KEY (item_id, position)
);
-- What a variant is, in a few words.
CREATE VIEW variant_texts AS
SELECT item_id, group_concat(value, ', ') AS text
FROM (SELECT item_id, value FROM options ORDER BY item_id, position)
GROUP BY item_id;

CREATE TABLE orders (
    order_id      TEXT PRIMARY KEY,
    user_id       TEXT NOT NULL REFERENCES users (user_id),
    status        TEXT NOT NULL,
    cancel_reason TEXT,
    placed_at     TEXT NOT NULL,
    address1      TEXT NOT NULL,
    address2      TEXT NOT NULL,
    city          TEXT NOT NULL,
    state         TEXT NOT NULL,
    zip           TEXT NOT NULL,
    country       TEXT NOT NULL
);
CREATE INDEX orders_by_user ON orders (user_id);

CREATE TABLE items (
    id         INTEGER PRIMARY KEY,
    order_id   TEXT NOT NULL REFERENCES orders (order_id),
    item_id    TEXT NOT NULL REFERENCES variants (item_id),
    product_id TEXT NOT NULL REFERENCES products (product_id),
    price      INTEGER NOT NULL,
    quantity   INTEGER NOT NULL
);
CREATE INDEX items_by_order ON items (order_id);
CREATE VIEW totals AS
SELECT order_id, sum(price * quantity) AS total FROM items GROUP BY order_id;

CREATE TABLE fulfillments (
    id          INTEGER PRIMARY KEY,
    order_id    TEXT NOT NULL REFERENCES orders (order_id),
    tracking_id TEXT NOT NULL
);
CREATE INDEX fulfillments_by_order ON fulfillments (order_id);

CREATE TABLE payments (
    id        INTEGER PRIMARY KEY,
    order_id  TEXT NOT NULL REFERENCES orders (order_id),
    kind      TEXT NOT NULL CHECK (kind IN ('payment', 'refund')),
    amount    INTEGER NOT NULL CHECK (amount > 0),
    method_id TEXT NOT NULL REFERENCES payment_methods (id)
);
CREATE INDEX payments_by_order ON payments (order_id);

-- What an order was paid with, and how much of that was not given back.
CREATE VIEW paid_with AS
SELECT
    order_id,
    method_id,
    (
        SELECT sum(CASE kind WHEN 'payment' THEN amount ELSE -amount END)
        FROM payments AS every WHERE every.order_id = payments.order_id
    ) AS paid
FROM payments WHERE id IN (
    SELECT min(id) FROM payments WHERE kind = 'payment' GROUP BY order_id
);

-- One row for each piece that is to come back.
CREATE TABLE returns (
    id        INTEGER PRIMARY KEY,
    order_id  TEXT NOT NULL REFERENCES orders (order_id),
    line      INTEGER NOT NULL UNIQUE REFERENCES items (id),
    method_id TEXT NOT NULL REFERENCES payment_methods (id)
);

-- One row for each piece that is to come back, with what is sent in its place.
CREATE TABLE exchanges (
    id          INTEGER PRIMARY KEY,
    order_id    TEXT NOT NULL REFERENCES orders (order_id),
    line        INTEGER NOT NULL UNIQUE REFERENCES items (id),
    new_item_id TEXT NOT NULL REFERENCES variants (item_id),
    difference  INTEGER NOT NULL,  -- what the new one costs more
    method_id   TEXT NOT NULL REFERENCES payment_methods (id)
);

-- Whoever writes here keeps the keys of wishes: no part of what is compared.
CREATE TABLE wishes (
    key      TEXT NOT NULL,
    order_id TEXT NOT NULL,
    kind     TEXT NOT NULL,
    PRIMARY KEY (key, kind)
);
