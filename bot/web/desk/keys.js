// Everything by keyboard. Letters go by their place, so that they are the same keys on a
// Persian or Arabic layout.

const SHORTCUTS = [
  ['key_move', ['J', 'K']],
  ['key_open', ['Enter']],
  ['key_claim', ['C']],
  ['key_reply', ['R']],
  ['key_note', ['N']],
  ['key_transfer', ['T']],
  ['key_return', ['B']],
  ['key_block', ['X']],
  ['key_panel', ['P']],
  ['key_search', ['/']],
  ['key_escape', ['Esc']],
  ['key_send', ['Enter']],
  ['key_line', ['Shift', 'Enter']],
  ['key_help', ['?']],
];

function showHelp() {
  ask({
    title: say('help'),
    body: el(
      'dl',
      { class: 'shortcuts' },
      SHORTCUTS.map(([name, keys]) =>
        el(
          'div',
          {},
          el('dt', {}, say(name)),
          el('dd', { dir: keys.includes('Shift') ? 'ltr' : undefined }, keys.map((key) => el('kbd', {}, key))),
        ),
      ),
    ),
  });
}

const isWriting = (node) =>
  node.closest?.('input, textarea, select, [contenteditable]') !== null;

function listenToKeys({ store, queue, talk, panel, steps, home }) {
  const held = (work) => () => {
    const row = store.current();
    if (row?.mine && row.state === 'held') work(row);
  };
  const byPlace = {
    KeyJ: () => queue.move(1),
    KeyK: () => queue.move(-1),
    KeyC: () => {
      const row = store.current();
      if (row?.state === 'waiting' && row.may_claim) steps.claim(row);
      else if (row && store.owes(row)) steps.again(row);
    },
    KeyR: () => store.current() && talk.composer.write('reply'),
    KeyN: () => store.current() && talk.composer.write('note'),
    KeyT: () => {
      const row = store.current();
      if (row && store.mayMove(row)) steps.transfer(row);
    },
    KeyB: held(steps.giveBack),
    KeyX: () => store.current() && store.may('block') && steps.block(store.current()),
    KeyP: panel,
  };

  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') {
      if (isWriting(document.activeElement)) talk.log.focus();
      else home();
      return;
    }
    if (isWriting(event.target)) return;
    if (event.key === '?' || event.key === '؟') showHelp();
    else if (event.key === '/' || (event.code === 'Slash' && !event.shiftKey)) queue.find();
    else if (event.code in byPlace && !event.shiftKey) byPlace[event.code]();
    else return;
    event.preventDefault();
  });
}
