// The menu of the header: the interface's language, going on elsewhere, and signing out.

function createMenu({ languages, choose, signedIn, signOut, goesOn, goOn }) {
  const button = el(
    'button',
    { type: 'button', class: 'tool', 'aria-haspopup': 'menu', 'aria-expanded': 'false' },
    icon('menu'),
  );
  const list = el('div', { class: 'menu', role: 'menu', hidden: true });
  const root = el('div', { class: 'menu-root' }, button, list);

  const entries = () => [...list.querySelectorAll('button')];

  function item(props, act, ...children) {
    const entry = el('button', { type: 'button', tabIndex: -1, ...props }, ...children);
    entry.addEventListener('click', () => {
      hide(true);
      act();
    });
    return entry;
  }

  function show() {
    list.replaceChildren(
      el('div', { class: 'menu-title', id: 'hamyar-language' }, say('language')),
      el(
        'div',
        { role: 'group', 'aria-labelledby': 'hamyar-language' },
        languages().map((lang) =>
          item(
            { role: 'menuitemradio', lang, 'aria-checked': String(lang === speech.lang) },
            () => choose(lang),
            el('span', {}, WORDS[lang].self),
            icon('check'),
          ),
        ),
      ),
      goesOn()
        ? item({ role: 'menuitem', class: 'set-off' }, goOn, icon('plane'), say('goOn'))
        : '',
      signedIn()
        ? item({ role: 'menuitem', class: 'leave set-off' }, signOut, icon('leave'), say('signOut'))
        : '',
    );
    list.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    (list.querySelector('[aria-checked=true]') ?? entries()[0]).focus();
  }

  function hide(refocus) {
    if (list.hidden) return false;
    list.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    if (refocus) button.focus();
    return true;
  }

  button.addEventListener('click', () => hide(true) || show());
  list.addEventListener('keydown', (event) => {
    const all = entries();
    const place = all.indexOf(list.getRootNode().activeElement);
    const goals = {
      ArrowDown: place + 1,
      ArrowUp: place - 1 + all.length,
      Home: 0,
      End: all.length - 1,
    };
    if (event.key in goals) {
      event.preventDefault();
      all[goals[event.key] % all.length].focus();
    } else if (event.key === 'Tab') hide(false);
  });
  root.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget && !root.contains(relatedTarget)) hide(false);
  });

  return {
    root,
    hide,
    relabel() {
      button.setAttribute('aria-label', say('menu'));
      button.title = say('menu');
    },
  };
}
