// The list of messages: in order, by days, at the newest unless the reader scrolled up.

const NEAR = 60; // pixels from an end that count as being there
const PAUSE = 5 * 60000; // after which a message stands by itself

function createLog({ thread, outbox, settings, press, retry, proving, proved, contents, onRead }) {
  const intro = el('div', { class: 'intro' });
  const list = el('div', { class: 'list' });
  const dots = el('div', { class: 'bubble dots' }, el('i'), el('i'), el('i'));
  const writer = el('div', { class: 'who', dir: 'auto' });
  const typing = el('div', { class: 'row bot typing', hidden: true }, writer, dots);
  const skeleton = el('div', { class: 'skeleton', hidden: true }, el('i'), el('i'), el('i'));
  const box = el(
    'div',
    { class: 'log', role: 'log', 'aria-live': 'polite', tabIndex: 0 },
    skeleton,
    intro,
    list,
    typing,
  );
  const newest = el('button', { type: 'button', class: 'newest', hidden: true });
  const root = el('div', { class: 'reader' }, box, newest);

  let made = new Map();
  let stuck = true; // to the newest
  let concealed = false;
  let typingTimer = 0;
  let spoke = '';
  let knew = null; // the shop's settings, by which telephones are links

  const toEnd = () => {
    box.scrollTop = box.scrollHeight;
    stuck = true;
    newest.hidden = true;
  };

  const items = () => [
    ...thread.messages().map((message) => ({
      ...message,
      key: (message.author === 'customer' && message.id) || `seq ${message.seq}`,
    })),
    ...outbox.entries().map((entry) => ({
      key: entry.id,
      author: 'customer',
      text: entry.text,
      files: entry.files,
      at: new Date(entry.at),
      pending: entry,
    })),
  ];

  function nodesFor(all) {
    const kept = new Map();
    const nodes = [];
    const lastAsked = all.findLastIndex(({ cards }) => cards?.some(isAskedHere));
    const lastOwn = all.findLastIndex(({ author }) => author === 'customer');
    all.forEach((item, place) => {
      const [before, after] = [all[place - 1], all[place + 1]];
      const newDay = (one, other) => +startOfDay(one.at) !== +startOfDay(other.at);
      const apart = (one, other) =>
        !one || !other || one.author !== other.author || one.speaker !== other.speaker || newDay(one, other) ||
        other.at - one.at > PAUSE;
      if (!before || newDay(before, item)) {
        const key = `day ${+startOfDay(item.at)}`;
        const text = sayDay(item.at);
        const day = made.get(key) ?? { root: el('div', { class: 'day' }) };
        if (day.root.textContent !== text) day.root.replaceChildren(el('span', {}, text));
        kept.set(key, day);
        nodes.push(day.root);
      }
      const bubble = made.get(item.key) ?? bubbleOf(item, { press, retry, proving, contents });
      const answer = all.slice(place + 1).find(({ author }) => author === 'customer');
      bubble.update(item, {
        first: apart(before, item),
        last: apart(item, after),
        used: place < lastOwn,
        proof: place < lastAsked ? 'past' : proved(item) ? 'done' : 'live',
        chosen: item.buttons?.length ? answer?.text : undefined,
      });
      kept.set(item.key, bubble);
      nodes.push(bubble.root);
    });
    made = kept;
    return nodes;
  }

  function renderIntro(empty) {
    const shape = JSON.stringify([empty, thread.hasMore(), settings(), speech.lang]);
    if (shape === intro.dataset.shape) return;
    intro.dataset.shape = shape;
    if (thread.hasMore()) {
      intro.replaceChildren(el('div', { class: 'spinner', 'aria-label': say('loading') }));
      return;
    }
    const greeting = settings().greeting?.[speech.lang] || say('greeting');
    const dir = isRtl(speech.lang) ? 'rtl' : 'ltr';
    const hello = el('div', { class: 'row bot first last' },
      el('div', { class: 'bubble', dir }, rich(greeting, dir)));
    const starters = WORDS[speech.lang].starters.map((text) =>
      el('button', { type: 'button', class: 'reply', onclick: () => press(text) }, text));
    intro.replaceChildren(
      hello,
      empty ? el('div', { class: 'replies', role: 'group' }, starters) : '',
    );
  }

  function render({ bulk = false, earlier = false, fresh = [] } = {}) {
    const all = concealed ? [] : items();
    const waiting = concealed || (thread.state() === 'loading' && all.length === 0);
    const height = box.scrollHeight;
    // History is read on demand, not read aloud as if it were new.
    if (bulk) {
      box.setAttribute('aria-live', 'off');
      setTimeout(() => box.setAttribute('aria-live', 'polite'), 300);
    }
    if (knew !== settings()) {
      made = new Map();
      knew = settings();
    }
    if (spoke !== speech.lang) {
      made = new Map();
      spoke = speech.lang;
      box.setAttribute('aria-label', say('log'));
      newest.replaceChildren(icon('down'), say('newest'));
      nameTyping();
    }
    skeleton.hidden = !waiting;
    intro.hidden = waiting;
    renderIntro(all.length === 0);
    list.classList.toggle('still', bulk);
    patch(nodesFor(all));
    if (fresh.some(({ author }) => author !== 'customer')) setTyping(false);
    const wasStuck = stuck;
    if (earlier) box.scrollTop += box.scrollHeight - height;
    else if (stuck) toStartOf(bulk ? null : fresh.find(({ author }) => author !== 'customer'));
    else if (fresh.length && !bulk) newest.hidden = false;
    onRead(wasStuck);
  }

  // To the end; but of an answer longer than the window, its beginning is read first.
  function toStartOf(message) {
    toEnd();
    const node = message && made.get(`seq ${message.seq}`)?.root;
    if (!node) return;
    const above = box.getBoundingClientRect().top - node.getBoundingClientRect().top + 12;
    if (above <= 0) return;
    box.scrollTop -= above;
    stuck = false;
  }

  // Only what differs is touched: moving a node would lose focus and be read aloud again.
  function patch(nodes) {
    const wanted = new Set(nodes);
    for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
    nodes.forEach((node, place) => {
      if (list.children[place] !== node) list.insertBefore(node, list.children[place] ?? null);
    });
  }

  // `name` is of the person who writes; the bot has none here.
  function nameTyping(name = '') {
    const label = name ? `${name} · ${say('typing')}` : say('typing');
    typing.setAttribute('aria-label', label);
    dots.title = label;
    writer.textContent = name;
  }

  function setTyping(on, name) {
    clearTimeout(typingTimer);
    if (on) nameTyping(name);
    typing.hidden = !on;
    // A lost "off" must not leave it typing for ever.
    if (on) typingTimer = setTimeout(() => setTyping(false), 20000);
    if (on && stuck) toEnd();
  }

  box.addEventListener('scroll', () => {
    stuck = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    if (stuck) {
      newest.hidden = true;
      onRead(true);
    }
    if (box.scrollTop < NEAR && thread.hasMore() && !concealed) thread.loadEarlier();
  });
  newest.addEventListener('click', () => {
    toEnd();
    onRead(true);
    box.focus();
  });
  // The composer growing or the keyboard opening must not hide the newest message.
  // Nor may a picture that comes later.
  const grown = new ResizeObserver(() => stuck && toEnd());
  grown.observe(box);
  grown.observe(list);

  return {
    root,
    box,
    render,
    toEnd,
    setTyping,
    atEnd: () => stuck,
    conceal(on) {
      concealed = on;
      render({ bulk: true });
    },
  };
}
