// Going on in Telegram: a link to open there, then the question whose account that is.
// The server knows how far it has got; this looks when it is told to, or sees nobody tell.

const LOOK_EVERY = 4000;
const ON_ITS_WAY = ['open', 'waiting', 'asked'];

function createElsewhere({ server, session, memory, link, log }) {
  const title = el('h3', { id: 'hamyar-elsewhere' });
  const close = el('button', { type: 'button', class: 'tool' }, icon('close'));
  const body = el('div', { class: 'elsewhere-body', role: 'status' });
  const root = el(
    'section',
    { class: 'elsewhere', hidden: true, 'aria-labelledby': title.id },
    el('header', {}, icon('plane'), title, close),
    body,
  );
  let offer = null; // { address, until, qr } of this page
  let now = { state: 'none' };
  let busy = false;
  let failed = false;
  let timer = 0;
  let drawn = '';

  const used = () => session.present()?.session;

  // One request at a time; what fails is told here.
  async function attempt(work) {
    if (busy) return;
    const asked = used();
    busy = true;
    failed = false;
    draw();
    try {
      await work();
    } catch (error) {
      if (error.lost && asked) session.lost(asked).catch(() => {});
      // What was to be answered may be over, or another question by now.
      if (error.code === 'link_not_asked') await look();
      else failed = true;
    } finally {
      busy = false;
      draw();
    }
  }

  async function look() {
    const asked = used();
    if (!asked) return;
    const before = now.state;
    const found = await server.linkState(asked);
    if (asked !== used()) return;
    now = found;
    if (!ON_ITS_WAY.includes(now.state)) remember(false);
    // Whoever opened the link elsewhere and came back is asked without looking for it.
    if (now.state === 'asked' && before !== 'asked') show();
    draw();
  }

  function remember(on) {
    memory.write('linking', on || null);
  }

  const begin = () =>
    attempt(async () => {
      const { session: asked } = await session.ensure();
      const { link: address, good_for: seconds, qr } = await server.askLink(asked);
      offer = { address, qr, until: Date.now() + seconds * 1000 };
      now = { state: 'open' };
      remember(true);
    });

  const answer = (yes) =>
    attempt(async () => {
      now = await server.answerLink(used(), { id: now.id, yes });
      remember(false);
    });

  const end = () =>
    attempt(async () => {
      await server.endLink(used());
      now = { state: 'none' };
      hide();
    });

  // Asked for in the menu.
  async function open() {
    show();
    await attempt(async () => {
      if (used()) await look();
    });
    if (!failed && !['asked', 'done'].includes(now.state)) await begin();
    body.querySelector('a, button')?.focus();
  }

  function show() {
    root.hidden = false;
    drawn = '';
    draw();
    log.toEnd();
  }

  function hide() {
    if (root.hidden) return false;
    root.hidden = true;
    clearTimeout(timer);
    return true;
  }

  function button(key, act, quiet) {
    const made = el('button', { type: 'button', class: quiet ? 'other' : 'go' }, say(key));
    made.addEventListener('click', act);
    return made;
  }

  // A name reads in its own direction in a sentence of any.
  function naming(key) {
    const [before, after] = say(key, { telegram: '\n' }).split('\n');
    return el('p', {}, before, el('bdi', {}, now.telegram ?? ''), after);
  }

  function picture({ size, path }) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', say('goOnScan'));
    svg.setAttribute('class', 'qr');
    const dark = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    dark.setAttribute('d', path);
    svg.append(dark);
    return svg;
  }

  const words = (key, values) => el('p', {}, say(key, values));
  const row = (...buttons) => el('div', { class: 'elsewhere-row' }, buttons);
  const again = (key) => [words(key), row(button('goOnAgain', begin))];

  function contents(step) {
    if (failed) return again('codeTrouble');
    if (step === 'open') {
      const go = { href: offer.address, target: '_blank', rel: 'noopener', class: 'go' };
      const time = saySpan(offer.until - Date.now());
      return [
        el(
          'div',
          { class: 'elsewhere-open' },
          el('div', {}, words('goOnHow'), row(el('a', go, say('goOnOpen')))),
          el('figure', {}, picture(offer.qr), el('figcaption', {}, say('goOnScan'))),
        ),
        el('p', { class: 'told' }, say('goOnFor', { time })),
      ];
    }
    if (step === 'waiting') return [words('goOnWait')];
    if (step === 'asked') {
      return [
        naming('goOnAsk'),
        row(
          button('goOnYes', () => answer(true)),
          button('goOnNo', () => answer(false)),
        ),
      ];
    }
    if (step === 'done') return [naming('goOnDone'), row(button('goOnEnd', end, true))];
    if (step === 'refused') return again('goOnRefused');
    if (step === 'taken') return again('goOnTaken');
    if (step === 'over') return again('goOnOver');
    return [words('loading')];
  }

  function draw() {
    clearTimeout(timer);
    if (root.hidden) return;
    const late = offer && offer.until <= Date.now();
    // Opened on another page, the link itself is not known here.
    const step = now.state === 'open' && (!offer || late) ? 'over' : now.state;
    const minutes = step === 'open' ? saySpan(offer.until - Date.now()) : '';
    const next = [step, now.id, failed, speech.lang, minutes].join(' ');
    if (drawn !== next) {
      drawn = next;
      const active = root.getRootNode().activeElement;
      const held = active && body.contains(active);
      body.replaceChildren(...contents(step));
      if (held) (body.querySelector('a, button') ?? close).focus();
    }
    for (const one of body.querySelectorAll('button')) one.classList.toggle('busy', busy);
    if (ON_ITS_WAY.includes(step)) timer = setTimeout(tick, LOOK_EVERY);
  }

  function tick() {
    draw();
    if (!link.isOpen()) look().catch(() => {});
  }

  close.addEventListener('click', hide);

  // The server tells that it is not as before; where it could not, this asks.
  const resume = () => memory.read('linking') && look().catch(() => {});
  link.on('telegram', () => look().catch(() => {}));
  link.on('ready', resume);
  document.addEventListener('visibilitychange', () => document.hidden || resume());

  // Another person, or another thread: nothing of this is theirs.
  let held = session.present()?.conversation ?? null;
  session.on('change', (present) => {
    const former = held;
    held = present?.conversation ?? null;
    if (former === null || former === held) return;
    offer = null;
    now = { state: 'none' };
    remember(false);
    hide();
    body.replaceChildren();
  });

  return {
    root,
    open,
    hide,
    resume,
    relabel() {
      title.textContent = say('goOn');
      close.setAttribute('aria-label', say('goOnClose'));
      draw();
    },
  };
}
