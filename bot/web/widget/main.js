// Puts it together and gives the page its handle, `window.Hamyar`.
//
//   <script src="https://chat.shop.example/widget.js" data-lang="fa" async></script>
//
// Before or after it, the page may say who its customer is:
//
//   window.hamyarSettings = { getToken: async () => jwtOrNull, lang: 'fa' };
//   Hamyar.configure({ getToken });  Hamyar.signIn();  Hamyar.signOut();
//   Hamyar.open('words to begin with');  Hamyar.close();
//   Hamyar.on('unread', (count) => ...);  // open, close, message, code, signedin, signedout
//
// getToken gives a token of the page's customer; null, '' or false where nobody is signed
// in, which ends a customer's session here; undefined, or an error, where it cannot tell (a
// live session goes on). It is asked when the chat is opened first, or the page loaded with
// a customer's session in the browser; at signIn(); and when a session has ended.
//
// Settings: getToken, lang (fa, ar, en), theme (light, dark), side (left, right). The last
// three may also stand on the script as data-lang, data-theme and data-side.

function start(script) {
  const base = new URL('./', script.src);
  const configured = {};
  // Read each time: an async script may well run before the page says what it wants.
  const wish = (name) =>
    configured[name] ?? window.hamyarSettings?.[name] ?? script.dataset[name];
  const events = emitter();
  const memory = createMemory(base.host + base.pathname.replace(/\/$/, ''));
  const server = createServer(base, {
    preparing: (ms) => tell(say('preparing'), 'connecting', ms / 1000 + 1),
  });
  const session = createSession({ memory, server, askPage: async () => wish('getToken')?.() });
  const thread = createThread({ memory, server, session });
  const link = createLink({ server, cursor: thread.last });
  const outbox = createOutbox({ memory, server, session, link });
  const proving = createProving({ memory, server, session });

  let shop = {};
  let identified = null; // the promise of the first asking
  let hiding = false; // the thread, until it is known whose page this is
  let unread = 0;
  let signedIn = Boolean(session.present()?.subject);
  let passing = 0; // until when a passing notice stands
  let following = new AbortController();

  const languages = () => (shop.languages ?? Object.keys(WORDS)).filter((it) => it in WORDS);

  function pickLanguage() {
    const wishes = [memory.read('lang'), wish('lang'), document.documentElement.lang];
    const offered = languages();
    const first = wishes
      .map((tag) => String(tag ?? '').slice(0, 2).toLowerCase())
      .find((tag) => offered.includes(tag));
    speech.lang = first ?? shop.language ?? offered[0] ?? 'en';
  }

  const contents = createContents({ server, session });
  const tray = createTray({ server, session, contents, onChange: () => composer.refresh() });
  const composer = createComposer({
    send: (text, files) => ask(text, undefined, files),
    canSend: () => !hiding,
    tray,
    writes: (on) => {
      // A bot has no use for it: only where a person has joined.
      const joined = thread.messages().some(({ author }) => /ag|sys/.test(author));
      if (joined && link.isOpen()) link.send({ type: 'typing', on });
    },
  });
  const menu = createMenu({
    languages,
    choose(lang) {
      memory.write('lang', lang);
      pickLanguage();
      relabel();
    },
    signedIn: () => Boolean(session.present()?.subject),
    signOut: () => api.signOut(),
    goesOn: () => Boolean(shop.telegram) && !hiding,
    goOn: () => elsewhere.open(),
  });
  const log = createLog({
    thread,
    outbox,
    settings: () => shop,
    press: (title, token) => press(title, token),
    retry: outbox.retry,
    proving,
    proved,
    contents,
    onRead: read,
  });
  const elsewhere = createElsewhere({ server, session, memory, link, log });
  const panel = createPanel({
    memory,
    menu,
    elsewhere,
    log,
    composer,
    tray,
    settings: () => shop,
    onToggle(open) {
      events.emit(open ? 'open' : 'close');
      if (open) arrive();
      read(log.atEnd());
    },
  });
  const look = createLook(panel.root, { theme: () => wish('theme') });

  // -- reading and saying ------------------------------------------------------------

  // Nothing is loaded, followed or told to the page meanwhile.
  function conceal(on) {
    const changed = on !== hiding;
    hiding = on;
    if (on) {
      following.abort();
      link.stop();
      log.setTyping(false);
      thread.clear();
    }
    log.conceal(on);
    if (changed && !on) resume();
  }

  function resume() {
    if (session.present()) follow(session.present());
    outbox.pump();
  }

  function ask(text, token, files) {
    if (hiding) return;
    outbox.add(text, token, files);
    log.toEnd();
  }

  // Whether the card that asks who is writing has been answered.
  function proved({ seq, cards }) {
    const again = cards?.some(({ state }) => state === 'on_file');
    return again ? seq <= (memory.read('proved') ?? 0) : Boolean(session.present()?.subject);
  }

  // The button that was pressed is gone or used: focus goes on to where one answers.
  function press(text, token) {
    ask(text, token);
    panel.focusBack();
  }

  function read(atEnd) {
    const seen = panel.isOpen() && atEnd && !document.hidden && !hiding;
    if (seen && session.present()) thread.markRead();
    count();
  }

  function count() {
    const now = thread.unread();
    if (now === unread) return;
    unread = now;
    panel.setUnread(unread);
    events.emit('unread', unread);
  }

  function relabel() {
    panel.relabel();
    log.render({ bulk: true });
    tell();
  }

  // The notice: what stands in the way now; a passing one gives way after some seconds.
  function tell(text, kind, seconds = 6) {
    if (text) {
      passing = Date.now() + seconds * 1000;
      panel.say(text, kind);
      setTimeout(tell, seconds * 1000 + 50);
    } else if (Date.now() >= passing) {
      const state = navigator.onLine === false ? 'offline' : link.state();
      const words = state === 'offline' || state === 'connecting' ? say(state) : '';
      panel.say(words, state);
    }
  }

  // A short interruption is mended before anyone need hear of it.
  let telling = 0;
  function tellSoon() {
    clearTimeout(telling);
    telling = setTimeout(tell, link.state() === 'connecting' ? 1500 : 0);
  }

  // -- following the conversation ----------------------------------------------------

  async function follow(present) {
    following.abort();
    following = new AbortController();
    const { signal } = following;
    for (let tries = 0; !signal.aborted; tries += 1) {
      try {
        if (await thread.load()) {
          outbox.dropSent();
          link.start(present.session);
          elsewhere.resume();
        }
        return;
      } catch (error) {
        if (signal.aborted) return;
        if (error.lost) {
          renew(present.session);
          return;
        }
        // A notice that says more stands already.
        if (error.code !== 'getting_ready') {
          panel.say(say(navigator.onLine === false ? 'offline' : 'connecting'), 'connecting');
        }
        await pause(error.retryAfter ?? backOff(tries), signal);
      }
    }
  }

  async function renew(used) {
    for (let tries = 0; session.present()?.session === used; tries += 1) {
      try {
        await session.lost(used);
      } catch {
        await pause(backOff(tries));
      }
    }
  }

  // Asked once a page: until the answer is there, a customer's thread stays covered, for
  // the page may by now belong to another one.
  function arrive() {
    if (identified || !wish('getToken')) return;
    identify();
  }

  function identify(how) {
    if (session.present()?.subject && !identified) conceal(true);
    const asking = session.identify(how).finally(() => {
      // Of two askings the later one counts.
      if (asking === identified) conceal(false);
    });
    identified = asking;
    return asking;
  }

  // A customer's session is in this browser. The page may name its getToken in a script
  // that runs after this one; once all have run, there is none.
  function begin() {
    arrive();
    if (!identified) conceal(false);
  }

  session.on('change', (present, { keepUnsent, expired, switching, sameThread }) => {
    following.abort();
    link.stop();
    if (sameThread) {
      if (!hiding) link.start(present.session);
      return;
    }
    log.setTyping(false);
    thread.clear();
    contents.clear();
    if (!keepUnsent) {
      outbox.clear();
      tray.clear();
      // Words written since the thread was covered are the present person's.
      if (!hiding) composer.fill('');
    }
    if (present && !hiding) follow(present);
    if (!present) panel.forget();
    if (expired) tell(say('expired'), '', 10);
    tell();
    const customer = Boolean(present?.subject);
    if (customer !== signedIn && !switching) {
      signedIn = customer;
      events.emit(customer ? 'signedin' : 'signedout');
    }
  });
  session.on('refused', () => tell(say('refused'), 'bad', 10));

  proving.on('change', () => log.render());
  proving.on('sent', () => events.emit('code'));
  proving.on('done', (joined) => {
    if (!joined) memory.write('proved', thread.last());
    log.render();
    tell(say(joined ? 'codeDone' : 'codeProved'), 'good', 4);
    panel.focusBack();
  });
  outbox.on('code', proving.take);

  link.on('state', tellSoon);
  link.on('lost', renew);
  link.on('thread', session.moved);
  link.on('typing', log.setTyping);
  link.on('message', (message) => {
    // Before the thread has it, so that the bubble on its way becomes the delivered one.
    if (message.author === 'customer') outbox.settle(message);
    thread.add(message);
    events.emit('message', message);
  });
  thread.on('change', (what) => {
    for (const message of what.fresh ?? []) outbox.settle(message);
    log.render(what);
    if (thread.state() === 'loaded') panel.reopen(thread.messages());
  });
  thread.on('read', count);
  outbox.on('change', () => log.render());
  outbox.on('slow', (n) => tell(say('slow', { n: sayNumber(n) }), '', n));
  document.addEventListener('visibilitychange', () => read(log.atEnd()));
  window.addEventListener('online', () => tell());
  window.addEventListener('offline', () => tell());

  // -- on the page -------------------------------------------------------------------

  // Where lines end on this page, unless it wants another corner.
  function place() {
    const { direction } = getComputedStyle(document.documentElement);
    const side = wish('side') ?? (direction === 'rtl' ? 'left' : 'right');
    panel.root.classList.toggle('left', side === 'left');
    panel.root.classList.toggle('right', side !== 'left');
  }

  function mount() {
    const host = document.createElement('hamyar-chat');
    const shadow = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(panel.root);
    // The page's own shortcuts must not take what is typed here.
    for (const type of ['keydown', 'keyup', 'keypress']) {
      host.addEventListener(type, (event) => event.stopPropagation());
    }
    document.body.append(host);
    place();
  }

  function show(settings) {
    shop = settings;
    knowTelephones(shop.telephones ?? []);
    look.paint(shop.colours?.accent);
    pickLanguage();
    relabel();
    panel.root.classList.add('ready');
  }

  const api = {
    open(text) {
      panel.show();
      if (typeof text === 'string') composer.fill(text);
    },
    close: panel.hide,
    signIn: () => identify({ anew: true }),
    signOut() {
      conceal(true);
      composer.fill('');
      const done = session.signOut();
      conceal(false);
      return done;
    },
    on: events.on,
    configure(settings) {
      Object.assign(configured, settings);
      look.apply();
      place();
      pickLanguage();
      relabel();
      if (!settings.getToken) return;
      if (panel.isOpen() || session.present()?.subject) identify({ anew: true });
    },
  };

  pickLanguage();
  relabel();
  if (document.body) mount();
  else document.addEventListener('DOMContentLoaded', mount);
  // The shop's colours first, so that the launcher does not change its own on arrival.
  const late = setTimeout(() => panel.root.classList.add('ready'), 1500);
  server
    .settings()
    .then(show, () => panel.root.classList.add('ready'))
    .finally(() => clearTimeout(late));
  if (session.present()?.subject) {
    conceal(true);
    if (wish('getToken') || document.readyState === 'complete') begin();
    else {
      document.addEventListener('DOMContentLoaded', begin);
      window.addEventListener('load', begin);
    }
  } else resume();
  return api;
}

// A second script on the same page changes nothing.
if (!window.Hamyar) {
  const script =
    document.currentScript ?? document.querySelector('script[src*="/widget.js"]');
  window.Hamyar = start(script);
}
