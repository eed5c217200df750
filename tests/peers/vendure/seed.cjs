/**
 * Fills an empty shop: `node seed.cjs PORT`. Everything goes through the two APIs, as a
 * shop's staff and its customers would do it.
 */
"use strict";

const assert = require("node:assert");
const base = `http://127.0.0.1:${process.argv[2]}`;

/** Somebody who speaks to one of the APIs and stays signed in. */
class Caller {
    constructor(path) {
        this.path = path;
        this.token = null;
    }

    async ask(query, variables = {}, options = "") {
        const response = await fetch(`${base}/${this.path}?languageCode=en${options}`, {
            method: "POST",
            headers: {
                "content-type": "application/json",
                ...(this.token && { authorization: `Bearer ${this.token}` }),
            },
            body: JSON.stringify({ query, variables }),
        });
        this.token = response.headers.get("vendure-auth-token") ?? this.token;
        const { data, errors } = await response.json();
        assert(!errors, JSON.stringify(errors));
        const [answer] = Object.values(data);
        assert(!answer?.errorCode, JSON.stringify(answer));
        return answer;
    }
}

const admin = new Caller("admin-api");
const OUTCOME = "__typename ... on ErrorResult { errorCode message }";

const said = (fa, ar, en, more = () => ({})) =>
    Object.entries({ fa, ar, en }).map(([languageCode, name]) => ({
        languageCode,
        name,
        ...more(name, languageCode),
    }));
const described = (fa, ar, en) => said(fa, ar, en, () => ({ description: "" }));
const page = (slug) => (_name, language) => ({ slug: `${slug}-${language}`, description: "" });

async function settings() {
    await admin.ask(
        `mutation($i: UpdateGlobalSettingsInput!) { updateGlobalSettings(input: $i) { ${OUTCOME} } }`,
        { i: { availableLanguages: ["en", "fa", "ar"] } },
    );
    const country = await admin.ask(
        "mutation($i: CreateCountryInput!) { createCountry(input: $i) { id } }",
        { i: { code: "IR", enabled: true, translations: said("ایران", "إيران", "Iran") } },
    );
    const zone = await admin.ask(
        "mutation($i: CreateZoneInput!) { createZone(input: $i) { id } }",
        { i: { name: "Iran", memberIds: [country.id] } },
    );
    const category = await admin.ask(
        "mutation($i: CreateTaxCategoryInput!) { createTaxCategory(input: $i) { id } }",
        { i: { name: "Standard", isDefault: true } },
    );
    await admin.ask("mutation($i: CreateTaxRateInput!) { createTaxRate(input: $i) { id } }", {
        i: { name: "VAT", enabled: true, value: 10, categoryId: category.id, zoneId: zone.id },
    });
    const { id } = await admin.ask("{ activeChannel { id } }");
    await admin.ask(
        `mutation($i: UpdateChannelInput!) { updateChannel(input: $i) { ${OUTCOME} } }`,
        {
            i: {
                id,
                availableLanguageCodes: ["en", "fa", "ar"],
                defaultCurrencyCode: "IRR",
                availableCurrencyCodes: ["IRR", "USD"],
                pricesIncludeTax: true,
                defaultTaxZoneId: zone.id,
                defaultShippingZoneId: zone.id,
            },
        },
    );
    for (const [code, rate, names] of [
        ["post", "50000000", ["پست", "البريد", "Post"]],
        ["pick-up", "0", ["تحویل حضوری", "الاستلام من المتجر", "Pick-up"]],
    ]) {
        await admin.ask(
            "mutation($i: CreateShippingMethodInput!) { createShippingMethod(input: $i) { id } }",
            {
                i: {
                    code,
                    fulfillmentHandler: "manual-fulfillment",
                    checker: {
                        code: "default-shipping-eligibility-checker",
                        arguments: [{ name: "orderMinimum", value: "0" }],
                    },
                    calculator: {
                        code: "default-shipping-calculator",
                        arguments: [
                            { name: "rate", value: rate },
                            { name: "includesTax", value: "include" },
                            { name: "taxRate", value: "0" },
                        ],
                    },
                    translations: described(...names),
                },
            },
        );
    }
    for (const [code, handler, names] of [
        ["card", { code: "instant-payment", arguments: [] }, ["کارت", "بطاقة", "Card"]],
        [
            "invoice",
            {
                code: "dummy-payment-handler",
                arguments: [{ name: "automaticSettle", value: "false" }],
            },
            ["صورت‌حساب", "فاتورة", "Invoice"],
        ],
    ]) {
        await admin.ask(
            "mutation($i: CreatePaymentMethodInput!) { createPaymentMethod(input: $i) { id } }",
            { i: { code, enabled: true, handler, translations: described(...names) } },
        );
    }
}

/** The account of Hamyar: no more rights than its documentation asks for. */
async function account() {
    const role = await admin.ask("mutation($i: CreateRoleInput!) { createRole(input: $i) { id } }", {
        i: {
            code: "hamyar",
            description: "Hamyar",
            permissions: ["ReadCustomer", "ReadOrder", "UpdateOrder", "ReadCatalog"],
        },
    });
    await admin.ask(
        "mutation($i: CreateAdministratorInput!) { createAdministrator(input: $i) { id } }",
        {
            i: {
                firstName: "Ham",
                lastName: "Yar",
                emailAddress: "hamyar@shop.example",
                password: "hamyar-secret",
                roleIds: [role.id],
            },
        },
    );
    const weak = await admin.ask("mutation($i: CreateRoleInput!) { createRole(input: $i) { id } }", {
        i: { code: "weak", description: "Too few rights", permissions: ["ReadOrder"] },
    });
    await admin.ask(
        "mutation($i: CreateAdministratorInput!) { createAdministrator(input: $i) { id } }",
        {
            i: {
                firstName: "We",
                lastName: "Ak",
                emailAddress: "weak@shop.example",
                password: "weak-secret",
                roleIds: [weak.id],
            },
        },
    );
}

async function facet(code, isPrivate, names, values) {
    const { values: found } = await admin.ask(
        "mutation($i: CreateFacetInput!) { createFacet(input: $i) { id values { id } } }",
        {
            i: {
                code,
                isPrivate,
                translations: said(...names),
                values: values.map(([value, ...words]) => ({
                    code: value,
                    translations: said(...words),
                })),
            },
        },
    );
    return found.map(({ id }) => id);
}

async function options(code, names, values) {
    const group = await admin.ask(
        "mutation($i: CreateProductOptionGroupInput!) { createProductOptionGroup(input: $i) { id options { id } } }",
        {
            i: {
                code,
                translations: said(...names),
                options: values.map(([value, ...words]) => ({
                    code: value,
                    translations: said(...words),
                })),
            },
        },
    );
    return { id: group.id, values: group.options.map(({ id }) => id) };
}

async function product(slug, names, facetValueIds, groups, variants, enabled = true) {
    const { id } = await admin.ask(
        "mutation($i: CreateProductInput!) { createProduct(input: $i) { id } }",
        { i: { enabled, facetValueIds, translations: said(...names, page(slug)) } },
    );
    for (const group of groups) {
        await admin.ask(
            "mutation($p: ID!, $g: ID!) { addOptionGroupToProduct(productId: $p, optionGroupId: $g) { id } }",
            { p: id, g: group },
        );
    }
    const made = await admin.ask(
        "mutation($i: [CreateProductVariantInput!]!) { createProductVariants(input: $i) { id } }",
        {
            i: variants.map(([sku, rials, , stockOnHand, optionIds = []]) => ({
                productId: id,
                sku,
                optionIds,
                stockOnHand,
                trackInventory: stockOnHand === null ? "FALSE" : "TRUE",
                price: rials * 100,
                translations: said(...names),
            })),
        },
    );
    // Only of a variant that is there can the price be told in a second currency.
    await admin.ask(
        "mutation($i: [UpdateProductVariantInput!]!) { updateProductVariants(input: $i) { id } }",
        {
            i: made.map((each, at) => ({
                id: each.id,
                prices: [{ currencyCode: "USD", price: variants[at][2] }],
            })),
        },
    );
    return { id, variants: made.map((each) => each.id) };
}

async function collection(slug, names, facetValueId, parentId, isPrivate = false) {
    const { id } = await admin.ask(
        "mutation($i: CreateCollectionInput!) { createCollection(input: $i) { id } }",
        {
            i: {
                isPrivate,
                parentId,
                filters: [
                    {
                        code: "facet-value-filter",
                        arguments: [
                            { name: "facetValueIds", value: JSON.stringify([facetValueId]) },
                            { name: "containsAny", value: "false" },
                        ],
                    },
                ],
                translations: said(...names, page(slug)),
            },
        },
    );
    return id;
}

async function catalogue() {
    const [gam, sahar] = await facet(
        "brand",
        false,
        ["برند", "العلامة التجارية", "Brand"],
        [
            ["gam", "گام", "جام", "Gam"],
            ["sahar", "سحر", "سحر", "Sahar"],
        ],
    );
    const [clothes, shoes, coffee] = await facet(
        "kind",
        true,
        ["نوع", "نوع", "Kind"],
        [
            ["clothes", "پوشاک", "ملابس", "Clothes"],
            ["shoes", "کفش", "أحذية", "Shoes"],
            ["coffee", "قهوه", "قهوة", "Coffee"],
        ],
    );
    const colour = await options(
        "shoe-color",
        ["رنگ", "اللون", "Colour"],
        [
            ["black", "مشکی", "أسود", "black"],
            ["white", "سفید", "أبيض", "white"],
        ],
    );
    const size = await options(
        "shoe-size",
        ["سایز", "المقاس", "Size"],
        [
            ["42", "۴۲", "٤٢", "42"],
            ["43", "۴۳", "٤٣", "43"],
        ],
    );
    const [black, white] = colour.values;
    const [small, large] = size.values;
    const goods = {
        runner: await product(
            "runner",
            ["کفش دویدن", "حذاء جري", "Running shoes"],
            [gam, clothes, shoes],
            [colour.id, size.id],
            [
                ["RUN-BLACK-42", 9000000, 4990, 20, [black, small]],
                ["RUN-WHITE-43", 9000000, 4990, 5, [white, large]],
            ],
        ),
        beans: await product(
            "beans",
            ["دان قهوه", "حبوب قهوة", "Coffee beans"],
            [sahar, coffee],
            [],
            [["BEANS", 3000000, 1550, 40]],
        ),
        // The same thing in two sizes of different prices.
        boots: await product(
            "boots",
            ["بوت کوه", "حذاء جبل", "Hiking boots"],
            [gam, clothes, shoes],
            [size.id],
            [
                ["BOOT-42", 15000000, 8900, 0, [small]],
                ["BOOT-43", 16000000, 9500, 0, [large]],
            ],
        ),
        // Made to order: nobody counts it.
        roast: await product(
            "roast",
            ["قهوه‌ی تازه‌رست", "قهوة محمصة طازجة", "Fresh roast"],
            [sahar, coffee],
            [],
            [["ROAST", 4500000, 2200, null]],
        ),
        mug: await product(
            "mug",
            ["ماگ سرامیکی", "كوب خزفي", "Ceramic mug"],
            [sahar],
            [],
            [["MUG", 1200000, 650, 12]],
        ),
        secret: await product(
            "secret",
            ["کفش فصل بعد", "حذاء الموسم القادم", "Next season's shoes"],
            [gam, clothes, shoes],
            [],
            [["NEXT", 20000000, 9900, 3]],
            false,
        ),
    };
    const wear = await collection("wear", ["پوشاک", "ملابس", "Clothing"], clothes);
    await collection("shoes", ["کفش", "أحذية", "Shoes"], shoes, wear);
    await collection("coffee", ["قهوه", "قهوة", "Coffee"], coffee);
    await collection("inside", ["انبارگردانی", "جرد", "Stocktaking"], coffee, undefined, true);
    // Which products belong to a collection is worked out by a job.
    for (;;) {
        const jobs = await admin.ask(
            '{ jobs(options: { filter: { isSettled: { eq: false } } }) { totalItems } }',
        );
        if (jobs.totalItems === 0) break;
        await new Promise((done) => setTimeout(done, 100));
    }
    return goods;
}

const HOMES = {
    sara: {
        fullName: "سارا احمدی",
        streetLine1: "خیابان ولیعصر، کوچه‌ی یاس",
        streetLine2: "پلاک ۱۲",
        city: "تهران",
        province: "تهران",
        postalCode: "1966733456",
        countryCode: "IR",
        phoneNumber: "۰۲۱ ۲۲۳۳ ۴۴۵۵",
    },
    john: {
        fullName: "John Smith",
        company: "Smith & Sons",
        streetLine1: "7 Chahar Bagh Street",
        city: "Isfahan",
        countryCode: "IR",
    },
};

async function customer(firstName, lastName, emailAddress, phoneNumber) {
    const { id } = await admin.ask(
        `mutation($i: CreateCustomerInput!, $p: String) { createCustomer(input: $i, password: $p) { ... on Customer { id } ${OUTCOME} } }`,
        { i: { firstName, lastName, emailAddress, phoneNumber }, p: "customer-secret" },
    );
    return id;
}

/** An order as a customer makes it; with no payment it stays a cart. */
async function order(who, lines, method, currency = "IRR") {
    const shop = new Caller("shop-api");
    const ask = (query, variables) =>
        shop.ask(query, variables, `&currencyCode=${currency}`);
    await ask(`mutation($u: String!) { login(username: $u, password: "customer-secret") { ${OUTCOME} } }`, {
        u: `${who}@shop.example`,
    });
    for (const [variant, quantity] of lines) {
        await ask(
            `mutation($v: ID!, $q: Int!) { addItemToOrder(productVariantId: $v, quantity: $q) { ${OUTCOME} } }`,
            { v: variant, q: quantity },
        );
    }
    if (!method) return null;
    await ask(
        `mutation($i: CreateAddressInput!) { setOrderShippingAddress(input: $i) { ${OUTCOME} } }`,
        { i: HOMES[who] },
    );
    const methods = await ask("{ eligibleShippingMethods { id code } }");
    // The post's price is one number whatever the currency.
    const wanted = currency === "IRR" ? "post" : "pick-up";
    const { id: way } = methods.find((each) => each.code === wanted);
    await ask(`mutation($i: [ID!]!) { setOrderShippingMethod(shippingMethodId: $i) { ${OUTCOME} } }`, {
        i: [way],
    });
    await ask(
        `mutation { transitionOrderToState(state: "ArrangingPayment") { ${OUTCOME} } }`,
    );
    const { code } = await ask(
        `mutation($i: PaymentInput!) { addPaymentToOrder(input: $i) { ... on Order { code } ${OUTCOME} } }`,
        { i: { method, metadata: {} } },
    );
    const { items } = await admin.ask(
        "query($c: String!) { orders(options: { filter: { code: { eq: $c } } }) { items { id lines { id quantity } } } }",
        { c: code },
    );
    return items[0];
}

/** A parcel with these lines, moved on through these states. */
async function parcel({ id }, lines, carrier, tracking, states) {
    const fulfillment = await admin.ask(
        `mutation($i: FulfillOrderInput!) { addFulfillmentToOrder(input: $i) { ... on Fulfillment { id } ${OUTCOME} } }`,
        {
            i: {
                lines: lines.map((line) => ({ orderLineId: line.id, quantity: line.quantity })),
                handler: {
                    code: "manual-fulfillment",
                    arguments: [
                        { name: "method", value: carrier },
                        { name: "trackingCode", value: tracking },
                    ],
                },
            },
        },
    );
    for (const state of states) {
        await admin.ask(
            `mutation($i: ID!, $s: String!) { transitionFulfillmentToState(id: $i, state: $s) { ${OUTCOME} } }`,
            { i: fulfillment.id, s: state },
        );
    }
    return id;
}

async function orders(goods) {
    const { runner, beans, mug } = goods;
    const [black, white] = runner.variants;
    const [coffee] = beans.variants;
    const [cup] = mug.variants;

    const delivered = await order("sara", [[coffee, 1], [cup, 2]], "card");
    await parcel(delivered, delivered.lines, "پست پیشتاز", "216900012345", ["Shipped", "Delivered"]);

    const shipped = await order("sara", [[black, 1], [coffee, 2]], "card");
    await parcel(shipped, shipped.lines, "تیپاکس", "TPX-778812", ["Shipped"]);

    const cancelled = await order("sara", [[white, 1]], "card");
    await admin.ask(
        `mutation($i: CancelOrderInput!) { cancelOrder(input: $i) { ${OUTCOME} } }`,
        { i: { orderId: cancelled.id, reason: "Changed her mind", cancelShipping: true } },
    );

    // The shoes are under way, the coffee is not packed yet.
    const parted = await order("sara", [[black, 1], [coffee, 3]], "card");
    await parcel(parted, parted.lines.slice(0, 1), "پست پیشتاز", "", ["Shipped"]);

    const packed = await order("sara", [[coffee, 1]], "card");
    await parcel(packed, packed.lines, "تیپاکس", "", []);

    await order("sara", [[white, 1], [coffee, 1]], "card");
    await order("sara", [[coffee, 2]], "invoice");
    await order("john", [[black, 1]], "card", "USD");
    await order("sara", [[cup, 1]], null);

    // Bought once, and not sold any more.
    await admin.ask("mutation($i: ID!) { deleteProduct(id: $i) { result } }", { i: mug.id });
}

async function seed() {
    await admin.ask(
        `mutation { login(username: "superadmin", password: "superadmin") { ${OUTCOME} } }`,
    );
    await settings();
    await account();
    const goods = await catalogue();
    await customer("سارا", "احمدی", "Sara@Shop.example", "0912 123 45 67");
    await customer("John", "Smith", "john@shop.example", "+98 (935) 999-99-99");
    await customer("مریم", "احمدی", "maryam@shop.example", "۰۹۱۲-۱۲۳-۴۵۶۷");
    await customer("Sam", "Near", "sam@shop.example", "09121234568");
    const gone = await customer("Old", "Account", "old@shop.example", "09121234567");
    await admin.ask("mutation($i: ID!) { deleteCustomer(id: $i) { result } }", { i: gone });
    await orders(goods);
}

seed().catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
});
