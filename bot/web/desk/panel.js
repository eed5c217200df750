// The third column: what the desk knows of the customer and of the conversation so far.

const UPSET = 0.5;
const UNEASY = 0.25;

function part(title, nodes, kind = '') {
  const inside = nodes.flat().filter(Boolean);
  if (!inside.length) return null;
  return el('section', { class: `part ${kind}`.trim() }, el('h3', {}, title), inside);
}

function factsOf(pairs) {
  const shown = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '');
  if (!shown.length) return null;
  return el(
    'dl',
    { class: 'facts' },
    shown.map(([label, value]) =>
      el('div', {}, el('dt', {}, label), el('dd', {}, value instanceof Node ? value : el('bdi', {}, String(value)))),
    ),
  );
}

// `change` opens what can be done with it, where somebody may.
function orderOf(order, change) {
  const tone = TONES[order.status] ?? 'info';
  const lines = (order.lines ?? []).map(
    ({ names, quantity }) => nameOf(names) + (quantity > 1 ? ` × ${sayNumber(quantity)}` : ''),
  );
  return el(
    'li',
    { class: `order card ${tone}` },
    el(
      'header',
      {},
      el('bdi', { class: 'code', dir: 'ltr' }, sayPlain(order.number)),
      el('span', { class: 'pill' }, sayCode('status', order.status)),
    ),
    lines.length ? el('p', { class: 'hint', dir: 'auto' }, lines.join(isRtl(speech.lang) ? '، ' : ', ')) : null,
    el(
      'footer',
      {},
      order.placed_at ? el('time', { dateTime: order.placed_at }, sayDate(order.placed_at)) : null,
      order.total ? el('bdi', {}, sayMoney(order.total)) : null,
    ),
    order.is_open && order.expected_on
      ? el('p', { class: 'hint' }, say('expected', { date: sayDate(order.expected_on) }))
      : null,
    (order.parcels ?? []).filter(({ tracking_code: code }) => code).map((parcel) =>
      el('p', { class: 'hint' }, `${nameOf(parcel.carriers)} `,
        el('bdi', { class: 'code', dir: 'ltr' }, parcel.tracking_code)),
    ),
    change
      ? el('button', { type: 'button', class: 'link', onclick: () => change(order.number) }, say('opOpen'))
      : null,
  );
}

const valuesOf = (found) => (found ?? []).map(({ value }) => el('bdi', { class: 'line', dir: 'ltr' }, sayPlain(value)));

function customerOf(row, panel) {
  const found = panel?.customer ?? {};
  const phones = valuesOf(found.phones);
  const emails = valuesOf(found.emails);
  const systems = (found.known_in ?? []).map((name) => nameOf(panel.sources?.[name]) || name);
  return [
    el(
      'p',
      { class: 'person' },
      el('strong', { dir: 'auto' }, found.name?.value || personOf(row)),
      provenTag(row),
    ),
    proofOf(row) ? el('p', { class: 'hint small proof' }, proofOf(row)) : null,
    factsOf([
      [say('phone'), phones.length ? el('span', {}, phones) : null],
      [say('email'), emails.length ? el('span', {}, emails) : null],
      [say('orderCount'), found.orders ? sayNumber(found.orders) : null],
      [say('knownIn'), systems.join(isRtl(speech.lang) ? '، ' : ', ')],
    ]),
    found.since ? el('p', { class: 'hint' }, say('since', { date: sayDate(found.since) })) : null,
    found.may_be ? el('p', { class: 'hint' }, say('mayBe', { n: sayNumber(found.may_be) })) : null,
  ];
}

function productOf(product) {
  const stock = product.in_stock;
  return [
    el('p', { dir: 'auto' }, nameOf(product.name) || product.id),
    factsOf([
      [say('price'), sayMoney(product.price)],
      [say('inStock'), typeof stock === 'boolean' ? say(stock ? 'inStockYes' : 'inStockNo') : null],
    ]),
  ];
}

function moodOf({ upset }) {
  const name = upset >= UPSET ? 'upset' : upset >= UNEASY ? 'uneasy' : 'calm';
  const bar = el('meter', { min: 0, max: 1, value: upset, 'aria-label': say('mood') });
  return [el('p', { class: `mood ${name}` }, bar, el('span', {}, say(`mood_${name}`)))];
}

function deedsOf(deeds) {
  return el(
    'ul',
    { class: 'deeds' },
    deeds.map(({ action, title, problem, came, at, times }) =>
      el(
        'li',
        { class: came },
        el('bdi', {}, title ? nameOf(title) : sayCode('deed', action)),
        times > 1 ? ` × ${sayNumber(times)}` : '',
        el('span', { class: 'hint' }, ` ${sayCode('came', came)}${problem ? `: ${nameOf(problem)}` : ''}${at ? ` · ${sayTime(new Date(at))}` : ''}`),
      ),
    ),
  );
}

// What becomes of which things, named by the order as the shop's system has it now.
function thingsOf({ lines = [], changes = [] }, order) {
  const ids = [...new Set([...lines, ...changes.map(({ line }) => line)])];
  return ids.flatMap((id) => {
    const line = order?.lines?.find((each) => each.id === id);
    if (!line) return [];
    const count = changes.find((each) => each.line === id)?.quantity;
    const name = [nameOf(line.names), nameOf(line.variants) || optionsOf(line)].filter(Boolean).join(comma());
    return [Number.isInteger(count) ? `${name} × ${sayNumber(count)}` : name];
  });
}

// What they wanted done with orders, how that stands, and all that was said of it.
function wantedOf(asked, { orders, photos }) {
  return el(
    'ul',
    { class: 'wanted' },
    asked.map(({ title, order, came, words, details = {} }) =>
      el(
        'li',
        {},
        el('p', {}, el('strong', {}, nameOf(title)), order ? [' ', el('bdi', { class: 'code', dir: 'ltr' }, sayPlain(order))] : null,
          came ? el('span', { class: 'hint' }, ` · ${sayCode('wanted', came)}`) : null),
        thingsOf(details, orders.find(({ number }) => number === order)).map((thing) => el('p', { dir: 'auto' }, thing)),
        details.reason ? el('p', { class: 'hint' }, say('opFor', { cause: sayCode('cause', details.reason) })) : null,
        typeof details.unopened === 'boolean'
          ? el('p', { class: 'hint' }, say(details.unopened ? 'wantedUnopened' : 'wantedOpened'))
          : null,
        details.address ? el('p', { class: 'hint', dir: 'auto' }, say('opGoesTo', { place: placeOf(details.address) })) : null,
        details.photo ? el('div', { class: 'photos' }, el('p', { class: 'hint' }, say('wantedPhoto')), photos.map(fileOf)) : null,
        words ? el('p', { class: 'hint', dir: 'auto' }, words) : null,
      ),
    ),
  );
}

function historyOf(events, me) {
  const named = (whom) =>
    whom ? (String(whom.id) === String(me.account.id) ? say('you') : nameOf(whom.name)) : '';
  return el(
    'ol',
    { class: 'history' },
    events.map(({ kind, by, to, at }) =>
      el(
        'li',
        {},
        el('time', { dateTime: at }, sayTime(new Date(at))),
        el('span', {}, sayCode('kind', kind)),
        el('bdi', { class: 'hint' }, [named(by), named(typeof to === 'string' ? { name: to } : to)].filter(Boolean).join(' → ')),
      ),
    ),
  );
}

// What came of earlier talks: who left what behind, and whether it is done.
function beforeOf(known) {
  return known.map(({ agent, settled, words, due, state, wish, files, at }) =>
    el(
      'div',
      { class: 'before' },
      el(
        'p',
        {},
        el('span', { class: 'tag over' }, sayCode('settled', settled)),
        ' ',
        el('bdi', {}, nameOf(agent.name) || say('agent')),
        el('span', { class: 'hint' }, ` · ${sayDate(at)}`),
      ),
      words ? el('p', { dir: 'auto' }, words) : null,
      due ? el('p', { class: 'due' }, say('promisedDay', { date: sayDate(due) })) : null,
      state && state !== 'coming'
        ? el('p', { class: state === 'late' ? 'trouble' : 'hint' }, sayCode('promise', state))
        : null,
      wish ? el('p', { class: 'hint', dir: 'auto' }, wish) : null,
      files ? el('p', { class: 'hint' }, say('filesSent', { n: sayNumber(files) })) : null,
    ),
  );
}

// Nothing is wrong where the conversation is simply over, or somebody else's.
const whyShut = (why) =>
  why === 'fileOver' || why === 'fileNot'
    ? el('p', { class: 'hint' }, say(why))
    : el('p', { class: 'trouble' }, icon('alert'), say(why));

// Who does not take their messages, until when, and why.
function blockOf({ by, why, at, until }) {
  return [
    el('p', {}, say(until ? 'blockedUntil' : 'blockedForGood', { time: until ? sayMoment(until) : '' })),
    el('p', { dir: 'auto' }, why),
    el('p', { class: 'hint small' }, el('bdi', {}, by), ` · ${sayMoment(at)}`),
  ];
}

// What the customer says and the shop's system says cannot both be true.
const oddsOf = ({ odds, order }) =>
  el('p', { class: 'trouble odds' }, icon('alert'), el('span', {}, sayCode('odds', odds, { order: sayPlain(order.number) })));

const ordersOf = (panel) => [panel?.order, ...(panel?.orders ?? [])].filter(Boolean);

// The last pictures that the customer has sent.
const MOST_PHOTOS = 3;
const photosOf = (thread) =>
  thread
    .messages()
    .filter(({ author }) => author === 'customer')
    .flatMap(({ files }) => files ?? [])
    .filter(({ type }) => /^image\//.test(type ?? ''))
    .slice(-MOST_PHOTOS);

const asOf = (panel) => say('asOf', { time: sayMoment(panel.as_of) });

// How it came out, in the agent's words, and by which day something was promised.
function outcomeOf({ outcome: { settled, words, due }, promise }, keep) {
  return [
    el('p', {}, el('span', { class: 'tag over' }, sayCode('settled', settled))),
    due ? el('p', { class: 'due' }, say('promisedDay', { date: sayDate(due) })) : null,
    words ? el('p', { dir: 'auto' }, words) : null,
    promise?.state === 'kept' ? el('p', { class: 'hint' }, say('promise_kept')) : null,
    keep,
  ];
}

function ratingOf({ stars, words }) {
  return [
    el('p', {}, starsOf(stars)),
    words ? el('p', { dir: 'auto' }, words) : null,
  ];
}

// Of a panel everything that the shop's systems told, also without a conversation.
function profileOf(panel, change) {
  const { order, product, orders = [], points = [], consent = [], missing = [] } = panel;
  const others = orders.filter(({ number }) => number !== order?.number);
  const silent = [...new Set(missing.map(({ source }) => nameOf(panel.sources?.[source]) || source))];
  return [
    part(say('atHand'), order ? [el('ul', { class: 'orders' }, orderOf(order, change))] : []),
    part(say('product'), product ? productOf(product) : []),
    part(say('orders'), others.length ? [el('ul', { class: 'orders' }, others.map((each) => orderOf(each, change)))] : []),
    part(say('points'), [
      factsOf(
        points.map((each) => [
          nameOf(each.titles) || each.source,
          [sayNumber(each.points ?? 0), nameOf(each.tier)].filter(Boolean).join(' · '),
        ]),
      ),
    ]),
    part(say('consent'), [
      factsOf(
        consent.map(({ purpose, granted }) => [
          sayCode('purpose', purpose),
          say(granted ? 'consent_yes' : 'consent_no'),
        ]),
      ),
    ]),
    silent.length
      ? el('p', { class: 'trouble' }, icon('alert'), say('missing', { names: silent.join('، ') }))
      : null,
    panel.as_of ? el('p', { class: 'hint small as-of' }, asOf(panel)) : null,
  ];
}

function createPanel({ store, threadOf, close, operations }) {
  const shut = el('button', { type: 'button', class: 'plain', 'aria-label': say('hidePanel') });
  shut.append(icon('close'));
  shut.addEventListener('click', close);
  const content = el('div', { class: 'panel-body' });
  const root = el(
    'aside',
    { class: 'panel', 'aria-label': say('panel'), tabIndex: 0 },
    el('header', { class: 'panel-head' }, el('h2', {}, say('panel')), shut),
    content,
  );

  let shape = '';

  // What was promised stays in its list until somebody says that it is done.
  function keepOf(row) {
    if (!store.owes(row)) return null;
    const button = el('button', { type: 'button', class: 'go' }, say('keepPromise'));
    button.addEventListener('click', async () => {
      button.disabled = true;
      try {
        const { handoff } = await post(`handoffs/${row.number}/kept`, {});
        store.changed(handoff);
        toast(say('promiseKept'));
        threadOf(row.number)?.loadAbout().catch(() => {});
      } catch (error) {
        button.disabled = false;
        toast(wordsOf(error), { trouble: true });
      }
    });
    return button;
  }

  // Orders are changed by who holds the conversation, for whom it is proven who they are.
  function changeOf(row) {
    const may = row.mine && row.state === 'held' && store.may('change_orders');
    return may && row.customer?.proven ? (number) => operations.open(row, number) : null;
  }

  function render() {
    const row = store.current();
    const thread = store.open === null ? null : threadOf(store.open);
    root.classList.toggle('none', !row);
    if (!row || !thread) {
      content.replaceChildren();
      shape = '';
      return;
    }
    const { packet, summary, panel, panelTrouble, suggestions, history, before = [] } = thread;
    // What says the same stays as it is: somebody may be reading or copying it.
    const photos = photosOf(thread);
    const told = [row, photos, packet, summary, panelTrouble, suggestions, history, before];
    const made = JSON.stringify([...told, { ...panel, as_of: null }]);
    if (made === shape) {
      const time = content.querySelector('.as-of');
      if (time) time.textContent = asOf(panel);
      return;
    }
    shape = made;
    const lines = summary?.lines ?? [];
    const step = suggestions?.next_step;
    const nodes = [
      part(say('nextStep'), step ? [el('p', {}, nameOf(step))] : [], 'step'),
      panel?.odds ? oddsOf(panel) : null,
      part(say('summary'), lines.length
        ? [
            el('ul', { class: 'summary' }, lines.map((line) => el('li', { dir: isRtl(summary.language) ? 'rtl' : 'ltr' }, line))),
            el('p', { class: 'hint small' }, say(summary.by === 'llm' ? 'byModel' : 'byMachine')),
          ]
        : []),
      part(say('wantedOrders'), packet?.asked?.length
        ? [wantedOf(packet.asked, { orders: ordersOf(panel), photos })]
        : [], 'collected'),
      part(say('howEnded'), row.outcome ? outcomeOf(row, keepOf(row)) : [], 'outcome'),
      part(say('rating'), row.rating ? ratingOf(row.rating) : [], 'rating'),
      part(say('before'), beforeOf(before), 'earlier'),
      part(say('who'), customerOf(row, panel)),
      panelTrouble ? whyShut(panelTrouble) : null,
      part(say('blockedNow'), panel?.blocked ? blockOf(panel.blocked) : [], 'blocked'),
      part(say('mood'), packet?.mood ? moodOf(packet.mood) : []),
      ...(panel ? profileOf(panel, changeOf(row)) : []),
      packet?.named?.length
        ? part(say('named'), [
            el('p', {}, packet.named.flatMap((each) => [el('bdi', { class: 'code', dir: 'ltr' }, sayPlain(each)), ' '])),
            el('p', { class: 'hint small' }, say('notVerified')),
          ])
        : null,
      !panel?.order && packet?.order && !packet.named?.includes(packet.order)
        ? part(say('atHand'), [el('p', {}, el('bdi', { class: 'code', dir: 'ltr' }, sayPlain(packet.order)))])
        : null,
      part(say('deeds'), packet?.deeds?.length ? [deedsOf(packet.deeds)] : []),
      part(say('happened'), history.length ? [historyOf(history, store.me)] : []),
      el('p', { class: 'hint small' }, say('handoffNumber', { n: sayNumber(row.number) })),
    ];
    content.replaceChildren(...nodes.filter(Boolean));
  }

  return { root, render, focus: () => root.focus() };
}
