// Where the customer writes: Enter sends, Shift+Enter breaks the line.

const MOST = 4000;
const COUNT_FROM = 3600;
const TELL_EVERY = 4000; // that somebody writes; it is forgotten after ten seconds

// `writes` tells who reads at the other end that something is being written, or no longer.
function createComposer({ send, canSend, writes, tray }) {
  const field = el('textarea', { rows: 1, dir: 'auto', autocomplete: 'off' });
  field.setAttribute('enterkeyhint', 'send');
  const button = el('button', { type: 'submit', class: 'send' }, icon('send'));
  const attach = el('button', { type: 'button', class: 'attach' }, icon('attach'));
  const chooser = el('input', { type: 'file', multiple: true, accept: ACCEPTED, hidden: true });
  const counter = el('div', { class: 'counter', role: 'status', hidden: true });
  const root = el(
    'form',
    { class: 'composer' },
    tray.root,
    el('div', { class: 'field' }, attach, chooser, field, button),
    counter,
  );

  function refresh() {
    const length = lengthOf(field.value.trim());
    button.disabled = (length === 0 && !tray.hasReady()) || length > MOST || tray.isBusy();
    counter.hidden = length < COUNT_FROM;
    counter.classList.toggle('over', length > MOST);
    if (!counter.hidden) {
      const n = sayNumber(Math.abs(MOST - length));
      counter.textContent = say(length > MOST ? 'over' : 'left', { n });
    }
    // An empty field follows the interface; what is written follows its first letter.
    field.dir = field.value ? 'auto' : isRtl(speech.lang) ? 'rtl' : 'ltr';
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
  }

  let toldAt = 0;
  function tellWriting(on) {
    if (on ? Date.now() - toldAt < TELL_EVERY : !toldAt) return;
    toldAt = on ? Date.now() : 0;
    writes(on);
  }

  function submit() {
    const text = field.value.trim();
    if (button.disabled || !canSend()) return;
    field.value = '';
    // The message itself tells that it is written.
    toldAt = 0;
    send(text, tray.take());
    refresh();
  }

  attach.addEventListener('click', () => chooser.click());
  chooser.addEventListener('change', () => {
    tray.add(chooser.files);
    chooser.value = '';
    field.focus();
  });
  field.addEventListener('paste', (event) => {
    const { files } = event.clipboardData;
    // Copied cells of a table come as text and as a picture of it: the text is meant.
    if (!files.length || event.clipboardData.types.includes('text/plain')) return;
    event.preventDefault();
    tray.add(files);
  });

  field.addEventListener('input', () => {
    refresh();
    tellWriting(field.value.trim() !== '');
  });
  field.addEventListener('keydown', (event) => {
    // While an input method composes, Enter chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  root.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
    field.focus();
  });

  return {
    root,
    refresh,
    focus: () => field.focus({ preventScroll: true }),
    // Words to begin with, which the customer may still change.
    fill(text) {
      field.value = text;
      refresh();
    },
    relabel() {
      field.placeholder = say('compose');
      field.setAttribute('aria-label', say('compose'));
      button.setAttribute('aria-label', say('send'));
      button.title = say('send');
      attach.setAttribute('aria-label', say('attach'));
      attach.title = say('attach');
      refresh();
    },
  };
}
