"""
The small shop as rows of the demo shop's tables.
"""

ROWS = """
INSERT INTO customers VALUES
    (1, 'سارا', 'احمدی', 'سارا احمدی', '+989121234567', 'sara@example.com', 'fa',
     'تهران', 120, 1, 1, '2025-01-01T00:00:00+00:00', '2025-01-01T00:00:00+00:00'),
    (2, 'John', 'Smith', 'John Smith', '+989129999999', NULL, 'en',
     'Tehran', 0, 0, 0, '2025-01-01T00:00:00+00:00', '2025-01-01T00:00:00+00:00'),
    (3, 'نگین', 'احمدی', 'نگین احمدی', '۰۹۱۲ ۱۲۳ ۴۵۶۷', 'Negin@Example.com', 'fa',
     'تهران', 0, 1, 1, '2025-01-01T00:00:00+00:00', '2025-01-01T00:00:00+00:00');
INSERT INTO addresses VALUES
    (1, 1, 'home', 'تهران', 'تهران', 'ولیعصر', '1', 1),
    (2, 2, 'home', 'Tehran', 'Tehran', 'Valiasr', '2', 1);
INSERT INTO categories VALUES
    (1, 'shoes', 'کفش', 'أحذية', 'Shoes', 200),
    (2, 'coffee', 'قهوه', 'قهوة', 'Coffee', 30);
INSERT INTO category_words VALUES
    (1, 'fa', 'کتونی'), (1, 'en', 'trainers'), (2, 'fa-Latn', 'ghahve');
INSERT INTO brands VALUES ('gam', 'گام', 'جام', 'Gam');
INSERT INTO colours VALUES ('black', 'مشکی', 'أسود', 'black', '#000000');
INSERT INTO sizes VALUES ('42', '۴۲', '٤٢', '42');
INSERT INTO products VALUES
    (11, 'runner', 1, 'shoe', 'gam', 'کفش دویدن', 'حذاء جري', 'Running shoes',
     'd', 'd', 'd', 900000, 12, 'w', 'w', 'w'),
    (12, 'beans', 2, 'coffee', 'gam', 'دان قهوه', 'حبوب قهوة', 'Coffee beans',
     'd', 'd', 'd', 300000, 0, 'w', 'w', 'w');
INSERT INTO variants VALUES
    (21, 11, 'RUN-42', 'black', '42', 900000, 5),
    (22, 12, 'BEANS', NULL, NULL, 300000, 9);
INSERT INTO branches VALUES
    (1, 'vanak', 'شعبه‌ی ونک', 'فرع ونك', 'Vanak branch', 'تهران', 'طهران', 'Tehran',
     'a', 'a', 'a', '+982100000000', 35.7, 51.4);
INSERT INTO carriers VALUES ('post', 'پست', 'البريد', 'Post', '193');
INSERT INTO orders VALUES
    (101, '10041', 1, 'سارا احمدی', '+989121234567', 'تهران', 'تهران',
     'ولیعصر', '1', 'delivered', 'web', 'post', '2026-03-01T08:00:00+00:00',
     '2026-03-04T08:00:00+00:00', '2026-03-05', NULL, 300000, 0, 50000, 350000),
    (102, '10042', 1, 'سارا احمدی', '+989121234567', 'تهران', 'تهران',
     'ولیعصر', '1', 'shipped', 'app', 'post', '2026-05-08T20:30:00+00:00',
     '2026-05-09T09:00:00+00:00', '2026-05-12', NULL, 1500000, 100000, 0, 1400000),
    (103, 'Web-10043', 1, 'سارا احمدی', '+989121234567', 'تهران', 'تهران',
     'ولیعصر', '1', 'cancelled', 'web', 'post', '2026-05-09T07:00:00+00:00',
     '2026-05-09T08:00:00+00:00', NULL, NULL, 300000, 0, 0, 300000),
    (104, '20001', 2, 'John Smith', '+989129999999', 'Tehran', 'Tehran',
     'Valiasr', '2', 'placed', 'web', 'courier', '2026-05-09T10:00:00+00:00',
     '2026-05-09T10:00:00+00:00', '2026-05-11', NULL, 900000, 0, 0, 900000);
INSERT INTO order_lines VALUES
    (1, 101, 1, 12, 22, 1, 300000, 0, 300000),
    (2, 102, 2, 12, 22, 2, 300000, 0, 600000),
    (3, 102, 1, 11, 21, 1, 900000, 0, 900000),
    (4, 103, 1, 12, 22, 1, 300000, 0, 300000),
    (5, 104, 1, 11, 21, 1, 900000, 0, 900000);
INSERT INTO order_status_history VALUES
    (1, 101, 'placed', '2026-03-01T08:00:00+00:00'),
    (2, 101, 'delivered', '2026-03-04T08:00:00+00:00'),
    (3, 102, 'shipped', '2026-05-09T09:00:00+00:00'),
    (4, 102, 'placed', '2026-05-08T20:30:00+00:00'),
    (5, 103, 'placed', '2026-05-09T07:00:00+00:00'),
    (6, 103, 'cancelled', '2026-05-09T08:00:00+00:00'),
    (7, 104, 'placed', '2026-05-09T10:00:00+00:00');
INSERT INTO parcels VALUES
    (1, 101, 'post', 'TR101', 'delivered', '2026-03-02T08:00:00+00:00',
     '2026-03-04T08:00:00+00:00', '2026-03-05'),
    (2, 102, 'post', 'TR102', 'in_transit', '2026-05-09T09:00:00+00:00',
     NULL, '2026-05-12');
INSERT INTO payments VALUES
    (1, 101, 'online_card', 'failed', 350000, NULL, '2026-03-01T08:00:00+00:00', NULL),
    (2, 101, 'online_card', 'paid', 350000, 'P101', '2026-03-01T08:05:00+00:00',
     '2026-03-01T08:06:00+00:00'),
    (3, 102, 'cash_on_delivery', 'pending', 1400000, NULL, '2026-05-08T20:30:00+00:00',
     NULL),
    (4, 103, 'wallet', 'cancelled', 300000, NULL, '2026-05-09T07:00:00+00:00', NULL),
    (5, 104, 'wallet', 'paid', 900000, 'P104', '2026-05-09T10:00:00+00:00',
     '2026-05-09T10:01:00+00:00');
INSERT INTO payment_kinds VALUES
    ('online_card', 'کارت', 'بطاقة', 'card'), ('wallet', 'کیف پول', 'محفظة', 'wallet'),
    ('card_to_card', 'کارت‌به‌کارت', 'تحويل', 'transfer'),
    ('cash_on_delivery', 'در محل', 'عند الاستلام', 'cash');
INSERT INTO payment_methods VALUES
    (31, 1, 'online_card', NULL), (32, 1, 'wallet', 150000), (33, 2, 'wallet', 0),
    (34, 1, 'card_to_card', NULL), (35, 1, 'cash_on_delivery', NULL);
INSERT INTO refunds VALUES
    (1, 101, 2, 50000, 'damaged', 'paid', 'R101', '2026-03-06T08:00:00+00:00',
     '2026-03-07T08:00:00+00:00', NULL),
    (2, 104, 5, 900000, 'changed_mind', 'requested', NULL, '2026-05-09T11:00:00+00:00',
     NULL, NULL);
"""
# One more order of the first customer, which may still be cancelled.
WAITING_ROWS = """
INSERT INTO orders VALUES
    (105, '10044', 1, 'سارا احمدی', '+989121234567', 'تهران', 'تهران',
     'ولیعصر', '1', 'preparing', 'web', 'post', '2026-05-09T12:00:00+00:00',
     '2026-05-09T15:00:00+00:00', '2026-05-14', NULL, 300000, 0, 0, 300000);
INSERT INTO order_lines VALUES (6, 105, 1, 12, 22, 1, 300000, 0, 300000);
INSERT INTO order_status_history VALUES
    (8, 105, 'placed', '2026-05-09T12:00:00+00:00'),
    (9, 105, 'preparing', '2026-05-09T15:00:00+00:00');
INSERT INTO payments VALUES
    (6, 105, 'card_to_card', 'paid', 300000, 'P105', '2026-05-09T12:00:00+00:00',
     '2026-05-09T12:30:00+00:00');
"""
