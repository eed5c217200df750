/**
 * telegram-test-api on this machine alone: `node server.cjs PORT`. "ready" on the
 * standard output tells that questions are answered.
 *
 * Around the package stand the corrections that a bot on python-telegram-bot needs, each
 * with its reason. What people do in it is asked of the package's own routes.
 */
"use strict";

const { randomUUID } = require("node:crypto");
const axios = require("axios");
const busboy = require("busboy");
const express = require("express");
const TelegramServer = require("telegram-test-api");

const PATIENCE = 200;
const A_LONG_TIME = 24 * 60 * 60;
const WEBHOOK_IS_ACTIVE =
    "Conflict: can't use getUpdates method while webhook is active; " +
    "use deleteWebhook to delete the webhook first";
const WRONG_FILE = "Bad Request: wrong file identifier/HTTP URL specified";
const ME = { id: 666, is_bot: true, first_name: "Test First name", username: "TestNameBot" };

const seconds = (milliseconds) => Math.floor(milliseconds / 1000);
const parsed = (value) => (typeof value === "string" ? JSON.parse(value) : value);
const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// The package gives all back that it was asked with, as it came: options of links as a
// string, say. Its dates are in milliseconds, where Telegram has seconds; and nobody has
// sent its messages.
const TOLD = ["message_id", "chat", "text", "caption", "photo", "document", "media_group_id"];

function toldOf({ date, reply_markup, ...message }) {
    const told = { from: ME, date: seconds(date) };
    for (const name of TOLD) {
        if (message[name] !== undefined) told[name] = message[name];
    }
    // Keyboards below the chat are not told of.
    if (reply_markup?.inline_keyboard) told.reply_markup = reply_markup;
    return told;
}

class Corrected extends TelegramServer {
    files = new Map();
    queues = new Map();

    addBotMessage(message, token) {
        return toldOf(super.addBotMessage(message, token));
    }

    // Two updates at once get the same numbers if a webhook is slow; one that fails ends
    // the process. Telegram tries again until it is heard, in order.
    async addUserUpdate(update) {
        update.updateId = this.updateId++;
        const { botToken } = update;
        if (!this.webhooks[botToken]) {
            this.storage.userMessages.push(update);
            return;
        }
        const before = this.queues.get(botToken) ?? Promise.resolve();
        this.queues.set(botToken, before.then(() => this.deliver(update)));
    }

    async deliver(update) {
        while (this.started) {
            const webhook = this.webhooks[update.botToken];
            if (!webhook) {
                this.storage.userMessages.push(update);
                return;
            }
            try {
                const token = webhook.secret_token;
                await axios.post(webhook.url, TelegramServer.formatUpdate(update), {
                    // The package never sends the secret that the webhook was set with.
                    headers: token ? { "X-Telegram-Bot-Api-Secret-Token": token } : {},
                });
                return;
            } catch {
                await sleep(PATIENCE);
            }
        }
    }

    // The package gives each update once, whether it has come to the bot or not; with
    // Telegram it is there until a higher `offset` is asked for. And Telegram waits for
    // something to tell for `timeout` seconds, where the package has a bot ask and ask.
    async updatesFrom(token, offset, wait) {
        const until = Date.now() + wait * 1000;
        const mine = (update) => update.botToken === token;
        this.storage.userMessages = this.storage.userMessages.filter(
            (update) => !mine(update) || update.updateId >= offset,
        );
        for (;;) {
            const found = this.storage.userMessages.filter(mine);
            const left = until - Date.now();
            if (found.length || left <= 0) {
                return found.slice(0, 100).map(TelegramServer.formatUpdate);
            }
            await Promise.race([this.waitUserMessage(), sleep(left)]);
        }
    }

    sentTo(token, { chat_id, message_id }) {
        return this.storage.botMessages.find(
            (each) =>
                each.botToken === token &&
                String(each.messageId) === String(message_id) &&
                String(each.message.chat_id) === String(chat_id),
        );
    }
}

// Telegram says which chat a button was pressed in, and so python-telegram-bot wants it.
const formatUpdate = TelegramServer.formatUpdate;
TelegramServer.formatUpdate = (update) => {
    const formatted = formatUpdate(update);
    if (formatted.callback_query) {
        formatted.callback_query.chat_instance = String(update.callbackQuery.message.chat.id);
    }
    return formatted;
};

const [port] = process.argv.slice(2);
const telegram = new Corrected({
    host: "127.0.0.1",
    port: Number(port),
    // It forgets messages after this while.
    storeTimeout: A_LONG_TIME,
});

const around = express();
const bot = express.Router({ mergeParams: true });
const good = (response, result) => response.json({ ok: true, result });
const bad = (response, error_code, description) =>
    response.status(error_code).json({ ok: false, error_code, description });

around.use(express.json());
around.use(express.urlencoded({ extended: true }));
around.use("/bot:token", bot);
around.get("/file/bot:token/:file", (request, response) => {
    const file = telegram.files.get(request.params.file);
    if (!file) return bad(response, 404, "Not Found");
    return response.type(file.type).send(file.data);
});
around.use(telegram.webServer);
telegram.webServer = around;

// The package reads no forms with files, as uploads come.
bot.use((request, response, next) => {
    if (!request.is("multipart/form-data")) return next();
    const form = busboy({ headers: request.headers, defParamCharset: "utf8" });
    const read = (stream, { filename, mimeType }, done) => {
        const parts = [];
        stream.on("data", (part) => parts.push(part));
        stream.on("end", () =>
            done({ name: filename, type: mimeType, data: Buffer.concat(parts) }),
        );
    };
    request.uploads = {};
    form.on("field", (name, value) => (request.body[name] = value));
    form.on("file", (name, stream, about) =>
        read(stream, about, (file) => (request.uploads[name] = file)),
    );
    form.on("close", next);
    return request.pipe(form);
});

// Errors come with status 200, or 500 and another shape; clients look at the status.
bot.use((request, response, next) => {
    const json = response.json.bind(response);
    response.json = (body) => {
        if (body.ok === false) response.status(body.error_code);
        else if (body.ok === undefined && response.statusCode >= 500) {
            response.status(404);
            const description = "Not Found: method not found";
            return json({ ok: false, error_code: 404, description });
        }
        // Said of what was done, where Telegram says true.
        else if (body.result === null) return json({ ...body, result: true });
        return json(body);
    };
    next();
});

const answer = (method, handler) =>
    bot.all(`/${method}`, (request, response, next) => {
        const asked = { ...request.query, ...request.body };
        Promise.resolve(handler(asked, request, response)).catch(next);
    });

// It lacks is_bot.
answer("getMe", (_asked, _request, response) => good(response, ME));

answer("getUpdates", async ({ offset = 0, timeout = 0 }, { params }, response) => {
    if (telegram.webhooks[params.token]) {
        return bad(response, 409, WEBHOOK_IS_ACTIVE);
    }
    return good(
        response,
        await telegram.updatesFrom(params.token, Number(offset), Number(timeout)),
    );
});

// Not in the package: whether a webhook is set.
answer("getWebhookInfo", (_asked, { params }, response) =>
    good(response, {
        url: telegram.webhooks[params.token]?.url ?? "",
        has_custom_certificate: false,
        pending_update_count: telegram.storage.userMessages.filter(
            ({ botToken }) => botToken === params.token,
        ).length,
    }),
);

// Not in the package; they leave nothing behind that people of the tests could see.
const UNSEEN = ["sendChatAction", "setMyCommands", "deleteMyCommands", "setChatMenuButton"];
for (const method of UNSEEN) {
    answer(method, (_asked, _request, response) => good(response, true));
}

// The package answers edits with null, where Telegram gives the message; it takes any
// message for one of its own; and a keyboard cannot be taken away.
for (const method of ["editMessageText", "editMessageReplyMarkup", "editMessageCaption"]) {
    answer(method, (asked, { params }, response) => {
        const found = telegram.sentTo(params.token, asked);
        if (!found) return bad(response, 400, "Bad Request: message to edit not found");
        const { reply_markup, ...changed } = TelegramServer.normalizeMessage({ ...asked });
        if (method !== "editMessageReplyMarkup") delete found.message.parse_mode;
        if (method === "editMessageText") telegram.editMessageText({ ...changed });
        else if (method === "editMessageCaption") Object.assign(found.message, changed);
        found.message.reply_markup = reply_markup;
        const chat = { id: Number(asked.chat_id), first_name: "Bot", type: "private" };
        const message = { ...found.message, message_id: found.messageId, chat };
        return good(response, {
            ...toldOf({ ...message, date: found.time }),
            edit_date: seconds(Date.now()),
        });
    });
}

/** What was uploaded, or sent before, as Telegram tells of a file. */
function file(request, value) {
    const name = value?.startsWith("attach://") ? value.slice("attach://".length) : undefined;
    const upload = name && request.uploads?.[name];
    const id = upload ? randomUUID() : value;
    if (upload) telegram.files.set(id, upload);
    const known = telegram.files.get(id);
    return (
        known && {
            file_id: id,
            file_unique_id: id.slice(0, 8),
            file_size: known.data.length,
            file_name: known.name,
            mime_type: known.type,
        }
    );
}

/** The part of a message that tells of a photo or a document. */
function enclosed(kind, found) {
    const { file_name, mime_type, ...rest } = found;
    if (kind === "document") return { document: found };
    return { photo: [{ ...rest, width: 90, height: 90 }] };
}

// Not in the package: files. They are kept with the other messages of the bot.
for (const [method, kind] of [["sendPhoto", "photo"], ["sendDocument", "document"]]) {
    answer(method, (asked, request, response) => {
        const field = asked[kind] ?? `attach://${kind}`;
        const found = file(request, field);
        if (!found) return bad(response, 400, WRONG_FILE);
        const message = { ...asked, ...enclosed(kind, found) };
        return good(response, telegram.addBotMessage(message, request.params.token));
    });
}

answer("sendMediaGroup", (asked, request, response) => {
    const common = { chat_id: asked.chat_id, media_group_id: randomUUID() };
    const group = parsed(asked.media).map(({ type, media, caption, parse_mode }) => {
        const found = file(request, media);
        return found && { ...common, caption, parse_mode, ...enclosed(type, found) };
    });
    if (group.includes(undefined)) return bad(response, 400, WRONG_FILE);
    const { token } = request.params;
    return good(
        response,
        group.map((each) => telegram.addBotMessage(each, token)),
    );
});

answer("getFile", ({ file_id }, request, response) => {
    const found = file(request, file_id);
    if (!found) return bad(response, 400, "Bad Request: invalid file_id");
    return good(response, { ...found, file_path: file_id });
});

telegram.start().then(
    () => process.stdout.write("ready\n"),
    (error) => {
        process.stderr.write(`${error.stack}\n`);
        process.exit(1);
    },
);
