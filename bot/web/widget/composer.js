// Where the customer writes: Enter sends, Shift+Enter breaks the line.

const MOST = 4000;
const COUNT_FROM = 3600;

function createComposer({ send, canSend }) {
  const field = el('textarea', { rows: 1, dir: 'auto', autocomplete: 'off' });
  field.setAttribute('enterkeyhint', 'send');
  const button = el('button', { type: 'submit', class: 'send' }, icon('send'));
  const counter = el('div', { class: 'counter', role: 'status', hidden: true });
  const root = el(
    'form',
    { class: 'composer' },
    el('div', { class: 'field' }, field, button),
    counter,
  );

  function refresh() {
    const length = lengthOf(field.value.trim());
    button.disabled = length === 0 || length > MOST;
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

  function submit() {
    const text = field.value.trim();
    if (!text || lengthOf(text) > MOST || !canSend()) return;
    field.value = '';
    refresh();
    send(text);
  }

  field.addEventListener('input', refresh);
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
      refresh();
    },
  };
}
