// The card that asks who is writing: a telephone or e-mail, then the code that was sent.

const CODE_DIGITS = 6;
const digitsIn = (text) => (text.match(new RegExp(`[${DIGIT}]`, 'g')) ?? []).length;

// What the field asks for, by the card's state.
const FIELDS = {
  phone: { type: 'tel', inputMode: 'tel', autocomplete: 'tel' },
  email: { type: 'email', inputMode: 'email', autocomplete: 'email' },
  any: { type: 'text', inputMode: 'text', autocomplete: 'username' },
};

// On another channel of the same conversation there are other ways.
const isAskedHere = ({ kind, state }) =>
  kind === 'sign_in' && (state === 'on_file' || Object.hasOwn(FIELDS, state));

function signInOf(card, lang, proving) {
  const id = uuid();
  const dir = isRtl(lang) ? 'rtl' : 'ltr';
  const own = card.state === 'on_file';
  const words = (key, values) => say(key, values, lang);
  const told = el('p', { class: 'told', role: 'status' });
  const trouble = el('p', { class: 'wrong', id: `${id}-wrong`, role: 'alert' });
  const body = el('div', {});
  const form = el('form', { noValidate: true }, told, body, trouble);
  const title = el('h3', {}, card.title);
  const root = el(
    'section',
    { class: 'card sign-in', dir, lang, 'aria-label': card.title },
    el('header', {}, icon('lock'), title),
    form,
  );
  let drawn = '';
  // What was written in the chat stands in the field at first, to be looked at and sent.
  let written = card.rows?.[0]?.value ?? '';
  let field = null;
  let go = null;
  let again = null;
  let ticking = 0;
  let acting = false; // whoever acts in the form goes on in it

  function act(work) {
    acting = true;
    work();
  }

  function fieldOf(label, props) {
    field = el('input', {
      id,
      dir: 'ltr',
      spellcheck: false,
      autocapitalize: 'none',
      value: proving.state().draft,
      'aria-describedby': trouble.id,
      ...props,
    });
    field.addEventListener('input', () => {
      proving.note(field.value);
      trouble.textContent = '';
      refresh();
    });
    return [el('label', { htmlFor: id }, label), field];
  }

  function drawContact() {
    go = el('button', { type: 'submit', class: 'go' }, words('codeSend'));
    if (!own) {
      const kind = FIELDS[card.state] ?? FIELDS.any;
      if (written) proving.note(written);
      written = '';
      const props = { ...kind, name: kind.autocomplete, enterKeyHint: 'send' };
      return [...fieldOf(card.status, props), go];
    }
    const where = el('bdi', { dir: 'ltr' });
    proving.onFile().then((to) => (where.textContent = to), () => {});
    return [el('p', { class: 'where' }, card.status, ' ', where), go];
  }

  function drawCode() {
    go = el('button', { type: 'submit', class: 'go' }, words(own ? 'codeConfirm' : 'codeCheck'));
    again = el('button', { type: 'button', class: 'other' });
    again.addEventListener('click', () => act(() => proving.again(lang)));
    const change = el('button', { type: 'button', class: 'other' }, words('codeChange'));
    change.addEventListener('click', () => act(proving.change));
    const props = {
      class: 'digits',
      type: 'text',
      inputMode: 'numeric',
      autocomplete: 'one-time-code',
      name: 'one-time-code',
      enterKeyHint: 'done',
      maxLength: 4 * CODE_DIGITS,
    };
    const parts = [...fieldOf(words('codeField'), props), go];
    // The last digit sends it, however it came: typed, pasted, filled in by the phone.
    field.addEventListener('input', () => digitsIn(field.value) === CODE_DIGITS && submit());
    return [...parts, el('div', { class: 'others' }, again, own ? null : change)];
  }

  function submit() {
    const text = field?.value.trim() ?? '';
    if (go.disabled) return;
    act(() => {
      if (proving.state().step === 'code') proving.check(text);
      else proving.ask(lang, own ? undefined : text);
    });
  }

  // What changes from one moment to the next.
  function refresh() {
    clearTimeout(ticking);
    const { step, busy, againAt } = proving.state();
    const text = field?.value.trim() ?? '';
    const ready = step === 'code' ? digitsIn(text) === CODE_DIGITS : own || text !== '';
    // Not while it is busy: what is disabled loses the focus.
    go.disabled = !ready;
    go.classList.toggle('busy', busy);
    if (step !== 'code') return;
    const wait = againAt - Date.now();
    again.disabled = busy || wait > 0;
    again.textContent =
      wait > 0 ? words('codeAgainIn', { time: saySpan(wait, lang) }) : words('codeAgain');
    if (wait > 0) ticking = setTimeout(() => root.isConnected && refresh(), 1000);
  }

  function draw() {
    const { step, to, error, busy } = proving.state();
    if (drawn !== step) {
      drawn = step;
      field = null;
      body.replaceChildren(...(step === 'code' ? drawCode() : drawContact()));
    }
    const sent = step === 'code' && to;
    if (sent && told.dataset.to !== to) {
      // An address reads from left to right in a sentence of any direction.
      const [before, after] = words(own ? 'codeSentOwn' : 'codeSent', { to: '\n' }).split('\n');
      told.replaceChildren(before, el('bdi', { dir: 'ltr' }, to), after);
      told.dataset.to = to;
    }
    told.hidden = !sent;
    const time = error?.wait && saySpan(error.wait, lang);
    const n = error?.n === undefined ? undefined : sayNumber(error.n, lang);
    const wrong = error ? words(error.key, { n, time }) : '';
    if (trouble.textContent !== wrong) trouble.textContent = wrong;
    field?.setAttribute('aria-invalid', String(Boolean(error)));
    // A wrong code is typed anew, not mended.
    if (error && !busy && step === 'code' && field.value) {
      field.value = '';
      proving.note('');
    }
    refresh();
    if (!acting || busy) return;
    acting = false;
    (field ?? go).focus();
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });

  return {
    root,
    // `way`: live, done, or past (there is a later one).
    update(way) {
      root.hidden = way === 'past';
      root.classList.toggle('done', way === 'done');
      form.hidden = way !== 'live';
      title.textContent = way === 'done' ? words(own ? 'codeProved' : 'codeDone') : card.title;
      if (way === 'live') draw();
      else clearTimeout(ticking);
    },
  };
}
