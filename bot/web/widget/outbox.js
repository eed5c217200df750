// What the customer writes: kept until the server has taken it, sent in order, again with
// the same id after any failure, so that nothing is lost and nothing comes twice.

const ANSWER_WITHIN = 8000;
const SHOW_TROUBLE_AFTER = 2; // failed tries

function createOutbox({ memory, server, session, link }) {
  const { on, emit } = emitter();
  // { id, text, button?, files?, at, visit, state: pending|sent|failed, tries, trouble, code, seq }
  let entries = (memory.read('outbox', 'tab') ?? []).filter(
    (entry) => entry.visit === memory.read('visit'),
  );
  let sending = null;
  let waiting = null; // for the answer of the socket: { id, resolve, reject }
  let stopped = new AbortController();
  let resting = null;

  function changed() {
    const unsent = entries.filter(({ state }) => state !== 'sent');
    memory.write('outbox', unsent.length ? unsent : null, 'tab');
    emit('change');
  }

  function add(text, button, files) {
    const entry = {
      id: uuid(),
      text,
      button,
      files: files?.length ? files : undefined,
      at: new Date().toISOString(),
      visit: memory.visit(),
      state: 'pending',
      tries: 0,
    };
    entries.push(entry);
    changed();
    pump();
    return entry;
  }

  function bySocket(frame) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        // No answer: the socket only looks open.
        waiting = null;
        reject(new ServerError(0, 'silence'));
        link.wake();
      }, ANSWER_WITHIN);
      waiting = {
        id: frame.id,
        resolve: (answer) => (clearTimeout(timer), resolve(answer)),
        reject: (error) => (clearTimeout(timer), reject(error)),
      };
      link.send(frame);
    });
  }

  async function deliver(entry, signal) {
    const { id, text, button, files } = entry;
    const body = button ? { id, button } : { id, text: text || undefined };
    if (files) body.files = files.map((file) => file.id);
    const { session: used } = session.present() ?? (await session.ensure());
    if (signal.aborted) return;
    try {
      const answer = link.isOpen()
        ? await bySocket({ type: 'message', ...body })
        : await server.post(used, body, signal);
      if (signal.aborted) return;
      entry.state = 'sent';
      entry.seq = answer?.seq;
    } catch (error) {
      if (signal.aborted) return;
      if (error.lost) await session.lost(used);
      else throw error;
    }
  }

  async function pump() {
    if (sending) {
      // Whatever woke us may have mended it; only a rate limit is waited out.
      if (!resting?.firm) resting?.abort();
      return;
    }
    const { signal } = stopped;
    sending = true;
    try {
      for (;;) {
        const entry = entries.find(({ state }) => state === 'pending');
        if (!entry || signal.aborted) return;
        try {
          await deliver(entry, signal);
          if (entry.state === 'sent') entry.trouble = false;
        } catch (error) {
          if (signal.aborted) return;
          await failed(entry, error);
        }
        if (signal.aborted) return;
        changed();
      }
    } finally {
      if (!signal.aborted) sending = null;
    }
  }

  async function failed(entry, error) {
    entry.tries += 1;
    let wait = backOff(entry.tries);
    if (error.status === 429) {
      wait = error.retryAfter ?? 5000;
      emit('slow', Math.ceil(wait / 1000));
    } else if (error.passing) {
      entry.trouble = entry.tries >= SHOW_TROUBLE_AFTER;
      if (error.code === 'getting_ready') wait = error.retryAfter ?? wait;
    } else if (error.code === 'code_expected') {
      // A one-time code, which belongs into no thread: not even as unsent.
      entries = entries.filter((each) => each !== entry);
      emit('code', entry.text);
      return;
    } else {
      entry.state = 'failed';
      entry.code = error.code;
      return;
    }
    changed();
    resting = new AbortController();
    resting.firm = error.status === 429;
    stopped.signal.addEventListener('abort', () => resting?.abort(), { once: true });
    await pause(wait, resting.signal);
    resting = null;
  }

  link.on('accepted', ({ id, seq }) => {
    if (waiting?.id === id) waiting.resolve({ seq });
  });
  link.on('refused', ({ id, error }) => {
    if (waiting?.id !== id) return;
    const status = error?.retry_after ? 429 : /^session/.test(error?.code) ? 401 : 400;
    const wait = error?.retry_after && error.retry_after * 1000;
    waiting.reject(new ServerError(status, error?.code, wait));
  });
  link.on('dropped', () => waiting?.reject(new ServerError(0, 'closed')));
  link.on('ready', pump);

  return {
    on,
    add,
    pump,
    entries: () => entries,
    retry(id) {
      const entry = entries.find((each) => each.id === id);
      if (!entry) return;
      Object.assign(entry, { state: 'pending', trouble: false });
      changed();
      pump();
    },
    // The thread shows it now: by its id, else by its place or its words.
    settle(message) {
      const match =
        entries.find(({ id }) => id === message.id) ??
        (message.id
          ? undefined
          : entries.find(({ seq }) => seq === message.seq) ??
            entries.find(({ state, text }) => state === 'sent' && text === message.text));
      if (!match) return null;
      entries = entries.filter((entry) => entry !== match);
      changed();
      return match;
    },
    // A thread that is read anew brings what was already taken.
    dropSent() {
      entries = entries.filter(({ state }) => state !== 'sent');
      changed();
    },
    clear() {
      stopped.abort();
      stopped = new AbortController();
      waiting?.reject(new ServerError(0, 'left'));
      waiting = null;
      sending = null;
      entries = [];
      changed();
    },
  };
}
