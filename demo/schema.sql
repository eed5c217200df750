-- The demo shop's tables (SQLite).
--
-- Moments are ISO-8601 text in UTC with an offset ("2026-05-01T10:00:00+00:00"),
-- days are "2026-05-01" in the shop's own time zone, money is whole toman.
-- Texts for people stand in three columns: _fa, _ar and _en.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,  -- schema_version, built_on (a day), seed
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE customers (
    id                INTEGER PRIMARY KEY,
    given_name        TEXT NOT NULL,
    family_name       TEXT NOT NULL,
    name              TEXT NOT NULL,  -- the full name, in the customer's own script
    phone             TEXT NOT NULL UNIQUE,  -- E.164
    email             TEXT UNIQUE,  -- lower case; some customers gave none
    language          TEXT NOT NULL CHECK (language IN ('fa', 'ar', 'en')),
    city              TEXT NOT NULL,
    loyalty_points    INTEGER NOT NULL DEFAULT 0,
    marketing_consent INTEGER NOT NULL CHECK (marketing_consent IN (0, 1)),
    analytics_consent INTEGER NOT NULL CHECK (analytics_consent IN (0, 1)),
    consent_at        TEXT NOT NULL,
    created_at        TEXT NOT NULL
);

CREATE TABLE addresses (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    label       TEXT NOT NULL CHECK (label IN ('home', 'work')),
    province    TEXT NOT NULL,
    city        TEXT NOT NULL,
    street      TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    is_default  INTEGER NOT NULL CHECK (is_default IN (0, 1))
);
CREATE INDEX addresses_by_customer ON addresses (customer_id);

CREATE TABLE categories (
    id              INTEGER PRIMARY KEY,
    key             TEXT NOT NULL UNIQUE,
    name_fa         TEXT NOT NULL,
    name_ar         TEXT NOT NULL,
    name_en         TEXT NOT NULL,
    repurchase_days INTEGER NOT NULL  -- how often the same customer usually buys again
);

-- What people call the things of a category ("the shoes", «کتونی», kafsh).
CREATE TABLE category_words (
    category_id INTEGER NOT NULL REFERENCES categories (id),
    language    TEXT NOT NULL CHECK (language IN ('fa', 'fa-Latn', 'ar', 'en')),
    word        TEXT NOT NULL,
    PRIMARY KEY (language, word, category_id)
) WITHOUT ROWID;

CREATE TABLE brands (
    key     TEXT PRIMARY KEY,
    name_fa TEXT NOT NULL,
    name_ar TEXT NOT NULL,
    name_en TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE colours (
    key     TEXT PRIMARY KEY,
    name_fa TEXT NOT NULL,
    name_ar TEXT NOT NULL,
    name_en TEXT NOT NULL,
    hex     TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE sizes (
    key     TEXT PRIMARY KEY,  -- "42", "XL", "250 g", "128 GB"
    name_fa TEXT NOT NULL,
    name_ar TEXT NOT NULL,
    name_en TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE products (
    id              INTEGER PRIMARY KEY,
    key             TEXT NOT NULL UNIQUE,
    category_id     INTEGER NOT NULL REFERENCES categories (id),
    family          TEXT NOT NULL,  -- products of one family differ by brand and kind
    brand           TEXT NOT NULL REFERENCES brands (key),
    name_fa         TEXT NOT NULL,
    name_ar         TEXT NOT NULL,
    name_en         TEXT NOT NULL,
    description_fa  TEXT NOT NULL,
    description_ar  TEXT NOT NULL,
    description_en  TEXT NOT NULL,
    price           INTEGER NOT NULL CHECK (price > 0),  -- the cheapest variant's
    warranty_months INTEGER NOT NULL,
    warranty_fa     TEXT NOT NULL,
    warranty_ar     TEXT NOT NULL,
    warranty_en     TEXT NOT NULL
);
CREATE INDEX products_by_category ON products (category_id);

CREATE TABLE variants (
    id         INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES products (id),
    sku        TEXT NOT NULL UNIQUE,
    colour     TEXT REFERENCES colours (key),
    size       TEXT REFERENCES sizes (key),
    price      INTEGER NOT NULL CHECK (price > 0),
    stock      INTEGER NOT NULL CHECK (stock >= 0)
);
CREATE INDEX variants_by_product ON variants (product_id);

-- Families that are bought together or soon after (a phone, then its case).
CREATE TABLE complements (
    family      TEXT NOT NULL,
    with_family TEXT NOT NULL,
    PRIMARY KEY (family, with_family)
) WITHOUT ROWID;

CREATE TABLE branches (
    id         INTEGER PRIMARY KEY,
    key        TEXT NOT NULL UNIQUE,
    name_fa    TEXT NOT NULL,
    name_ar    TEXT NOT NULL,
    name_en    TEXT NOT NULL,
    city_fa    TEXT NOT NULL,
    city_ar    TEXT NOT NULL,
    city_en    TEXT NOT NULL,
    address_fa TEXT NOT NULL,
    address_ar TEXT NOT NULL,
    address_en TEXT NOT NULL,
    phone      TEXT NOT NULL,
    latitude   REAL NOT NULL,
    longitude  REAL NOT NULL
);

CREATE TABLE branch_hours (
    branch_id INTEGER NOT NULL REFERENCES branches (id),
    weekday   INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),  -- 0 is Saturday
    opens     TEXT NOT NULL,  -- "09:00", the shop's time; no row: closed
    closes    TEXT NOT NULL,
    PRIMARY KEY (branch_id, weekday, opens)
) WITHOUT ROWID;

-- Real days of the solar calendar: the only dates that never move with the demo.
CREATE TABLE holidays (
    day     TEXT PRIMARY KEY,
    name_fa TEXT NOT NULL,
    name_ar TEXT NOT NULL,
    name_en TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE campaigns (
    id        INTEGER PRIMARY KEY,
    key       TEXT NOT NULL UNIQUE,
    name_fa   TEXT NOT NULL,
    name_ar   TEXT NOT NULL,
    name_en   TEXT NOT NULL,
    percent   INTEGER NOT NULL CHECK (percent BETWEEN 1 AND 90),
    starts_on TEXT NOT NULL,
    ends_on   TEXT NOT NULL  -- the last day of it
);

CREATE TABLE campaign_products (
    campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
    product_id  INTEGER NOT NULL REFERENCES products (id),
    PRIMARY KEY (campaign_id, product_id)
) WITHOUT ROWID;

CREATE TABLE orders (
    id              INTEGER PRIMARY KEY,
    number          TEXT NOT NULL UNIQUE,  -- what the customer sees: 10042
    customer_id     INTEGER NOT NULL REFERENCES customers (id),
    -- Where it goes, as the customer's address was when they ordered.
    recipient       TEXT NOT NULL,
    phone           TEXT,
    province        TEXT,
    city            TEXT NOT NULL,
    street          TEXT NOT NULL,
    postal_code     TEXT,
    status          TEXT NOT NULL CHECK (status IN (
        'placed', 'paid', 'preparing', 'shipped', 'out_for_delivery',
        'delivered', 'cancelled', 'returned'
    )),
    channel         TEXT NOT NULL CHECK (channel IN ('web', 'app', 'phone', 'chat')),
    delivery_method TEXT NOT NULL CHECK (delivery_method IN (
        'post', 'courier', 'same_day'
    )),
    placed_at       TEXT NOT NULL,
    updated_at      TEXT NOT NULL,  -- when the status last changed
    expected_on     TEXT,  -- the day it should arrive; none once it never will
    campaign_id     INTEGER REFERENCES campaigns (id),
    subtotal        INTEGER NOT NULL,  -- what the lines cost, before the discount
    discount        INTEGER NOT NULL,
    shipping        INTEGER NOT NULL,
    total           INTEGER NOT NULL CHECK (total = subtotal - discount + shipping)
);
CREATE INDEX orders_by_customer ON orders (customer_id, placed_at);
CREATE INDEX orders_by_status ON orders (status);

CREATE TABLE order_lines (
    id         INTEGER PRIMARY KEY,
    order_id   INTEGER NOT NULL REFERENCES orders (id),
    position   INTEGER NOT NULL,  -- 1, 2, 3 ... within the order
    product_id INTEGER NOT NULL REFERENCES products (id),
    variant_id INTEGER NOT NULL REFERENCES variants (id),
    quantity   INTEGER NOT NULL CHECK (quantity > 0),
    unit_price INTEGER NOT NULL,  -- on the day it was bought
    discount   INTEGER NOT NULL,  -- of the whole line
    total      INTEGER NOT NULL CHECK (total = quantity * unit_price - discount),
    UNIQUE (order_id, position)
);
CREATE INDEX order_lines_by_product ON order_lines (product_id);

CREATE TABLE order_status_history (
    id       INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    status   TEXT NOT NULL,
    at       TEXT NOT NULL
);
CREATE INDEX order_status_history_by_order ON order_status_history (order_id, at);

CREATE TABLE carriers (
    key     TEXT PRIMARY KEY,
    name_fa TEXT NOT NULL,
    name_ar TEXT NOT NULL,
    name_en TEXT NOT NULL,
    phone   TEXT NOT NULL
) WITHOUT ROWID;

-- One parcel for each order that has left the warehouse, two for some large ones: of
-- these, the first may be there while the order is still under way.
CREATE TABLE parcels (
    id            INTEGER PRIMARY KEY,
    order_id      INTEGER NOT NULL REFERENCES orders (id),
    carrier       TEXT NOT NULL REFERENCES carriers (key),
    tracking_code TEXT NOT NULL UNIQUE,
    status        TEXT NOT NULL CHECK (status IN (
        'in_transit', 'out_for_delivery', 'delivered', 'returned'
    )),
    shipped_at    TEXT NOT NULL,
    delivered_at  TEXT,
    expected_on   TEXT NOT NULL
);
CREATE INDEX parcels_by_order ON parcels (order_id);

CREATE TABLE payments (
    id         INTEGER PRIMARY KEY,
    order_id   INTEGER NOT NULL REFERENCES orders (id),
    method     TEXT NOT NULL CHECK (method IN (
        'online_card', 'wallet', 'card_to_card', 'cash_on_delivery'
    )),
    status     TEXT NOT NULL CHECK (status IN (
        'pending', 'paid', 'failed', 'cancelled', 'refunded'
    )),
    amount     INTEGER NOT NULL,
    reference  TEXT UNIQUE,  -- the bank's number of a payment that went through
    created_at TEXT NOT NULL,
    paid_at    TEXT
);
CREATE INDEX payments_by_order ON payments (order_id);

CREATE TABLE refunds (
    id           INTEGER PRIMARY KEY,
    order_id     INTEGER NOT NULL REFERENCES orders (id),
    payment_id   INTEGER NOT NULL REFERENCES payments (id),
    amount       INTEGER NOT NULL CHECK (amount > 0),
    reason       TEXT NOT NULL CHECK (reason IN (
        'cancelled', 'damaged', 'wrong_item', 'changed_mind', 'changed_order'
    )),
    status       TEXT NOT NULL CHECK (status IN ('requested', 'approved', 'paid')),
    reference    TEXT UNIQUE,
    requested_at TEXT NOT NULL,
    paid_at      TEXT,
    -- By which it goes back; none: by the one of the payment.
    method_id    INTEGER REFERENCES payment_methods (id)
);
CREATE INDEX refunds_by_order ON refunds (order_id);

-- Orders that were placed in a chat: the name of the wish, so that none is placed twice,
-- and what makes the address of its page to pay unguessable (none is paid at the door).
CREATE TABLE checkouts (
    wish     TEXT PRIMARY KEY,
    order_id INTEGER NOT NULL UNIQUE REFERENCES orders (id),
    token    TEXT UNIQUE
) WITHOUT ROWID;

-- What customers pay with: one for each way in which they ever did.
CREATE TABLE payment_kinds (
    key     TEXT PRIMARY KEY,
    name_fa TEXT NOT NULL,
    name_ar TEXT NOT NULL,
    name_en TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE payment_methods (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    kind        TEXT NOT NULL REFERENCES payment_kinds (key),
    balance     INTEGER CHECK (balance >= 0),  -- of wallets
    UNIQUE (customer_id, kind)
);

-- What went through, and how much of it may still be given back.
CREATE VIEW refundable AS
SELECT
    payments.id,
    payments.order_id,
    payment_methods.id AS method_id,
    max(0, payments.amount - (
        SELECT COALESCE(SUM(amount), 0) FROM refunds
        WHERE order_id = payments.order_id AND payment_id = payments.id
    )) AS amount
FROM payments
JOIN orders ON orders.id = payments.order_id
LEFT JOIN payment_methods ON payment_methods.customer_id = orders.customer_id
    AND payment_methods.kind = payments.method
WHERE payments.status = 'paid';

-- What an order was paid with at first, or is to be, and what the shop has of it now.
CREATE VIEW paid_with AS
SELECT
    orders.id AS order_id,
    (
        SELECT payment_methods.id FROM payments
        JOIN payment_methods ON payment_methods.customer_id = orders.customer_id
            AND payment_methods.kind = payments.method
        WHERE payments.order_id = orders.id
        ORDER BY payments.status IN ('failed', 'cancelled'), payments.id LIMIT 1
    ) AS method_id,
    (
        SELECT COALESCE(SUM(amount), 0) FROM refundable WHERE order_id = orders.id
    ) AS paid
FROM orders;

-- What customers asked to send back, and what they want other pieces for.
CREATE TABLE returns (
    id           INTEGER PRIMARY KEY,
    order_id     INTEGER NOT NULL REFERENCES orders (id),
    line_id      INTEGER NOT NULL REFERENCES order_lines (id),
    quantity     INTEGER NOT NULL CHECK (quantity > 0),
    amount       INTEGER NOT NULL CHECK (amount >= 0),  -- what these pieces cost
    method_id    INTEGER REFERENCES payment_methods (id),  -- by which it goes back
    reason       TEXT,
    requested_at TEXT NOT NULL
);
CREATE INDEX returns_by_line ON returns (line_id);

CREATE TABLE exchanges (
    id           INTEGER PRIMARY KEY,
    order_id     INTEGER NOT NULL REFERENCES orders (id),
    line_id      INTEGER NOT NULL REFERENCES order_lines (id),
    quantity     INTEGER NOT NULL CHECK (quantity > 0),
    variant_id   INTEGER NOT NULL REFERENCES variants (id),  -- sent in their place
    difference   INTEGER NOT NULL,  -- what the new ones cost more
    method_id    INTEGER REFERENCES payment_methods (id),
    reason       TEXT,
    requested_at TEXT NOT NULL
);
CREATE INDEX exchanges_by_line ON exchanges (line_id);

-- How many pieces of a line are back, or are to come.
CREATE VIEW coming_back AS
SELECT
    order_lines.id AS line_id,
    (
        SELECT COALESCE(SUM(quantity), 0) FROM returns
        WHERE line_id = order_lines.id
    ) + (
        SELECT COALESCE(SUM(quantity), 0) FROM exchanges
        WHERE line_id = order_lines.id
    ) AS quantity
FROM order_lines;

-- What there was to be paid, or paid back, when what is in a paid order was changed. Each
-- is booked below as a payment or as refunds of what was paid. What the customer has to
-- bring, or to transfer, is open until it has come.
CREATE TABLE differences (
    id        INTEGER PRIMARY KEY,
    order_id  INTEGER NOT NULL REFERENCES orders (id),
    kind      TEXT NOT NULL CHECK (kind IN ('payment', 'refund')),
    amount    INTEGER NOT NULL CHECK (amount > 0),
    method_id INTEGER REFERENCES payment_methods (id),
    at        TEXT NOT NULL
);

CREATE TRIGGER difference_is_paid AFTER INSERT ON differences WHEN NEW.kind = 'payment'
BEGIN
    INSERT INTO payments
        (order_id, method, status, amount, reference, created_at, paid_at)
    SELECT
        NEW.order_id,
        kind,
        iif(is_open, 'pending', 'paid'),
        NEW.amount,
        iif(is_open, NULL, printf('D%07d', NEW.id)),
        NEW.at,
        iif(is_open, NULL, NEW.at)
    FROM (
        SELECT kind, kind IN ('cash_on_delivery', 'card_to_card') AS is_open FROM (
            -- Without a method it is paid as the order was.
            SELECT COALESCE(
                (SELECT kind FROM payment_methods WHERE id = NEW.method_id),
                (
                    SELECT method FROM payments
                    WHERE order_id = NEW.order_id AND status = 'paid' ORDER BY id LIMIT 1
                )
            ) AS kind
        )
    );
END;

-- First of what was paid the same way, then of the newest payments. A wallet has it at
-- once.
CREATE TRIGGER difference_is_given_back
AFTER INSERT ON differences WHEN NEW.kind = 'refund'
BEGIN
    SELECT RAISE(ABORT, 'more would be given back than was paid')
    WHERE NEW.amount > (
        SELECT COALESCE(SUM(amount), 0) FROM refundable WHERE order_id = NEW.order_id
    );
    INSERT INTO refunds
        (order_id, payment_id, amount, reason, status, requested_at, paid_at, method_id)
    SELECT
        NEW.order_id,
        id,
        min(amount, NEW.amount - before),
        'changed_order',
        iif(is_wallet, 'paid', 'approved'),
        NEW.at,
        iif(is_wallet, NEW.at, NULL),
        NEW.method_id
    FROM (
        SELECT
            id,
            amount,
            SUM(amount) OVER (
                ORDER BY method_id IS NEW.method_id DESC, id DESC
            ) - amount AS before,
            EXISTS (
                SELECT 1 FROM payment_methods AS way
                WHERE way.id = COALESCE(NEW.method_id, refundable.method_id)
                    AND way.kind = 'wallet'
            ) AS is_wallet
        FROM refundable
        WHERE order_id = NEW.order_id AND amount > 0
    )
    WHERE before < NEW.amount;
END;

-- Of an order that nobody has paid yet, what is to be paid is what it costs now.
CREATE TRIGGER order_costs_otherwise AFTER UPDATE OF total ON orders
BEGIN
    UPDATE payments SET amount = NEW.total
    WHERE order_id = NEW.id AND status = 'pending' AND NOT EXISTS (
        SELECT 1 FROM payments WHERE order_id = NEW.id AND status = 'paid'
    );
END;

-- Nobody pays for a cancelled order any more.
CREATE TRIGGER order_is_cancelled
AFTER UPDATE OF status ON orders WHEN NEW.status = 'cancelled'
BEGIN
    UPDATE payments SET status = 'cancelled'
    WHERE order_id = NEW.id AND status = 'pending';
END;

-- What has become of an order says that its money came; couriers bring theirs at the end.
CREATE TRIGGER order_is_paid
AFTER UPDATE OF status ON orders WHEN NEW.status IN ('paid', 'delivered')
BEGIN
    UPDATE payments SET status = 'paid', paid_at = NEW.updated_at
    WHERE order_id = NEW.id AND status = 'pending'
        AND (method = 'cash_on_delivery') = (NEW.status = 'delivered');
END;

-- A wallet has that much less; and whoever has paid in some way may do so again.
CREATE TRIGGER payment_went_through
AFTER UPDATE OF status ON payments WHEN NEW.status = 'paid' AND OLD.status <> 'paid'
BEGIN
    UPDATE payment_methods SET balance = max(0, balance - NEW.amount)
    WHERE kind = 'wallet' AND NEW.method = 'wallet' AND customer_id = (
        SELECT customer_id FROM orders WHERE id = NEW.order_id
    );
    INSERT OR IGNORE INTO payment_methods (customer_id, kind)
    SELECT customer_id, NEW.method FROM orders WHERE id = NEW.order_id;
END;

-- What goes back to customers, or has gone: what the shop's people approve and send, and
-- what goes back once returned things are here.
CREATE VIEW money_back AS
SELECT
    'refund-' || refunds.id AS id,
    refunds.order_id,
    refunds.amount,
    refunds.status,
    COALESCE(ways.kind, payments.method) AS method,
    refunds.requested_at,
    refunds.paid_at
FROM refunds
JOIN payments ON payments.id = refunds.payment_id
LEFT JOIN payment_methods AS ways ON ways.id = refunds.method_id
UNION ALL
SELECT
    'return-' || returns.id,
    returns.order_id,
    returns.amount,
    'awaits_goods',
    COALESCE(ways.kind, (
        SELECT method FROM payments
        WHERE order_id = returns.order_id AND status = 'paid' ORDER BY id LIMIT 1
    )),
    returns.requested_at,
    NULL
FROM returns
JOIN orders ON orders.id = returns.order_id AND orders.status = 'delivered'
LEFT JOIN payment_methods AS ways ON ways.id = returns.method_id
WHERE returns.amount > 0
-- Once the things are here its refund is a row of its own.
AND NOT EXISTS (
    SELECT 1 FROM refunds
    WHERE order_id = returns.order_id AND requested_at >= returns.requested_at
    AND reason IN ('damaged', 'wrong_item', 'changed_mind')
);

-- The keys of what customers wanted done, so that nothing is done twice.
CREATE TABLE wishes (
    key       TEXT NOT NULL,
    order_id  INTEGER NOT NULL REFERENCES orders (id),
    operation TEXT NOT NULL,
    at        TEXT NOT NULL,
    PRIMARY KEY (key, operation)
) WITHOUT ROWID;

-- What an order came to, under the order's own number: all tries to pay it that went
-- through, and all that has been given back. Each is added up by itself, so that an order
-- has one bill however many of either it has. A cancelled order that nobody paid for has
-- none.
CREATE VIEW bills AS
SELECT
    orders.number,
    orders.customer_id,
    orders.placed_at,
    orders.total,
    (
        SELECT COALESCE(SUM(amount), 0) FROM payments
        WHERE order_id = orders.id AND status IN ('paid', 'refunded')
    ) AS paid,
    (
        SELECT COALESCE(SUM(amount), 0) FROM refunds
        WHERE order_id = orders.id AND status = 'paid'
    ) AS refunded
FROM orders
WHERE orders.status <> 'cancelled' OR EXISTS (
    SELECT 1 FROM payments
    WHERE order_id = orders.id AND status IN ('paid', 'refunded')
);

CREATE TABLE policies (
    kind     TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('fa', 'ar', 'en')),
    text     TEXT NOT NULL,
    PRIMARY KEY (kind, language)
) WITHOUT ROWID;
