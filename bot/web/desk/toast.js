// Short words about what was done or went wrong; read aloud, and gone after a while.

const STAYS = 6000;
const TROUBLE_STAYS = 12000;

const toasts = el('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });

function toast(text, { trouble = false } = {}) {
  const close = el('button', { type: 'button', class: 'plain', 'aria-label': say('close') });
  close.append(icon('close'));
  const root = el(
    'div',
    { class: trouble ? 'toast trouble' : 'toast' },
    icon(trouble ? 'alert' : 'check'),
    // In the reader's direction, though a file's name may come first.
    el('span', {}, text),
    close,
  );
  close.addEventListener('click', () => root.remove());
  toasts.replaceChildren(...[...toasts.children].slice(-2), root);
  setTimeout(() => root.remove(), trouble ? TROUBLE_STAYS : STAYS);
}
