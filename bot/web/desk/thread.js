// The messages of one conversation, in order and each once, and what belongs beside them.

const PAGE = 50;
const TYPING_FOR = 12000;

// A file, or why there is none.
const filed = (promise) =>
  promise.then(
    (panel) => [panel, null],
    (error) => {
      if (error instanceof Refused) return [null, error];
      throw error;
    },
  );

function whyNoFile({ passes, code }) {
  if (passes) return 'fileDown';
  if (code === 'too_long_ago') return 'fileOld';
  return code === 'handoff_over' ? 'fileOver' : 'fileNot';
}

function createThread(number, changed) {
  const bySeq = new Map();
  let order = [];
  const thread = {
    number,
    state: 'new', // loading, ready, gone
    more: false,
    begun: false, // whether an agent was heard since it was opened
    marker: null, // the first seq that was unread when it was opened
    packet: null,
    before: [],
    summary: null,
    history: [],
    panel: null,
    suggestions: null,
    panelTrouble: '', // the word for why there is no file, or no newer one
    besideAt: 0, // when what is beside it was last asked for
    typing: new Set(),
    messages: () => order,
    newest: () => order.at(-1)?.seq ?? 0,
    cursor: 0,
  };
  let earlier = null;
  let asked = 0;
  const timers = new Map();

  function take(messages) {
    const fresh = [];
    for (const message of messages) {
      const at = new Date(message.at);
      const known = bySeq.get(message.seq);
      bySeq.set(message.seq, { ...known, ...message, at });
      if (!known) fresh.push(bySeq.get(message.seq));
    }
    if (fresh.length || messages.length) {
      order = [...bySeq.values()].sort((one, other) => one.seq - other.seq);
    }
    return fresh;
  }

  thread.load = async (readTo) => {
    if (thread.state === 'loading') return;
    thread.state = 'loading';
    changed(thread, { bulk: true });
    try {
      const [about, page] = await Promise.all([
        get(`handoffs/${number}?lang=${speech.lang}`),
        get(`handoffs/${number}/messages?limit=${PAGE}`),
      ]);
      thread.packet = about.packet ?? null;
      thread.history = about.history ?? [];
      thread.before = about.earlier ?? [];
      take(page.messages);
      thread.more = page.more;
      thread.cursor = Math.max(thread.cursor, thread.newest());
      thread.state = 'ready';
      const unread = order.find(({ seq, author }) => seq > readTo && author === 'customer');
      thread.marker = readTo > 0 ? (unread?.seq ?? null) : null;
      changed(thread, { bulk: true, row: about.handoff });
    } catch (error) {
      thread.state = error.status === 404 ? 'gone' : 'new';
      changed(thread, { bulk: true });
      throw error;
    }
  };

  // What is beside the conversation. Each part may be missing without harm to the others.
  thread.loadBeside = async () => {
    asked += 1;
    const mine = asked;
    thread.besideAt = Date.now();
    const [[panel, trouble], suggestions, summary] = await Promise.all([
      filed(get(`handoffs/${number}/panel?lang=${speech.lang}`)),
      perhaps(get(`handoffs/${number}/suggestions?lang=${speech.lang}`)),
      perhaps(get(`handoffs/${number}/summary?lang=${speech.lang}`)),
    ]);
    // What was asked later knows better.
    if (mine !== asked) return;
    // What was read before is better than nothing, but not for whom it is closed.
    const older = trouble?.passes ? thread : {};
    thread.panel = panel ?? older.panel ?? null;
    thread.summary = summary ?? older.summary ?? null;
    thread.suggestions = suggestions ?? older.suggestions ?? null;
    thread.panelTrouble = trouble ? whyNoFile(trouble) : '';
    changed(thread, { beside: true });
  };

  thread.loadAbout = async () => {
    const about = await get(`handoffs/${number}?lang=${speech.lang}`);
    thread.packet = about.packet ?? null;
    thread.history = about.history ?? [];
    thread.before = about.earlier ?? [];
    changed(thread, { beside: true, row: about.handoff });
  };

  thread.loadEarlier = () => {
    if (!thread.more || earlier || thread.state !== 'ready') return earlier;
    const before = order[0]?.seq;
    earlier = get(`handoffs/${number}/messages?before=${before}&limit=${PAGE}`)
      .then((page) => {
        take(page.messages);
        thread.more = page.more;
        changed(thread, { bulk: true, earlier: true });
      })
      .finally(() => {
        earlier = null;
      });
    return earlier;
  };

  // A message of the live connection; tells whether it is new.
  thread.hear = (message) => {
    const fresh = take([message]);
    thread.cursor = Math.max(thread.cursor, message.seq);
    if (message.author === 'customer' || message.author === 'bot') {
      setTyping(message.author, false);
    }
    changed(thread, { fresh });
    return fresh.length > 0;
  };

  function setTyping(who, on) {
    clearTimeout(timers.get(who));
    const was = thread.typing.has(who);
    if (on) {
      thread.typing.add(who);
      // A lost "off" must not leave it typing for ever.
      timers.set(who, setTimeout(() => setTyping(who, false), TYPING_FOR));
    } else thread.typing.delete(who);
    if (was !== on) changed(thread, { typing: true });
  }
  thread.setTyping = setTyping;

  // The conversation stands in another thread now: its numbers are others.
  thread.forget = () => {
    bySeq.clear();
    order = [];
    thread.cursor = 0;
    thread.state = 'new';
  };
  return thread;
}
