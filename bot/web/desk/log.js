// The messages of the open conversation, at the newest unless the reader scrolled up.

const NEAR = 80; // pixels from an end that count as being there
const TOGETHER = 5 * 60000; // within which messages of one speaker stand together

function createLog({ outbox, onRead, onEarlier }) {
  const older = el('button', { type: 'button', class: 'quiet older', hidden: true }, say('older'));
  const list = el('div', { class: 'messages' });
  const typing = el('p', { class: 'typing', hidden: true });
  const box = el(
    'div',
    { class: 'log', role: 'log', 'aria-live': 'polite', 'aria-label': say('log'), tabIndex: 0 },
    older,
    list,
  );
  const newest = el(
    'button',
    { type: 'button', class: 'newest', hidden: true },
    icon('down'),
    say('newer'),
  );
  const root = el('div', { class: 'reader' }, box, newest, typing);
  let made = new Map();
  let shownNumber = null;
  let stuck = true;

  const toEnd = () => {
    box.scrollTop = box.scrollHeight;
    stuck = true;
    newest.hidden = true;
  };

  function itemsOf(thread) {
    const messages = thread.messages();
    const known = new Set(messages.map(({ id }) => id).filter(Boolean));
    return [
      ...messages.map((message) => ({ ...message, key: message.id || `seq ${message.seq}` })),
      ...outbox.of(thread.number).filter(({ id }) => !known.has(id)).map((entry) => ({
        key: entry.id,
        author: 'agent',
        speaker: say('you'),
        desk: entry.kind === 'note' ? 'note' : null,
        text: entry.text,
        lang: entry.lang,
        files: entry.files,
        at: new Date(entry.at),
        entry,
      })),
    ];
  }

  function nodesOf(thread, row) {
    const kept = new Map();
    const nodes = [];
    const put = (key, make) => {
      const node = made.get(key) ?? { root: make() };
      kept.set(key, node);
      nodes.push(node.root);
    };
    let before = null;
    for (const item of itemsOf(thread)) {
      const day = +startOfDay(item.at);
      const newDay = !before || +startOfDay(before.at) !== day;
      if (newDay) put(`day ${day}`, () => el('div', { class: 'day' }, el('span', {}, sayDay(item.at))));
      if (item.seq !== undefined && item.seq === thread.marker) {
        put('marker', () => el('div', { class: 'day fresh' }, el('span', {}, say('fresh'))));
      }
      // A message that has arrived is made anew: the server may know more of it.
      const key = `${item.key} ${item.entry ? 'mine' : ''}`;
      const node = made.get(key) ?? bubbleOf(item, row);
      kept.set(key, node);
      const apart =
        newDay || before.author !== item.author || before.desk !== item.desk ||
        before.speaker !== item.speaker || item.at - before.at > TOGETHER;
      node.update({ first: apart, entry: item.entry });
      nodes.push(node.root);
      before = item;
    }
    made = kept;
    return nodes;
  }

  function patch(nodes) {
    const wanted = new Set(nodes);
    for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
    nodes.forEach((node, place) => {
      if (list.children[place] !== node) list.insertBefore(node, list.children[place] ?? null);
    });
  }

  function render(thread, row, { bulk = false, earlier = false, fresh = [] } = {}) {
    const other = shownNumber !== thread.number;
    if (other) {
      made = new Map();
      list.replaceChildren();
      shownNumber = thread.number;
      stuck = true;
    }
    // History is read on demand, not read aloud as if it were new.
    if (bulk || other) {
      box.setAttribute('aria-live', 'off');
      setTimeout(() => box.setAttribute('aria-live', 'polite'), 400);
    }
    const height = box.scrollHeight;
    older.hidden = !thread.more;
    root.classList.toggle('busy', thread.state === 'loading');
    patch(nodesOf(thread, row));
    if (earlier) box.scrollTop += box.scrollHeight - height;
    else if (stuck) toEnd();
    else if (fresh.some(({ author }) => author === 'customer')) newest.hidden = false;
    const who = thread.typing.has('customer') ? 'Customer' : thread.typing.has('bot') ? 'Bot' : '';
    const text = who ? say(`typing${who}`) : '';
    if (typing.textContent !== text) typing.textContent = text;
    typing.hidden = !text;
    if (stuck) onRead(thread);
  }

  box.addEventListener('scroll', () => {
    stuck = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
    if (stuck) {
      newest.hidden = true;
      onRead();
    }
    if (box.scrollTop < NEAR && !older.hidden) onEarlier();
  });
  older.addEventListener('click', onEarlier);
  newest.addEventListener('click', () => {
    toEnd();
    onRead();
    box.focus();
  });
  // Pictures come later than the words beside them.
  const grown = new ResizeObserver(() => stuck && toEnd());
  grown.observe(box);
  grown.observe(list);

  return {
    root,
    render,
    toEnd,
    focus: () => box.focus(),
  };
}
