/**
 * A Vendure shop on this machine alone: `node server.cjs PORT FILE [--keep]`.
 *
 * FILE is a SQLite database. It is read at the start; only with `--keep` is it written,
 * when the server is told to end. `POST /peer/reset` puts everything back to what FILE
 * says. "ready" on the standard output tells that questions are answered.
 */
"use strict";

process.env.VENDURE_DISABLE_TELEMETRY = "true";

const fs = require("node:fs");
const {
    bootstrap,
    dummyPaymentHandler,
    DefaultLogger,
    JobQueueService,
    ListQueryBuilder,
    LogLevel,
    PaymentMethodHandler,
    TransactionalConnection,
} = require("@vendure/core");

const [port, file, keep] = process.argv.slice(2);

// Numbers in the form of Vendure's own, the same in every seeding.
const CODES = [
    "K1QX7B4MZ2WD9TRS",
    "H8VN3YCE5JLAP6GU",
    "B2FTM9S4XWQ7K1RD",
    "Z6PLC3NYV8EJH5AG",
    "D4WRK7TQ1BXM9S2F",
    "Y5JGE8VUN3CHL6PA",
    "T9MS2XD7RFBQ4KW1",
    "C6AHP3LGYJN8E5VU",
    "R1BK9QWT4FMX7DS2",
    "N8UEJ5CGV3YLA6HP",
];

let made = 0;

/** A payment that is settled at once, and whose refunds are too. */
const instantPayment = new PaymentMethodHandler({
    code: "instant-payment",
    description: [{ languageCode: "en", value: "Paid and refunded at once" }],
    args: {},
    createPayment: (_ctx, _order, amount) => ({
        amount,
        state: "Settled",
        transactionId: `paid-${amount}`,
        metadata: {},
    }),
    settlePayment: () => ({ success: true }),
    createRefund: (_ctx, _input, amount) => ({
        state: "Settled",
        transactionId: `refunded-${amount}`,
        metadata: {},
    }),
});

let app;

async function reset() {
    const { rawConnection } = app.get(TransactionalConnection);
    await rawConnection.sqljsManager.loadDatabase(new Uint8Array(fs.readFileSync(file)));
    // What Vendure adds to a database when it opens it.
    app.get(ListQueryBuilder).registerSQLiteRegexpFunction();
}

async function start() {
    app = await bootstrap({
        logger: new DefaultLogger({ level: LogLevel.Error }),
        apiOptions: {
            hostname: "127.0.0.1",
            port: Number(port),
            adminApiPath: "admin-api",
            shopApiPath: "shop-api",
            middleware: [
                {
                    route: "peer/reset",
                    handler: (_request, response) =>
                        reset().then(
                            () => response.json({}),
                            (error) => response.status(500).send(String(error)),
                        ),
                },
            ],
        },
        authOptions: {
            tokenMethod: ["bearer"],
            superadminCredentials: { identifier: "superadmin", password: "superadmin" },
            requireVerification: false,
            // The usual hash takes a quarter of a second for each sign-in.
            passwordHashingStrategy: {
                hash: async (text) => `plain:${text}`,
                check: async (text, hash) => hash === `plain:${text}`,
            },
        },
        dbConnectionOptions: {
            type: "sqljs",
            ...(fs.existsSync(file) && { database: new Uint8Array(fs.readFileSync(file)) }),
            synchronize: !fs.existsSync(file),
            autoSave: false,
            logging: false,
        },
        // Afterwards the numbers are Vendure's own, by chance.
        orderOptions: keep ? { orderCodeStrategy: { generate: () => CODES[made++] } } : {},
        paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler, instantPayment] },
        plugins: [],
    });
    await app.get(JobQueueService).start();
}

async function stop() {
    if (keep === "--keep") {
        const { rawConnection } = app.get(TransactionalConnection);
        fs.writeFileSync(file, rawConnection.sqljsManager.exportDatabase());
    }
    // Nothing here is worth waiting for.
    process.exit(0);
}

process.on("SIGTERM", stop);
start().then(
    () => process.stdout.write("ready\n"),
    (error) => {
        process.stderr.write(`${error.stack}\n`);
        process.exit(1);
    },
);
