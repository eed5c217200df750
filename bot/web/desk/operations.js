// What an agent has done with an order: chosen, read back, agreed to, and carried out.

const OF_LINES = ['change_items', 'return_items', 'exchange_items'];
const PLACE = ['name', 'province', 'city', 'street', 'postal_code', 'phone'];
const comma = () => (isRtl(speech.lang) ? '، ' : ', ');
const optionsOf = ({ options }) => Object.values(options[speech.lang] ?? Object.values(options)[0] ?? {}).join(comma());
const thingOf = ({ names, variants, options, quantity }) =>
  [nameOf(names), nameOf(variants) || optionsOf({ options })].filter(Boolean).join(comma()) +
  (quantity > 1 ? ` × ${sayNumber(quantity)}` : '');
const methodOf = ({ names, kind, is_original: isOriginal }) =>
  [nameOf(names) || sayCode('method', kind), isOriginal ? say('opOriginal') : ''].filter(Boolean).join(' · ');
const withBalance = (method) =>
  [methodOf(method), method.balance ? say('opBalance', { sum: sayMoney(method.balance) }) : ''].filter(Boolean).join(' · ');

const pick = (choices, chosen = '') => {
  const field = el('select', {}, choices.map(([value, label]) => el('option', { value }, label)));
  field.value = chosen;
  return field;
};

// Why something cannot be done, in words.
function whyNot({ able = true, why, until, statuses = [], by, reasons = [] }) {
  if (!able) return say('opNotAble');
  return say(`opNot_${why}`, {
    time: until ? sayShopMoment(until) : '',
    statuses: statuses.map((each) => sayCode('status', each)).join(comma()),
    deed: by ? sayCode('op', by) : '',
    reasons: reasons.map((each) => sayCode('cause', each)).join(comma()),
  });
}

// One line of the order with what becomes of it.
function lineField(line, { operation, changes = [] }, variants, { lines = [], changes: said = [] }) {
  const wanted = said.find((each) => each.line === line.id);
  const tick = el('input', { type: 'checkbox', checked: Boolean(wanted) || lines.includes(line.id) });
  const fields = [];
  // What a thing is already, it may become again only where a whole one comes for it.
  const among = variants.filter(({ id, in_stock: there }) => there && (id !== line.variant || operation === 'exchange_items'));
  let becomes = null;
  if (operation !== 'return_items' && among.length) {
    becomes = pick([
      ['', say('opStays')],
      ...among.map((each) => [each.id, [optionsOf(each), each.price ? sayMoney(each.price) : ''].filter(Boolean).join(' · ')]),
    ], among.some(({ id }) => id === wanted?.variant) ? wanted.variant : '');
    fields.push(labelled(say('opBecomes'), becomes));
  }
  let count = null;
  const least = operation === 'change_items' && changes.includes('removal') ? 0 : 1;
  const isCounted = operation === 'change_items' ? changes.includes('quantity') || !least : line.quantity > 1;
  if (isCounted) {
    count = el('input', { type: 'number', min: least, max: operation === 'change_items' ? 999 : line.quantity, value: wanted?.quantity ?? line.quantity });
    fields.push(labelled(say(least ? 'opCount' : 'opCountOrNone'), count));
  }
  const more = el('div', { class: 'more', hidden: !tick.checked }, fields);
  tick.addEventListener('change', () => {
    more.hidden = !tick.checked;
  });
  const root = el(
    'div',
    { class: 'op-line' },
    el('label', { class: 'choice tick' }, tick, el('span', { dir: 'auto' }, thingOf(line)), el('small', {}, sayMoney(line.unit_price))),
    more,
  );
  const value = () => {
    if (!tick.checked) return null;
    const asked = { id: line.id };
    if (becomes?.value) asked.variant = becomes.value;
    if (count && Number(count.value) !== line.quantity) asked.quantity = Number(count.value);
    return asked;
  };
  return { root, value };
}

// The fields of one operation, filled with what was collected; `value` gives what is asked for.
function fieldsOf(chosen, { order, variants, methods: known }, said = {}) {
  const { operation, reasons = [], needs = [], methods: ways = [] } = chosen;
  const methods = known.filter(({ id }) => ways.includes(id));
  const isOfLines = OF_LINES.includes(operation);
  const lines = isOfLines ? order.lines.map((line) => lineField(line, chosen, variants[line.product] ?? [], said)) : [];
  const cause = reasons.length
    ? pick([['', say('opChoose')], ...reasons.map((each) => [each, sayCode('cause', each)])], reasons.includes(said.reason) ? said.reason : '')
    : null;
  const method = isOfLines && methods.length
    ? pick([['', say('opChoose')], ...methods.map((each) => [each.id, withBalance(each)])], methods.some(({ id }) => id === said.method) ? said.method : '')
    : null;
  const place = operation === 'change_address' ? placeFields(order.ship_to, said.address) : null;
  const ofGoods = isOfLines && operation !== 'change_items';
  const unopened = ofGoods ? el('input', { type: 'checkbox', checked: said.unopened === true }) : null;
  const shown = ofGoods ? el('input', { type: 'checkbox', checked: said.photo === true }) : null;
  const ticked = (field, text) => (field ? el('label', { class: 'choice tick' }, field, el('span', {}, text)) : null);
  const root = el(
    'div',
    { class: 'op-fields' },
    lines.length ? el('fieldset', { class: 'choices' }, el('legend', {}, say('opWhich')), lines.map((each) => each.root)) : null,
    place?.root,
    cause ? labelled(say('opCause'), cause) : null,
    method ? labelled(say('opMethod'), method) : null,
    needs.includes('unopened') || reasons.length ? ticked(unopened, say('opUnopened')) : null,
    needs.includes('photo') || reasons.length ? ticked(shown, say('opPhoto')) : null,
  );
  const value = () => ({
    operation,
    ...(isOfLines ? { lines: lines.map((each) => each.value()).filter(Boolean) } : {}),
    ...(cause?.value ? { reason: cause.value } : {}),
    ...(method?.value ? { pay_by: method.value } : {}),
    ...(place ? { address: place.value() } : {}),
    ...(unopened?.checked ? { is_unopened: true } : {}),
    ...(shown?.checked ? { with_photo: true } : {}),
  });
  return { root, value };
}

function placeFields(now, wanted = null) {
  // Who a new address does not name stays who they were.
  const place = wanted ? { ...wanted, name: wanted.name || now?.name, phone: wanted.phone || now?.phone } : now;
  const known = { ...place, street: (place?.lines ?? []).join('\n') };
  const fields = Object.fromEntries(
    PLACE.map((name) => {
      const field = name === 'street' ? el('textarea', { rows: 2, maxLength: 400 }) : el('input', { maxLength: 200 });
      field.value = known[name] ?? '';
      return [name, followWords(field)];
    }),
  );
  const root = el('div', { class: 'choices' }, PLACE.map((name) => labelled(say(`place_${name}`), fields[name])));
  const value = () => {
    const { street, ...others } = Object.fromEntries(PLACE.map((name) => [name, fields[name].value.trim()]));
    const lines = street.split('\n').map((each) => each.trim()).filter(Boolean);
    const country = wanted?.country || now?.country;
    return { ...(country ? { country } : {}), ...others, lines };
  };
  return { root, value };
}

// A place in one line with whom to call there, the larger parts first where one writes so.
function placeOf({ name, lines, city, province, postal_code: code, phone }) {
  const ends = [code && sayPlain(code), phone && `\u2066${sayDigits(phone)}\u2069`];
  const parts = isRtl(speech.lang) ? [province, city, ...lines, name, ...ends] : [name, ...lines, city, province, ...ends];
  return parts.filter(Boolean).join(comma());
}

// Who pays how much, of what was paid for the order as far as the shop's system tells.
function moneyLines({ operation, total, paid, due }) {
  const unpaid = paid?.amount === 0;
  const more = due?.amount;
  if (operation === 'cancel_order') {
    const back = unpaid ? say('opNothingPaid') : paid ? say('opBack', { sum: sayMoney(paid) }) : say('opPaidUnknown');
    return [say('opCancels', { sum: sayMoney(total) }), back];
  }
  if (more === undefined) return [];
  if (more === 0) return [say('opEven')];
  const sum = sayMoney({ ...due, amount: Math.abs(more) });
  if (unpaid && operation === 'change_items') {
    const then = sayMoney({ ...total, amount: total.amount + more });
    return [say(more > 0 ? 'opUnpaidMore' : 'opUnpaidLess', { sum, total: then })];
  }
  if (more > 0) return [say('opToPay', { sum })];
  if (unpaid) return [say('opNothingPaid')];
  return [say(paid ? 'opBack' : 'opBackIfPaid', { sum })];
}

// What was read back, as lines of text: for the dialog and for the note.
function dealLines(deal) {
  const said = deal.lines.map((line) => {
    const before = thingOf(line);
    if (deal.operation === 'return_items') {
      return say('opComesBack', { thing: thingOf({ ...line, quantity: line.to_quantity ?? line.quantity }) });
    }
    if (line.to_quantity === 0) return say('opTaken', { thing: before });
    const after = [
      line.to ? optionsOf(line.to) : '',
      line.to_quantity ? `× ${sayNumber(line.to_quantity)}` : '',
      line.to?.price ? sayMoney(line.to.price) : '',
    ].filter(Boolean).join(' ');
    return `${before} ${isRtl(speech.lang) ? '←' : '→'} ${after}`;
  });
  if (deal.address) said.push(say('opGoesTo', { place: placeOf(deal.address) }));
  const due = deal.due?.amount;
  said.push(...moneyLines(deal));
  const isBack = deal.operation === 'cancel_order' || due < 0;
  if ((due || isBack) && deal.method) said.push(say('opBy', { method: methodOf(deal.method) }));
  if (nameOf(deal.pays)) said.push(nameOf(deal.pays));
  if (isBack && deal.takes && deal.paid?.amount !== 0) {
    const { least, most, working } = deal.takes;
    const key = most === 0 ? 'opAtOnce' : working ? 'opWorkingDays' : 'opDays';
    said.push(say(key, { least: sayNumber(least), most: sayNumber(most) }));
  }
  if (deal.reason) said.push(say('opFor', { cause: sayCode('cause', deal.reason) }));
  if (deal.way_back) said.push(say(`opWay_${deal.way_back}`));
  if (nameOf(deal.goods)) said.push(nameOf(deal.goods));
  if (deal.until) said.push(say('opUntil', { time: sayShopMoment(deal.until) }));
  if (deal.closes?.length) {
    said.push(say('opCloses', { deeds: deal.closes.map((each) => sayCode('op', each)).join(comma()) }));
  }
  return said;
}

// What is in the way of a read-back, in words; null where nothing is.
function inTheWay(answer, { lines }) {
  const { step, what, snag, beyond, fee } = answer;
  if (step === 'deal') return null;
  if (step === 'ask') {
    const line = lines.find(({ id }) => id === answer.line);
    return [line ? `${thingOf(line)}:` : '', say(snag ? `opSnag_${snag}` : `opAsk_${what}`)].filter(Boolean).join(' ');
  }
  if (step === 'refused') return whyNot(answer);
  if (step === 'beyond') return say(`opBeyond_${beyond}`, { sum: fee ? sayMoney(fee) : '' });
  return say('opAlready');
}

const REFUSALS = {
  not_proven: 'opNotProven',
  no_such_order: 'opNoOrder',
  not_able: 'opNotAble',
  refused_by_shop: 'opShopRefuses',
  unavailable: 'fileDown',
  outcome_unknown: 'opUnknown',
  not_given_back: 'opNotGivenBack',
};
const opWords = (error) => (REFUSALS[error.code] ? say(REFUSALS[error.code]) : wordsOf(error));

// What was collected of an order and is not done yet, the one at hand first.
const collectedOf = (asked, number) =>
  (asked ?? []).find(({ order, came }) => order === number && came === 'open') ??
  (asked ?? []).findLast(({ order, came }) => order === number && came === 'person');

function createOperations({ store, threadOf, done }) {
  const pathOf = (row, number) => `handoffs/${row.number}/orders/${encodeURIComponent(number)}/operations`;

  async function open(row, number) {
    try {
      choose(row, number, await get(pathOf(row, number)));
    } catch (error) {
      toast(opWords(error), { trouble: true });
    }
  }

  function choose(row, number, known) {
    const { operations } = known;
    const free = operations.filter(({ able, allowed }) => able && allowed);
    const place = el('div', {});
    const collected = collectedOf(threadOf(row.number)?.packet?.asked, number);
    const wanted = free.some(({ operation }) => operation === collected?.operation) ? collected.operation : '';
    let fields = null;
    const show = (operation) => {
      const said = operation === wanted ? collected.details : {};
      fields = fieldsOf(operations.find((each) => each.operation === operation), known, said);
      place.replaceChildren(fields.root);
    };
    if (wanted) show(wanted);
    const body = el(
      'div',
      { class: 'body' },
      choiceOf(
        say('opWhat'),
        operations.map((each) => ({
          value: each.operation,
          label: sayCode('op', each.operation),
          disabled: !free.includes(each),
          hint: free.includes(each) ? '' : whyNot(each),
        })),
        { name: 'operation', chosen: wanted, onchange: show },
      ),
      place,
    );
    ask({
      title: say('opTitle', { number: sayPlain(number) }),
      body,
      wide: true,
      submit: free.length ? say('opReadBack') : null,
      work: async (complain) => {
        if (!fields) {
          complain(say('opAskWhat'));
          return false;
        }
        const wish = fields.value();
        try {
          const answer = await post(`${pathOf(row, number)}/read-back`, wish);
          const trouble = inTheWay(answer, known.order);
          if (trouble) {
            complain(trouble);
            return false;
          }
          confirm(row, known.order, wish, answer.deal);
          return true;
        } catch (error) {
          complain(opWords(error));
          return false;
        }
      },
    });
  }

  // What would be done of it by now, or why nothing can be; the dialog may then go.
  async function confirmAnew(row, order, wish, complain) {
    try {
      const answer = await post(`${pathOf(row, order.number)}/read-back`, wish);
      const trouble = inTheWay(answer, order);
      if (trouble) complain(`${say('opMoved')} ${trouble}`);
      else confirm(row, order, wish, answer.deal, say('opMovedAnew'));
      return !trouble;
    } catch (error) {
      complain(opWords(error));
      return false;
    }
  }

  function confirm(row, order, wish, deal, notice = '') {
    const { number } = order;
    const agreed = el('input', { type: 'checkbox' });
    const tells = el('input', { type: 'checkbox', checked: true });
    const said = dealLines(deal);
    const moved = notice ? el('p', { class: 'trouble', role: 'alert' }, notice) : null;
    const title = `${sayCode('op', deal.operation)} · ${sayPlain(number)}`;
    // The same wish keeps its id: what got lost on the way is not done twice.
    const id = crypto.randomUUID();
    const body = el(
      'div',
      { class: 'body' },
      moved,
      el('ul', { class: 'deal' }, said.map((line) => el('li', { dir: 'auto' }, line))),
      el('label', { class: 'choice tick' }, agreed, el('span', {}, say('opAgreed'))),
      el('label', { class: 'choice tick' }, tells, el('span', {}, say('opTells'))),
    );
    ask({
      title,
      body,
      submit: say('opCarryOut'),
      danger: deal.operation === 'cancel_order',
      work: async (complain) => {
        if (!agreed.checked) {
          complain(say('opAgreeFirst'));
          return false;
        }
        moved?.remove();
        const { epoch } = store.row(row.number) ?? row;
        const note = [title, ...said].join('\n').slice(0, 1000);
        const asked = { ...wish, epoch, digest: deal.digest, id, agreed: true, note, quiet: !tells.checked };
        try {
          const { came } = await post(`${pathOf(row, number)}/carry-out`, asked);
          toast(say(came === 'already' ? 'opAlready' : 'opDone'));
          done(row.number);
          return true;
        } catch (error) {
          done(row.number);
          if (error.code === 'order_moved') return confirmAnew(row, order, wish, complain);
          complain(opWords(error));
          return false;
        }
      },
    });
  }

  return { open };
}
