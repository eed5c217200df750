// What the desk knows: who I am, the lists, which conversation is open.

const MOST_WATCHED = 20;
const ENDED_AT_ONCE = 50;

function createStore() {
  const { on, emit } = emitter();
  const store = {
    on,
    emit,
    me: null,
    lists: { mine: [], waiting: [], others: [] },
    counts: { waiting: 0, near: 0, late: 0, missed_today: 0 },
    promised: [], // what customers were promised and is not kept
    ended: null, // rows, once they were asked for
    hasOlder: false, // whether more have ended than these
    found: null, // rows of a search
    said: new Map(), // number -> what was said in it that the search has found
    open: null, // number
    loaded: false,
  };
  const rows = new Map();
  const read = new Map(); // number -> the last seq that was looked at
  const taken = new Set(); // what I take myself is not given to me

  const rights = () => new Set(store.me.account.rights);
  store.may = (right) => rights().has(right);
  // Who is here, and how I am myself, changes while the page is open.
  store.loadMe = async () => {
    store.me = await loadMe();
    emit('me');
  };
  store.row = (number) => rows.get(number);
  store.current = () => rows.get(store.open);
  // Whether I may hand on who is held: what is mine, and as a lead what a colleague has
  // here (not what another desk of the shop's has).
  store.mayMove = (row) =>
    row.state === 'held' &&
    (row.mine || (store.may('see_all') && Number.isInteger(row.agent?.id)));
  store.wasMine = (row) => row.mine || String(row.agent?.id) === String(store.me.account.id);

  // Whether something that was promised when it ended is mine to keep.
  store.owes = (row) =>
    row.state === 'ended' &&
    Boolean(row.promise) &&
    row.promise.state !== 'kept' &&
    (store.wasMine(row) || store.may('see_all'));

  function keep(row) {
    const known = rows.get(row.number);
    // Epochs only grow: an answer that was overtaken must not undo what came after it.
    if (known && known.epoch > row.epoch) return known;
    rows.set(row.number, row);
    return row;
  }

  function changed(row) {
    const kept = keep(row);
    if (kept.promise) store.loadPromised().catch(() => {});
    for (const list of [store.promised, store.ended, store.found, ...Object.values(store.lists)]) {
      const place = list?.findIndex(({ number }) => number === kept.number) ?? -1;
      if (place >= 0) list[place] = kept;
    }
    emit('lists');
    if (kept.number === store.open) emit('current');
  }

  let asking = null;
  let again = false;

  // One question at a time; what happens meanwhile is asked for afterwards.
  store.refresh = () => {
    if (asking) {
      again = true;
      return asking;
    }
    asking = load().finally(() => {
      asking = null;
      if (again) {
        again = false;
        store.refresh();
      }
    });
    return asking;
  };

  async function load() {
    let answer;
    try {
      answer = await get('queue');
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return;
    }
    clock.hear(answer.now);
    const before = new Set(store.lists.waiting.map(({ number }) => number));
    const mine = new Set(store.lists.mine.map(({ number }) => number));
    for (const name of ['mine', 'waiting', 'others']) {
      store.lists[name] = (answer[name] ?? []).map(keep);
    }
    // Whom I have promised something is mine before others take them.
    store.lists.waiting.sort((one, other) => other.promised_by_me - one.promised_by_me);
    store.counts = { ...store.counts, ...answer.counts };
    if (store.loaded) {
      const fresh = store.lists.waiting.filter(
        (row) => row.may_claim && !before.has(row.number) && !mine.has(row.number),
      );
      if (fresh.length) emit('waits', fresh);
      const given = store.lists.mine.filter(
        ({ number }) => !mine.has(number) && !taken.has(number),
      );
      if (given.length) emit('given', given);
    }
    for (const { number } of store.lists.mine) taken.delete(number);
    if (!store.loaded) {
      const look = () => store.loadPromised().catch(() => {});
      look();
      setInterval(look, 5 * 60_000); // a day comes without anybody doing anything
    }
    store.loaded = true;
    // Names come a moment later, and the lists are told; this one is asked for by itself.
    const isNameless = ({ customer }) => customer?.proven && !customer.name;
    if (store.promised.some(isNameless)) store.loadPromised().catch(() => {});
    emit('lists');
    if (store.open !== null) emit('current');
  }

  store.changed = changed;
  store.taking = (number, on = true) => (on ? taken.add(number) : taken.delete(number));
  store.learn = (row) => changed({ ...rows.get(row.number), ...row });

  async function ended(before = '') {
    const { rows: some } = await get(`ended?limit=${ENDED_AT_ONCE}${before}`);
    store.hasOlder = some.length === ENDED_AT_ONCE;
    return some.map(keep);
  }

  store.loadPromised = async () => {
    const { rows: some } = await get('promised');
    store.promised = some.map(keep);
    emit('lists');
    if (store.open !== null) emit('current');
  };

  store.loadEnded = async () => {
    store.ended = await ended();
    emit('lists');
  };
  store.loadOlder = async () => {
    const known = store.ended;
    const older = await ended(`&before=${known.at(-1).number}`);
    // Hidden or asked for anew meanwhile: then this belongs to nothing.
    if (store.ended !== known) return;
    store.ended = [...known, ...older];
    emit('lists');
  };
  store.hideEnded = () => {
    store.ended = null;
    emit('lists');
  };

  let search = 0;
  store.search = async (words) => {
    search += 1;
    const mine = search;
    const query = words.trim();
    if (!query) {
      store.found = null;
      emit('lists');
      return;
    }
    const answer = await get(`search?q=${encodeURIComponent(query)}`);
    if (mine !== search) return;
    store.said = new Map(answer.rows.map((row) => [row.number, row.said]));
    store.found = answer.rows.map(({ said: _, ...row }) => keep(row));
    emit('lists');
  };

  // What has been looked at; the newest of a row that is not is unread.
  store.markRead = (number, seq) => {
    if ((read.get(number) ?? 0) >= seq) return;
    read.set(number, seq);
    emit('lists');
  };
  store.readTo = (number) => read.get(number) ?? 0;
  store.isUnread = (row) =>
    row.mine && row.last?.author === 'customer' && row.last.seq > store.readTo(row.number);

  store.watched = () => {
    const numbers = [store.open, ...store.lists.mine.map(({ number }) => number)];
    return [...new Set(numbers)].filter((number) => number !== null).slice(0, MOST_WATCHED);
  };

  store.show = (number) => {
    if (store.open === number) return;
    store.open = number;
    emit('open', number);
    emit('lists');
  };
  return store;
}
