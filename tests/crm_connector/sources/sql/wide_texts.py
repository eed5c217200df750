"""
The tables of the wide shop and the mapping that speaks of them, for any database.
"""

TABLES = """
CREATE TABLE {s}member (
    id {uuid} PRIMARY KEY, given TEXT NOT NULL, family TEXT NOT NULL,
    mobile TEXT, landline TEXT, mail TEXT, lang TEXT
);
CREATE TABLE {s}reach (
    id INTEGER PRIMARY KEY, member {uuid} NOT NULL, rank INTEGER NOT NULL,
    value TEXT NOT NULL
);
CREATE TABLE {s}purchase (
    id {uuid} PRIMARY KEY, code TEXT NOT NULL, member {uuid} NOT NULL,
    state {state} NOT NULL, made {moment} NOT NULL, due DATE, paid {number} NOT NULL,
    recipient TEXT, street1 TEXT, street2 TEXT, town TEXT, zip TEXT, land TEXT,
    touched {moment}, rev INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE {s}article (key TEXT PRIMARY KEY, title TEXT NOT NULL);
CREATE TABLE {s}item (
    purchase {uuid} NOT NULL, article TEXT NOT NULL, n INTEGER NOT NULL,
    price {number} NOT NULL
);
CREATE TABLE {s}step (
    id {serial}, purchase {uuid} NOT NULL, state {state} NOT NULL, at {moment} NOT NULL
);
CREATE TABLE {s}bill (
    number INTEGER PRIMARY KEY, member {uuid} NOT NULL, purchase {uuid},
    day DATE NOT NULL, due DATE, sum {number} NOT NULL, paid {number}
);
CREATE TABLE {s}club (member {uuid} PRIMARY KEY, points INTEGER NOT NULL, tier TEXT);
CREATE TABLE {s}stock (
    article TEXT NOT NULL, variant TEXT NOT NULL, price {number} NOT NULL,
    n INTEGER, there {boolean} NOT NULL
);
CREATE TABLE {s}wish (
    key TEXT NOT NULL, what TEXT NOT NULL, purchase {uuid} NOT NULL,
    at {moment} NOT NULL, PRIMARY KEY (key, what)
);
INSERT INTO {s}member VALUES
    ('00000000-0000-4000-8000-000000000001', 'Ada', 'King', '(415) 555-2671',
     '1 212.555.2368', 'Ada.King@Example.com', 'en'),
    ('00000000-0000-4000-8000-000000000002', 'Alan', 'Tur', NULL, 'unlisted', NULL,
     NULL),
    ('00000000-0000-4000-8000-000000000003', 'Grace', 'King', '', NULL, NULL, 'en-US');
INSERT INTO {s}reach VALUES
    (1, '00000000-0000-4000-8000-000000000003', 2, '+1 415-555-2671'),
    (2, '00000000-0000-4000-8000-000000000003', 1, 'grace@example.com'),
    (3, '00000000-0000-4000-8000-000000000002', 1, 'ALAN@EXAMPLE.COM'),
    (4, '00000000-0000-4000-8000-000000000003', 3, 'knock twice');
INSERT INTO {s}article VALUES ('cup', 'Cup'), ('pot', 'Pot');
INSERT INTO {s}purchase
    (id, code, member, state, made, due, paid, recipient, street1, street2, town, zip,
     land)
VALUES
    ('00000000-0000-4000-8000-000000000011', 'A-1001',
     '00000000-0000-4000-8000-000000000001', 'gone', '2026-05-01T10:00:00+00:00',
     '2026-05-04', 47.84, 'Ada King', '1 Loop', NULL, 'Oakland', '94601', 'USA'),
    ('00000000-0000-4000-8000-000000000012', 'A-1002',
     '00000000-0000-4000-8000-000000000001', 'open', '2026-05-02T10:00:00+00:00',
     NULL, 20.00, 'Ada King', '1 Loop', 'Flat 2', 'Oakland', '94601', 'USA'),
    ('00000000-0000-4000-8000-000000000013', 'A-1003',
     '00000000-0000-4000-8000-000000000001', 'open', '2026-05-03T10:00:00+00:00',
     NULL, 10.00, NULL, NULL, NULL, NULL, NULL, NULL),
    ('00000000-0000-4000-8000-000000000014', 'A-1004',
     '00000000-0000-4000-8000-000000000002', 'open', '2026-05-03T11:00:00+00:00',
     NULL, 10.00, 'Alan Tur', '2 Loop', NULL, 'Oakland', NULL, 'Moon');
INSERT INTO {s}item VALUES
    ('00000000-0000-4000-8000-000000000011', 'pot', 1, 47.84),
    ('00000000-0000-4000-8000-000000000012', 'cup', 2, 10.00),
    ('00000000-0000-4000-8000-000000000013', 'cup', 1, 10.00),
    ('00000000-0000-4000-8000-000000000014', 'cup', 1, 10.00);
INSERT INTO {s}step (purchase, state, at) VALUES
    ('00000000-0000-4000-8000-000000000011', 'open', '2026-05-01T10:00:00+00:00'),
    ('00000000-0000-4000-8000-000000000011', 'gone', '2026-05-02T10:00:00+00:00');
INSERT INTO {s}bill VALUES
    (1, '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000011',
     '2026-05-01', '2026-05-15', 47.84, NULL),
    (2, '00000000-0000-4000-8000-000000000001', NULL, '2026-05-02', NULL, 20.00, 19.50);
INSERT INTO {s}club VALUES ('00000000-0000-4000-8000-000000000001', 340, 'gold');
INSERT INTO {s}stock VALUES
    ('pot', 'red', 50.00, -2, {false}), ('pot', 'blue', 47.84, 3, {true}),
    ('pot', 'old', 12.00, 0, {false}), ('cup', 'plain', 10.00, NULL, {false});
"""

MAPPING = """
version: 1
source: wide-shop
country: US
money: {currency: USD, multiply_by: 100}
times: {format: TIMES}
statuses: {open: placed, gone: shipped, off: cancelled}

customers:
  table: member
  SCHEMA
  columns:
    id: {column: id, type: UUID}
    name: [given, family]
    phone: [mobile, landline]
    email: mail
    language: lang

contacts:
  table: reach
  SCHEMA
  columns:
    id: {column: id, type: integer}
    customer: member
    position: rank
    phone: value
    email: value

orders:
  table: purchase
  SCHEMA
  columns:
    id: {column: id, type: UUID}
    number: {column: code, prefix: A-}
    customer: member
    status: state
    placed_at: made
    expected_on: due
    total: paid
    ship_to:
      name: recipient
      lines: [street1, street2]
      city: town
      postal_code: zip
      country: {column: land, values: {USA: US, Canada: CA, Moon: Moon}}

lines:
  table: item
  SCHEMA
  joins:
    article: {match: {article: key}}
  columns:
    order: purchase
    product: article
    names: {en: article.title}
    quantity: n
    unit_price: price

history:
  table: step
  SCHEMA
  columns: {id: {column: id, type: integer}, order: purchase, status: state, at: at}

invoices:
  table: bill
  SCHEMA
  joins:
    purchase: {match: {purchase: id}}
  columns:
    number: {column: number, type: integer}
    customer: member
    order_number: purchase.code
    billed_on: day
    due_on: due
    total: sum
    paid: paid

loyalty:
  table: club
  SCHEMA
  columns: {customer: member, points: points, tier: tier}

shelf:
  table: stock
  SCHEMA
  columns: {product: article, price: price, quantity: n, in_stock: there}

operations:
  cancel_order:
    from: [placed, paid]
    set: {state: off, touched: {now: TIMES}}
    history: {state: off, at: {now: TIMES}}
    remember: &wishes
      table: wish
      columns: {key: key, order: purchase, operation: what}
      set: {at: {now: TIMES}}
  change_address:
    from: [placed, paid]
    set: {touched: {now: TIMES}}
    remember: *wishes

catalogue:
  products:
    table: article
    SCHEMA
    columns: {id: key, names: {en: title}}
"""
