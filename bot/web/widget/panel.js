// The launcher and the window of the chat: opening, closing, focus and what stands around
// the messages.

function createPanel({ memory, menu, elsewhere, log, composer, tray, settings, onToggle }) {
  const badge = el('span', { class: 'badge', 'aria-hidden': 'true', hidden: true });
  const launcher = el(
    'button',
    { type: 'button', class: 'launcher', 'aria-haspopup': 'dialog', 'aria-expanded': 'false' },
    icon('chat'),
    icon('down'),
    badge,
  );
  const mark = el('span', { class: 'mark', 'aria-hidden': 'true' });
  const name = el('h2', { id: 'hamyar-name' });
  const about = el('p', {});
  const close = el('button', { type: 'button', class: 'tool' }, icon('close'));
  const notice = el('div', { class: 'notice', role: 'status', hidden: true });
  const panel = el(
    'div',
    { class: 'panel', role: 'dialog', tabIndex: -1 },
    el('header', { class: 'top' }, mark, el('div', { class: 'title' }, name, about),
      menu.root, close),
    elsewhere.root,
    log.root,
    notice,
    composer.root,
  );
  const root = el('div', { class: 'root' }, panel, launcher);

  let open = false;
  let cameFrom = null;
  let wasOpen = Boolean(memory.read('open', 'tab')); // before the page was loaded
  let unread = 0;
  const small = matchMedia('(max-width: 560px), (max-height: 460px)');
  const touch = matchMedia('(pointer: coarse)');

  function relabel() {
    const shop = settings().name?.[speech.lang] || say('shop');
    root.dir = isRtl(speech.lang) ? 'rtl' : 'ltr';
    root.lang = speech.lang;
    mark.textContent = [...shop][0];
    name.textContent = shop;
    about.textContent = say('about');
    panel.setAttribute('aria-label', say('dialog', { shop }));
    panel.dataset.drop = say('dropHere');
    close.setAttribute('aria-label', say('close'));
    close.title = say('close');
    relabelLauncher();
    menu.relabel();
    elsewhere.relabel();
    composer.relabel();
  }

  function relabelLauncher() {
    const many = unread > 99 ? `${sayNumber(99)}+` : sayNumber(unread);
    const label = say(open ? 'close' : 'open');
    badge.hidden = unread === 0 || open;
    badge.textContent = many;
    launcher.setAttribute(
      'aria-label',
      badge.hidden ? label : `${label} – ${say('unread', { n: many })}`,
    );
    launcher.setAttribute('aria-expanded', String(open));
  }

  const activeOf = (scope) => {
    let active = scope.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active;
  };

  // `quietly`: nobody has asked for it just now, so the focus stays where it is.
  function show({ quietly = false } = {}) {
    if (open) return;
    open = true;
    remember();
    cameFrom = activeOf(document);
    root.classList.add('open');
    panel.setAttribute('aria-modal', String(small.matches));
    relabelLauncher();
    log.toEnd();
    // With a touch screen, focus in the field would raise the keyboard over the greeting.
    if (quietly) cameFrom = null;
    else if (touch.matches) panel.focus({ preventScroll: true });
    else composer.focus();
    onToggle(true);
  }

  function remember() {
    wasOpen = false;
    memory.write('open', open || null, 'tab');
  }

  // Another page, or the same again: the chat is as it was. Where it fills the screen it
  // would hide what was gone to, so there only while a person attends to them.
  function reopen(messages) {
    if (!wasOpen) return;
    wasOpen = false;
    const last = messages.filter(({ author }) => author !== 'customer').at(-1);
    const attended = last?.author === 'agent' || last?.author === 'system';
    if (attended || !small.matches) show({ quietly: true });
  }

  function hide() {
    if (!open) return;
    open = false;
    remember();
    menu.hide(false);
    root.classList.remove('open');
    relabelLauncher();
    const back = cameFrom?.isConnected && cameFrom !== document.body ? cameFrom : launcher;
    back.focus({ preventScroll: true });
    onToggle(false);
  }

  // In full screen the page behind is out of reach for the keyboard too.
  function keepInside(event) {
    if (!small.matches) return;
    const inside = [...panel.querySelectorAll('button, input, textarea, a[href], [tabindex="0"]')]
      .filter((node) => !node.disabled && node.tabIndex >= 0 && node.offsetParent);
    const active = panel.getRootNode().activeElement;
    const edge = event.shiftKey ? inside[0] : inside.at(-1);
    if (active !== edge && active !== panel) return;
    event.preventDefault();
    (event.shiftKey ? inside.at(-1) : inside[0]).focus();
  }

  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Tab') keepInside(event);
    if (event.key !== 'Escape' || event.isComposing) return;
    event.preventDefault();
    if (menu.hide(true)) return;
    if (elsewhere.hide()) composer.focus();
    else hide();
  });
  // Dropped anywhere on the window, a file is meant for the message.
  const carries = ({ dataTransfer }) => dataTransfer?.types.includes('Files');
  for (const type of ['dragenter', 'dragover', 'dragleave', 'drop']) {
    panel.addEventListener(type, (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      const stays = type !== 'drop' &&
        !(type === 'dragleave' && !panel.contains(event.relatedTarget));
      panel.classList.toggle('dropping', stays);
      if (type === 'drop') tray.add(event.dataTransfer.files);
    });
  }
  launcher.addEventListener('click', () => (open ? hide() : show()));
  close.addEventListener('click', hide);

  return {
    root,
    show,
    hide,
    relabel,
    isOpen: () => open,
    reopen,
    // Whose thread it was has left: on the next page nothing of it is open.
    forget: () => memory.write('open', null, 'tab'),
    setUnread(count) {
      unread = count;
      relabelLauncher();
    },
    // One line above the composer: what stands in the way right now, or nothing.
    say(text, kind = '') {
      notice.hidden = !text;
      notice.className = `notice ${kind}`;
      if (notice.textContent !== (text ?? '')) notice.textContent = text ?? '';
    },
    focusBack: () => (touch.matches ? log.box.focus() : composer.focus()),
  };
}
