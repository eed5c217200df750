// Above all columns: how the queue stands, my own status, alerts, and the menu.

const PRESENCES = ['online', 'busy', 'away', 'offline'];

function createHeader({ store, notices, help, lookup, replies, opinions }) {
  const shop = nameOf(store.me.shop.name);
  const counts = el('div', { class: 'counts', role: 'group' });
  const presence = el(
    'select',
    { id: 'presence', 'aria-label': say('presence') },
    PRESENCES.map((each) => el('option', { value: each }, say(`presence_${each}`))),
  );
  const dot = el('i', { class: 'dot', 'aria-hidden': 'true' });
  const status = el('div', { class: 'status' }, dot, presence);
  const bell = el('button', { type: 'button', class: 'plain bell' });
  const keys = el('button', { type: 'button', class: 'plain keys-button', 'aria-label': say('help') }, '?');
  keys.title = say('help');

  const languages = el(
    'div',
    { class: 'languages', role: 'group', 'aria-label': say('language') },
    LANGUAGES.map((lang) =>
      el(
        'a',
        {
          href: `/desk?lang=${lang}`,
          lang,
          hreflang: lang,
          class: 'item',
          'aria-current': lang === speech.lang ? 'true' : undefined,
        },
        WORDS[lang].self,
      ),
    ),
  );
  for (const link of languages.children) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      location.assign(`${link.getAttribute('href')}${location.hash}`);
    });
  }
  const item = (text, work) => {
    const button = el('button', { type: 'button', class: 'item' }, text);
    button.addEventListener('click', work);
    return button;
  };
  const menu = createMenu(say('menu'), 'menu', [
    store.may('see_profile') ? item(say('lookup'), lookup) : null,
    item(say('canned'), replies),
    store.may('reports') ? item(say('reviews'), opinions) : null,
    item(say('help'), help),
    el('a', { class: 'item', href: '/desk/account' }, say('account')),
    languages,
    item(say('signOut'), signOut),
  ].filter(Boolean));

  const root = el(
    'header',
    { class: 'top' },
    el(
      'div',
      { class: 'brand' },
      el('span', { class: 'mark', 'aria-hidden': 'true' }, [...shop][0] ?? ''),
      el('span', { class: 'shop' }, el('strong', {}, shop), el('small', {}, say('desk'))),
    ),
    counts,
    el('div', { class: 'tools' }, status, bell, keys, menu.root),
  );

  // Whoever leaves gives back what they hold: that is not to happen by a slip.
  function leaving(submit, work) {
    const n = store.lists.mine.length;
    if (!n) {
      work();
      return;
    }
    ask({
      title: submit,
      body: el('p', { class: 'body' }, say('leavingHeld', { n: sayNumber(n) })),
      submit,
      danger: true,
      work: async () => {
        await work();
        return true;
      },
    });
  }

  function signOut() {
    leaving(say('signOut'), signOutNow);
  }

  function signOutNow() {
    kept.clear();
    const form = el(
      'form',
      { method: 'post', action: '/desk/logout', hidden: true },
      el('input', { type: 'hidden', name: 'csrf', value: store.me.csrf }),
    );
    document.body.append(form);
    form.submit();
  }

  function renderBell() {
    const on = notices.isOn();
    bell.replaceChildren(icon(on ? 'bell' : 'bellOff'));
    bell.setAttribute('aria-pressed', String(on));
    bell.setAttribute('aria-label', say('alertsOn'));
    bell.title = say(on ? 'alertsOff' : 'alertsOn');
  }

  function renderPresence() {
    presence.value = store.me.presence;
    dot.className = `dot ${store.me.presence}`;
  }

  function render() {
    const { waiting, near, late, missed_today: missed } = store.counts;
    const shown = [
      ['countWaiting', waiting, ''],
      ['countNear', near, 'near'],
      ['countLate', late, 'late'],
      ['countMissed', missed, 'quiet'],
    ].filter(([, n], place) => place === 0 || n > 0);
    counts.replaceChildren(
      ...shown.map(([key, n, kind]) =>
        el('span', { class: `stat ${kind}` }, say(key, { n: sayNumber(n ?? 0) })),
      ),
    );
  }

  presence.addEventListener('change', () => {
    const chosen = presence.value;
    if (chosen !== 'offline') {
      choose(chosen);
      return;
    }
    renderPresence();
    leaving(say('presence_offline'), () => choose(chosen));
  });

  async function choose(chosen) {
    try {
      await post('presence', { chosen });
      store.me.presence = chosen;
    } catch (error) {
      toast(wordsOf(error), { trouble: true });
    }
    renderPresence();
  }

  bell.addEventListener('click', () => notices.toggle().then(renderBell));
  keys.addEventListener('click', help);
  store.on('lists', render);
  store.on('me', renderPresence);
  renderBell();
  renderPresence();
  render();
  return { root };
}
