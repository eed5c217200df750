// The messages as the server knows them, in its order, and how far they were read.

function createThread({ memory, server, session }) {
  const { on, emit } = emitter();
  let messages = [];
  let known = new Map();
  let more = false;
  let reading = new AbortController();
  let state = 'empty'; // empty, loading, loaded

  const last = () => messages.at(-1)?.seq ?? 0;

  function put(message) {
    if (known.has(message.seq)) return false;
    known.set(message.seq, message);
    let place = messages.length;
    while (place > 0 && messages[place - 1].seq > message.seq) place -= 1;
    messages.splice(place, 0, { ...message, at: new Date(message.at) });
    return true;
  }

  function clear() {
    reading.abort();
    reading = new AbortController();
    messages = [];
    known = new Map();
    more = false;
    state = 'empty';
    emit('change', { bulk: true });
  }

  // The newest page; throws a ServerError.
  async function load() {
    const { signal } = reading;
    const { session: used } = session.present();
    state = 'loading';
    emit('change', { bulk: true });
    const page = await server.messages(used, { signal });
    if (signal.aborted) return false;
    const fresh = page.messages.filter(put);
    more = Boolean(page.more);
    state = 'loaded';
    emit('change', { bulk: true, fresh });
    return true;
  }

  async function loadEarlier() {
    if (!more || state !== 'loaded' || messages.length === 0) return;
    const { signal } = reading;
    state = 'earlier';
    emit('change', {});
    try {
      const page = await server.messages(session.present().session, {
        before: messages[0].seq,
        signal,
      });
      if (signal.aborted) return;
      const fresh = page.messages.filter(put);
      more = Boolean(page.more) && fresh.length > 0;
    } catch {
      // Scrolling up again tries again.
    }
    if (signal.aborted) return;
    state = 'loaded';
    emit('change', { bulk: true, earlier: true });
  }

  const unread = () => {
    const read = memory.read('read') ?? 0;
    return messages.filter(({ seq, author }) => seq > read && author !== 'customer').length;
  };

  memory.onChange((name) => name === 'read' && emit('read'));

  return {
    on,
    clear,
    load,
    loadEarlier,
    last,
    unread,
    add(message) {
      if (put(message)) emit('change', { fresh: [message] });
    },
    markRead() {
      if (last() <= (memory.read('read') ?? 0)) return;
      memory.write('read', last());
      emit('read');
    },
    messages: () => messages,
    hasMore: () => more,
    state: () => state,
  };
}
