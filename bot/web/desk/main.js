// Puts the desk together: what the server says becomes what is shown.

// How old (ms) the file of a customer may be when their conversation is opened, and while it
// stays open; and how long is waited for what comes at once with something else.
const STALE_MS = 30000;
const MINUTE_MS = 60000;
const AT_ONCE_MS = 50;
const HEARD_MS = 1000;

async function start() {
  const store = createStore();
  document.body.append(toasts);
  const waiting = el('p', { class: 'start', role: 'status' }, say('loading'));
  document.body.append(waiting);
  for (let tries = 0; !store.me; tries += 1) {
    try {
      store.me = await loadMe();
    } catch (error) {
      if (!(error instanceof Refused) || !error.passes) throw error;
      waiting.textContent = wordsOf(error);
      await pause(backOff(tries));
    }
  }
  waiting.remove();
  kept.visit(store.me.account.id);
  build(store);
}

function build(store) {
  const threads = new Map();
  const banner = el('div', { class: 'banner', role: 'status', hidden: true });

  const threadOf = (number) => threads.get(number) ?? null;
  const live = createLive({
    watched: () =>
      store.watched().map((number) => ({
        number,
        after: threadOf(number)?.cursor || store.row(number)?.last?.seq || undefined,
      })),
  });
  const outbox = createOutbox({
    sent: () => {},
    changed: (number) => number === store.open && talk.render(),
    refused: putBack,
  });
  const steps = createSteps({ store, moved: (number) => reload(number), open: go });
  const notices = createNotices(store);
  const queue = createQueue({ store, open: go });
  const talk = createTalk({ store, threadOf, outbox, live, steps, back: home, togglePanel });
  const operations = createOperations({ store, threadOf, done: (number) => reload(number) });
  const panel = createPanel({ store, threadOf, close: () => showPanel(false), operations });
  const header = createHeader({
    store,
    notices,
    help: showHelp,
    lookup: lookUp,
    replies: () => keepReplies(store),
    opinions: () => showOpinions(go),
  });
  const columns = el('div', { class: 'columns' }, queue.root, talk.root, panel.root);
  document.body.append(header.root, banner, columns);

  // What was refused goes back to where it was written, and says who has it now.
  function putBack(entry, lost, error) {
    const { number, kind } = entry;
    const text = lost.map((each) => each.text).filter(Boolean).join('\n');
    drafts.giveBack(number, kind, text, lost.flatMap((each) => each.files ?? []));
    if (number === store.open) talk.composer.load();
    if (error.status === 409) {
      const now = error.data?.handoff;
      if (now) store.changed(now);
      toast(overtakenWords(now, true), { trouble: true });
      store.refresh();
    } else toast(wordsOf(error), { trouble: true });
  }

  function threadFor(number) {
    if (!threads.has(number)) threads.set(number, createThread(number, threadChanged));
    return threads.get(number);
  }

  function threadChanged(thread, { row, beside, ...how }) {
    if (row) store.changed(row);
    if (thread.number !== store.open) return;
    talk.render(how);
    if (beside || row) {
      panel.render();
      talk.composer.render();
    }
  }

  // What decides whose file may be seen, and how much of it.
  const rulingOf = (row) => JSON.stringify([row?.epoch, row?.state, row?.customer?.proven]);

  function loadBeside(thread) {
    thread.besideFor = rulingOf(store.row(thread.number));
    return thread.loadBeside();
  }

  let soon = 0;

  // What is beside the open conversation is read anew where it is older than that (ms) or
  // something has changed for which it would be another.
  function freshen(oldest = Infinity) {
    const thread = threadOf(store.open);
    if (thread?.state !== 'ready' || !thread.besideAt || document.hidden) return;
    const isSame = thread.besideFor === rulingOf(store.current());
    if (isSame && Date.now() - thread.besideAt < oldest) return;
    clearTimeout(soon);
    soon = setTimeout(() => look(thread, true), AT_ONCE_MS);
  }

  // The handoff itself, which says who the customer is known to be by now.
  function look(thread, beside = false) {
    const looked = thread.loadAbout();
    (beside ? looked.then(() => loadBeside(thread)) : looked).catch(() => {});
  }

  let heard = 0;

  function lookSoon(thread, beside = false) {
    clearTimeout(heard);
    heard = setTimeout(() => look(thread, beside), HEARD_MS);
  }

  function load(number) {
    const thread = threadFor(number);
    if (thread.state === 'ready') freshen(STALE_MS);
    if (thread.state === 'ready' || thread.state === 'loading') return;
    thread
      .load(store.readTo(number))
      .then(() => {
        for (const message of thread.messages()) outbox.arrived(number, message);
        live.follow();
        return loadBeside(thread);
      })
      .catch((error) => {
        toast(wordsOf(error), { trouble: true });
        if (error.status === 404 && store.open === number) home();
      });
  }

  // After a step: the same conversation with its new history and what fits it now.
  function reload(number) {
    store.refresh();
    const thread = threadOf(number);
    if (!thread) return;
    if (number === store.open) freshen(0);
    else look(thread);
  }

  function showPanel(on) {
    document.body.classList.toggle('with-panel', on);
    if (on) panel.focus();
    else if (store.open !== null) talk.log.focus();
  }
  function togglePanel() {
    if (store.open !== null) showPanel(!document.body.classList.contains('with-panel'));
  }

  // The address names what is open, so that "back" of a phone works.
  function go(number) {
    if (location.hash === `#n${number}`) arrive();
    else location.hash = `n${number}`;
  }
  function home() {
    if (document.body.classList.contains('with-panel')) showPanel(false);
    else if (location.hash) location.hash = '';
  }
  function arrive() {
    const number = Number(/^#n(\d+)$/.exec(location.hash)?.[1] ?? 0) || null;
    document.body.classList.toggle('talking', number !== null);
    document.body.classList.remove('with-panel');
    store.show(number);
    if (number !== null) load(number);
    talk.show(number);
    panel.render();
    live.follow();
    if (number !== null && matchMedia('(min-width: 761px)').matches) {
      const row = store.row(number);
      if (row?.mine && row.state === 'held') talk.composer.write('reply');
    }
  }

  live.on('state', (state) => {
    banner.hidden = state === 'live';
    banner.textContent = banner.hidden ? '' : say(state);
  });
  live.on('ready', ({ presence }) => {
    if (presence) store.me.presence = presence;
    store.emit('me');
    store.refresh();
    outbox.now();
    if (store.open !== null) load(store.open);
  });
  live.on('dropped', () => {
    for (const thread of threads.values()) for (const who of [...thread.typing]) thread.setTyping(who, false);
  });
  live.on('queue', store.refresh);
  live.on('changed', ({ number, handoff }) => {
    store.changed(handoff);
    if (number === store.open) talk.composer.render();
  });
  live.on('message', ({ number, message }) => {
    outbox.arrived(number, message);
    const row = store.row(number);
    if (row && !message.desk && message.seq > (row.last?.seq ?? 0)) {
      const { seq, author, text, at, lang, desk } = message;
      store.learn({ number, last: { seq, author, text: text.slice(0, 140), at, lang, desk } });
    }
    const thread = threadOf(number);
    const isNew = thread ? thread.hear(message) : true;
    if (isNew && message.author === 'customer' && number === store.open) lookSoon(thread);
    // With the first words of an agent another step is the next.
    if (isNew && message.author === 'agent' && !message.desk && thread && !thread.begun) {
      thread.begun = true;
      if (number === store.open) lookSoon(thread, true);
    }
    const own = store.row(number);
    if (isNew && message.author === 'customer' && own?.mine) {
      const seen = number === store.open && !document.hidden;
      if (!seen && message.seq > store.readTo(number)) notices.heard(own, message);
    }
  });
  live.on('typing', ({ number, who, on }) => threadOf(number)?.setTyping(who, on));
  live.on('moved', ({ number }) => {
    live.released(number);
    threadOf(number)?.forget();
    if (number === store.open) load(number);
    else live.follow();
  });
  live.on('gone', ({ number }) => {
    live.released(number);
    threads.delete(number);
    store.refresh();
    if (number !== store.open) return;
    toast(say('gone'), { trouble: true });
    home();
  });
  store.on('lists', () => live.follow());
  store.on('current', () => {
    talk.render();
    panel.render();
    freshen();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || store.open === null) return;
    talk.render();
    freshen(STALE_MS);
  });
  setInterval(() => {
    if (store.current()?.state !== 'ended') freshen(MINUTE_MS);
  }, MINUTE_MS / 6);
  window.addEventListener('hashchange', arrive);
  listenToKeys({ store, queue, talk, panel: togglePanel, steps, home });
  loadCanned();
  queue.render();
  talk.render();
  store.refresh().then(arrive);
  live.connect();
}

start();
