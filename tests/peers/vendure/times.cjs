/**
 * Puts fixed moments into a seeded file: `node times.cjs FILE`.
 *
 * No API lets a shop say when an order was placed; with these the same is told of it
 * whenever the shop was made. Order 3 was begun on 3 May 2026 at 8:00 UTC, and each step
 * of its history is ten minutes after the one before.
 */
"use strict";

const fs = require("node:fs");
const initSqlJs = require("sql.js");

const STEPS = `
    UPDATE history_entry SET createdAt = strftime(
        '%Y-%m-%d %H:%M:%f', '2026-05-01 08:00:00',
        printf('+%d days', orderId - 1), printf('+%d minutes', 10 * (
            SELECT count(*) FROM history_entry AS earlier
            WHERE earlier.orderId = history_entry.orderId AND earlier.id < history_entry.id
        ))
    ) WHERE orderId IS NOT NULL;
    UPDATE "order" SET orderPlacedAt = (
        SELECT createdAt FROM history_entry WHERE orderId = "order".id
        AND data LIKE '%"from":"ArrangingPayment"%'
    ) WHERE orderPlacedAt IS NOT NULL;
    DELETE FROM session;
`;

initSqlJs().then((sql) => {
    const [file] = process.argv.slice(2);
    const database = new sql.Database(fs.readFileSync(file));
    database.run(STEPS);
    fs.writeFileSync(file, database.export());
});
