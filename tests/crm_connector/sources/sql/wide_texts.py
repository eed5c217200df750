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
    touched {moment}, rev INTEGER NOT NULL DEFAULT 0, purse {uuid}
);
CREATE TABLE {s}article (key TEXT PRIMARY KEY, title TEXT NOT NULL);
CREATE TABLE {s}item (
    id {serial}, purchase {uuid} NOT NULL, article TEXT NOT NULL,
    piece INTEGER NOT NULL, n INTEGER NOT NULL, price {number} NOT NULL,
    off {number} NOT NULL
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
    id INTEGER PRIMARY KEY, article TEXT NOT NULL, variant TEXT NOT NULL,
    price {number} NOT NULL, n INTEGER, there {boolean} NOT NULL
);
CREATE TABLE {s}facet (
    piece INTEGER NOT NULL, rank INTEGER NOT NULL, name TEXT NOT NULL,
    value TEXT NOT NULL
);
CREATE TABLE {s}purse (
    id {uuid} PRIMARY KEY, member {uuid} NOT NULL, kind TEXT NOT NULL,
    rest {number} CHECK (rest >= 0)
);
CREATE TABLE {s}paying (
    id {serial}, purchase {uuid} NOT NULL, amount {number} NOT NULL,
    purse {uuid} NOT NULL, back {boolean} NOT NULL
);
CREATE TABLE {s}sendback (
    id {serial}, purchase {uuid} NOT NULL, item INTEGER NOT NULL, n INTEGER NOT NULL,
    worth {number} NOT NULL, purse {uuid}, why TEXT
);
CREATE TABLE {s}swap (
    id {serial}, purchase {uuid} NOT NULL, item INTEGER NOT NULL, n INTEGER NOT NULL,
    piece INTEGER NOT NULL, more {number} NOT NULL, purse {uuid}, why TEXT
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
INSERT INTO {s}article VALUES ('cup', 'Cup'), ('pot', 'Pot'), ('lamp', 'Lamp');
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
INSERT INTO {s}purchase
    (id, code, member, state, made, due, paid, town, street1, purse)
VALUES
    ('00000000-0000-4000-8000-000000000015', 'A-1005',
     '00000000-0000-4000-8000-000000000001', 'open', '2026-05-04T10:00:00+00:00',
     NULL, 109.63, 'Oakland', '1 Loop', '00000000-0000-4000-8000-000000000021'),
    ('00000000-0000-4000-8000-000000000016', 'A-1006',
     '00000000-0000-4000-8000-000000000001', 'open', '2026-05-04T11:00:00+00:00',
     NULL, 15.50, 'Oakland', '1 Loop', '00000000-0000-4000-8000-000000000021'),
    ('00000000-0000-4000-8000-000000000017', 'A-0997',
     '00000000-0000-4000-8000-000000000001', 'came', '2026-05-01T09:00:00+00:00',
     NULL, 114.63, 'Oakland', '1 Loop', '00000000-0000-4000-8000-000000000021'),
    ('00000000-0000-4000-8000-000000000018', 'A-0998',
     '00000000-0000-4000-8000-000000000001', 'came', '2026-05-01T08:00:00+00:00',
     NULL, 15.50, 'Oakland', '1 Loop', '00000000-0000-4000-8000-000000000021');
INSERT INTO {s}item (purchase, article, piece, n, price, off) VALUES
    ('00000000-0000-4000-8000-000000000011', 'pot', 2, 1, 47.84, 0),
    ('00000000-0000-4000-8000-000000000012', 'cup', 4, 2, 10.00, 0),
    ('00000000-0000-4000-8000-000000000013', 'cup', 4, 1, 10.00, 0),
    ('00000000-0000-4000-8000-000000000014', 'cup', 4, 1, 10.00, 0),
    ('00000000-0000-4000-8000-000000000015', 'lamp', 5, 1, 15.50, 1.55),
    ('00000000-0000-4000-8000-000000000015', 'pot', 2, 2, 47.84, 0),
    ('00000000-0000-4000-8000-000000000016', 'lamp', 5, 1, 15.50, 0),
    ('00000000-0000-4000-8000-000000000017', 'lamp', 5, 1, 15.50, 1.55),
    ('00000000-0000-4000-8000-000000000017', 'pot', 2, 2, 47.84, 0),
    ('00000000-0000-4000-8000-000000000018', 'lamp', 5, 1, 15.50, 0);
INSERT INTO {s}step (purchase, state, at) VALUES
    ('00000000-0000-4000-8000-000000000011', 'open', '2026-05-01T10:00:00+00:00'),
    ('00000000-0000-4000-8000-000000000011', 'gone', '2026-05-02T10:00:00+00:00');
INSERT INTO {s}bill VALUES
    (1, '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000011',
     '2026-05-01', '2026-05-15', 47.84, NULL),
    (2, '00000000-0000-4000-8000-000000000001', NULL, '2026-05-02', NULL, 20.00, 19.50);
INSERT INTO {s}club VALUES ('00000000-0000-4000-8000-000000000001', 340, 'gold');
INSERT INTO {s}stock VALUES
    (1, 'pot', 'red', 50.00, -2, {false}), (2, 'pot', 'blue', 47.84, 3, {true}),
    (3, 'pot', 'old', 12.00, 0, {false}), (4, 'cup', 'plain', 10.00, NULL, {false}),
    (5, 'lamp', 'small', 15.50, 4, {true}), (6, 'lamp', 'large', 22.25, 2, {true}),
    (7, 'lamp', 'tiny', 9.00, 0, {false});
INSERT INTO {s}facet VALUES
    (1, 1, 'color', 'red'), (2, 1, 'color', 'blue'), (3, 1, 'color', 'old'),
    (5, 2, 'shade', 'white'), (5, 1, 'size', 'small'), (6, 1, 'size', 'large'),
    (7, 1, 'size', 'tiny');
INSERT INTO {s}purse VALUES
    ('00000000-0000-4000-8000-000000000021', '00000000-0000-4000-8000-000000000001',
     'card', NULL),
    ('00000000-0000-4000-8000-000000000022', '00000000-0000-4000-8000-000000000001',
     'gift', 1.05),
    ('00000000-0000-4000-8000-000000000023', '00000000-0000-4000-8000-000000000001',
     'gift', 250.10),
    ('00000000-0000-4000-8000-000000000024', '00000000-0000-4000-8000-000000000002',
     'card', NULL);
INSERT INTO {s}paying (purchase, amount, purse, back) VALUES
    ('00000000-0000-4000-8000-000000000015', 100.00,
     '00000000-0000-4000-8000-000000000021', {false}),
    ('00000000-0000-4000-8000-000000000015', 9.63,
     '00000000-0000-4000-8000-000000000023', {false}),
    ('00000000-0000-4000-8000-000000000016', 15.50,
     '00000000-0000-4000-8000-000000000021', {false});
"""

MAPPING = """
version: 1
source: wide-shop
country: US
money: {currency: USD, multiply_by: 100}
times: {format: TIMES}
statuses:
  open: placed
  gone: shipped
  off: cancelled
  came: delivered
  back: {status: delivered, done: [return_items]}
  swap: {status: delivered, done: [exchange_items]}

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
    paid_with: purse

variants:
  table: stock
  SCHEMA
  columns:
    id: {column: id, type: integer}
    product: article
    price: price
    quantity: n
    in_stock: there

options:
  table: facet
  SCHEMA
  columns: {variant: piece, position: rank, names: {en: name}, values: {en: value}}

lines:
  table: item
  SCHEMA
  joins:
    article: {match: {article: key}}
  columns:
    id: {column: id, type: integer}
    order: purchase
    product: article
    names: {en: article.title}
    variant: piece
    quantity: n
    unit_price: price
    discount: off

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

payment_methods:
  table: purse
  SCHEMA
  columns:
    id: {column: id, type: UUID}
    customer: member
    kind: {column: kind, values: {card: card, gift: gift_card}}
    balance: rest

payments:
  table: paying
  SCHEMA
  columns:
    id: {column: id, type: integer}
    order: purchase
    amount: amount
    method: purse
    is_refund: back

operations:
  cancel_order:
    from: [placed, paid]
    set: {state: off, touched: {now: TIMES}}
    history: {state: off, at: {now: TIMES}}
    add:
      - table: paying
        for: payment
        set:
          purchase: {order: id}
          amount: {payment: amount}
          purse: {payment: method}
          back: true
    balance: at_once
    stock: [give]
    remember: &wishes
      table: wish
      columns: {key: key, order: purchase, operation: what}
      set: {at: {now: TIMES}}
  change_address:
    from: [placed, paid]
    set: {touched: {now: TIMES}}
    remember: *wishes
  change_items:
    from: [placed, paid]
    set: {touched: {now: TIMES}, paid: {plus: due}}
    lines:
      set:
        piece: {new: variant}
        n: {new: quantity}
        price: {new: price}
        off: {new: discount}
      remove: delete
    add:
      - table: paying
        for: due
        set:
          purchase: {order: id}
          amount: {due: amount}
          purse: {wish: method}
          back: {due: sign, values: {more: false, less: true}}
    balance: at_once
    stock: [give, take]
    remember: *wishes
  return_items:
    from: [delivered]
    unless: [return_items, exchange_items]
    set: {state: back}
    add:
      - table: sendback
        for: line
        set:
          purchase: {order: id}
          item: {line: id}
          n: {line: quantity}
          worth: {line: total}
          purse: {wish: method}
          why: {wish: reason, values: {does_not_fit: too small, damaged: broken}}
    remember: *wishes
  exchange_items:
    from: [delivered]
    unless: [return_items, exchange_items]
    set: {state: swap}
    add:
      - table: swap
        for: line
        set:
          purchase: {order: id}
          item: {line: id}
          n: {new: quantity}
          piece: {new: variant}
          more: {new: difference}
          purse: {wish: method}
          why: {wish: reason}
    stock: [take]
    remember: *wishes

catalogue:
  products:
    table: article
    SCHEMA
    columns: {id: key, names: {en: title}}
"""
