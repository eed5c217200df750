// A button that opens a short list of things to do.

function createMenu(label, picture, items) {
  const button = el('button', { type: 'button', class: 'plain', 'aria-label': label });
  button.title = label;
  button.append(icon(picture));
  button.setAttribute('aria-expanded', 'false');
  const list = el('div', { class: 'menu', hidden: true }, items);
  const root = el('div', { class: 'menu-root' }, button, list);

  function show(on, focus = false) {
    list.hidden = !on;
    button.setAttribute('aria-expanded', String(on));
    if (on) choices()[0]?.focus();
    else if (focus) button.focus();
  }
  const choices = () =>
    [...list.querySelectorAll('a, button')].filter((each) => !each.hidden && each.offsetParent);

  button.addEventListener('click', () => show(list.hidden));
  root.addEventListener('keydown', (event) => {
    if (list.hidden) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      show(false, true);
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = choices();
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length]?.focus();
  });
  list.addEventListener('click', (event) => event.target.closest('a, button') && show(false));
  document.addEventListener('pointerdown', (event) => {
    if (!list.hidden && !root.contains(event.target)) show(false);
  });
  return {
    root,
    // With nothing to do there is nothing to open.
    update() {
      root.hidden = [...list.children].every((each) => each.hidden);
    },
  };
}
