// The first column: search, my conversations, who waits, and what others hold.

function createQueue({ store, open }) {
  const made = new Map();
  const field = el('input', {
    type: 'search',
    id: 'search',
    placeholder: say('searchHint'),
    autocomplete: 'off',
    enterKeyHint: 'search',
  });
  field.setAttribute('aria-label', say('search'));
  followWords(field);
  const spot = el('search', { class: 'search' }, icon('search'), field);
  const count = el('div', { class: 'sr', role: 'status' });
  const sections = new Map();
  const lists = el('div', { class: 'lists' });
  const endedButton = el('button', { type: 'button', class: 'quiet more' });
  const olderButton = el('button', { type: 'button', class: 'quiet more older', hidden: true });
  olderButton.textContent = say('olderEnded');
  const root = el(
    'nav',
    { class: 'queue', 'aria-label': say('conversations') },
    spot,
    count,
    lists,
    olderButton,
    endedButton,
  );

  for (const name of ['found', 'mine', 'waiting', 'promised', 'others', 'ended']) {
    const number = el('span', { class: 'count' });
    const heading = el('h2', { id: `list-${name}` }, say(name), number);
    const list = el('ul', { 'aria-labelledby': `list-${name}` });
    const empty = el('p', { class: 'empty', hidden: true });
    const section = el('section', { class: `list ${name}`, hidden: true }, heading, empty, list);
    sections.set(name, { section, list, empty, number });
    lists.append(section);
  }

  const rowsOf = (name) =>
    name === 'found' ? store.found : name in store.lists ? store.lists[name] : store[name];

  function isShown(name) {
    if (store.found) return name === 'found';
    if (name === 'promised') return store.promised.length > 0;
    if (name === 'others') return store.may('see_all');
    return name === 'found' ? false : name !== 'ended' || store.ended !== null;
  }

  function render() {
    const kept = new Set();
    for (const [name, { section, list, empty, number }] of sections) {
      section.hidden = !isShown(name);
      const rows = isShown(name) ? (rowsOf(name) ?? []) : [];
      const nodes = rows.map((row) => {
        const key = `${name} ${row.number}`;
        kept.add(key);
        if (!made.has(key)) made.set(key, rowOf(open));
        const node = made.get(key);
        node.update(row, {
          isOpen: row.number === store.open,
          isUnread: store.isUnread(row),
          said: name === 'found' ? store.said.get(row.number) : null,
        });
        return node.root;
      });
      patch(list, nodes);
      // Of very many who wait the first ones are listed; all of them are counted.
      const count = name === 'waiting' ? Math.max(rows.length, store.counts.waiting) : rows.length;
      number.textContent = count ? sayNumber(count) : '';
      empty.hidden = rows.length > 0 || !store.loaded;
      const none = `none${name[0].toUpperCase()}${name.slice(1)}`;
      if (!section.hidden && !empty.hidden) empty.textContent = say(none);
    }
    for (const key of [...made.keys()]) if (!kept.has(key)) made.delete(key);
    endedButton.hidden = store.found !== null;
    olderButton.hidden = store.found !== null || store.ended === null || !store.hasOlder;
    endedButton.textContent = say(store.ended === null ? 'showEnded' : 'hideEnded');
    const { waiting = 0 } = store.counts;
    const told = store.found
      ? `${say('found')}: ${sayNumber(store.found.length)}`
      : say('countWaiting', { n: sayNumber(waiting) });
    if (count.textContent !== told) count.textContent = told;
  }

  // Only what differs is touched: moving a node would take the focus from it.
  function patch(list, nodes) {
    const wanted = new Set(nodes);
    for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
    nodes.forEach((node, place) => {
      if (list.children[place] !== node) list.insertBefore(node, list.children[place] ?? null);
    });
  }

  let timer = 0;
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(
      () => store.search(field.value).catch((error) => toast(wordsOf(error), { trouble: true })),
      250,
    );
  });
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      if (field.value) {
        field.value = '';
        store.search('');
      } else field.blur();
    }
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      buttons()[0]?.focus();
    }
  });
  endedButton.addEventListener('click', () => {
    if (store.ended !== null) store.hideEnded();
    else store.loadEnded().catch((error) => toast(wordsOf(error), { trouble: true }));
  });

  olderButton.addEventListener('click', async () => {
    olderButton.disabled = true;
    try {
      await store.loadOlder();
    } catch (error) {
      toast(wordsOf(error), { trouble: true });
    }
    olderButton.disabled = false;
  });

  const buttons = () => [...lists.querySelectorAll('section:not([hidden]) .item')];

  everySecond(() => made.forEach((node) => node.tick()));
  store.on('lists', render);
  return {
    root,
    render,
    find: () => {
      field.focus();
      field.select();
    },
    // Go to the next or the previous one, from where the focus is or what is open.
    move(step) {
      const all = buttons();
      const at = all.indexOf(document.activeElement);
      const from = at >= 0 ? at : all.findIndex((each) => each.classList.contains('open'));
      const next = from < 0 ? all[step > 0 ? 0 : all.length - 1] : all[from + step];
      next?.focus();
      next?.scrollIntoView({ block: 'nearest' });
    },
  };
}
