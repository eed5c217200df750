// Questions over the page: the browser's own dialog keeps the focus inside, Esc closes it.

let dialogs = 0;

// `work` gets a function that shows what is missing; the dialog closes when it gives true.
function ask({ title, body, submit, work, danger = false, wide = false }) {
  dialogs += 1;
  const heading = `dialog-${dialogs}`;
  const from = document.activeElement;
  const trouble = el('p', { class: 'trouble', role: 'alert', hidden: true });
  const go = submit
    ? el('button', { class: danger ? 'go danger' : 'go', type: 'submit' }, submit)
    : null;
  const leaveIt = el(
    'button',
    { type: 'button', class: submit ? 'quiet' : 'go' },
    say(submit ? 'cancel' : 'close'),
  );
  const form = el(
    'form',
    { method: 'dialog', noValidate: true },
    el('h2', { id: heading }, title),
    body,
    trouble,
    el('div', { class: 'ends' }, go, leaveIt),
  );
  const root = el('dialog', { class: wide ? 'wide' : '', 'aria-labelledby': heading }, form);

  const complain = (text) => {
    trouble.textContent = text;
    trouble.hidden = !text;
  };
  leaveIt.addEventListener('click', () => root.close());
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (!go || go.disabled) return;
    go.disabled = true;
    complain('');
    try {
      if (await work(complain)) root.close();
    } catch (error) {
      complain(wordsOf(error));
    } finally {
      go.disabled = false;
    }
  });
  root.addEventListener('click', (event) => event.target === root && root.close());
  root.addEventListener('close', () => {
    root.remove();
    if (from?.isConnected) from.focus();
  });
  document.body.append(root);
  root.showModal();
  // Of several choices the one that is taken is where one begins.
  const first = document.activeElement;
  if (first.type === 'radio' && !first.checked) {
    root.querySelector(`input[name="${first.name}"]:checked`)?.focus();
  }
  return root;
}

// A field whose words set its direction; an empty one follows the interface.
function followWords(field) {
  const turn = () => {
    field.dir = field.value ? 'auto' : isRtl(speech.lang) ? 'rtl' : 'ltr';
  };
  field.addEventListener('input', turn);
  turn();
  return field;
}

const areaOf = (rows, maxLength, placeholder = '') =>
  followWords(el('textarea', { rows, maxLength, placeholder }));

let fields = 0;

// A label with its field.
function labelled(text, field) {
  fields += 1;
  field.id ||= `field-${fields}`;
  return el('div', { class: 'field' }, el('label', { htmlFor: field.id }, text), field);
}

// A group of choices of which one is taken; `choices` are { value, label, hint, warning,
// tone, disabled }.
function choiceOf(title, choices, { name, chosen, onchange, beside = false }) {
  const group = el('fieldset', { class: beside ? 'choices beside' : 'choices' }, el('legend', {}, title));
  for (const { value, label, hint, warning, tone, disabled = false } of choices) {
    const input = el('input', { type: 'radio', name, value, disabled, checked: value === chosen });
    if (onchange) input.addEventListener('change', () => onchange(value));
    group.append(
      el(
        'label',
        { class: 'choice' },
        input,
        tone ? el('i', { class: `dot ${tone}`, 'aria-hidden': 'true' }) : null,
        el('span', { dir: 'auto' }, label),
        warning ? el('span', { class: 'tag hot' }, warning) : null,
        hint ? el('small', {}, hint) : null,
      ),
    );
  }
  return group;
}

const takenOf = (form, name) => form.querySelector(`input[name="${name}"]:checked`)?.value ?? null;
