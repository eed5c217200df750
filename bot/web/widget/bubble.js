// One message as an element. It is made once and then only brought up to date, so that a
// message on its way turns into the delivered one without flicker.

// Why it was not taken, where more can be told than that it was not.
function goneOf({ code }) {
  if (/button|choice/.test(code)) return 'gone';
  if (code === 'blocked') return 'blocked';
  return code === 'file_unknown' ? 'fileGone' : undefined;
}

function wayOf(pending) {
  if (pending.state === 'failed') {
    return { icon: 'alert', text: say(goneOf(pending) ?? 'failed') };
  }
  if (pending.trouble) return { icon: 'alert', text: say('waiting') };
  if (pending.state === 'sent') return { icon: 'check' };
  return { icon: 'clock', hint: say('sending') };
}

function bubbleOf(item, { press, retry, proving, contents }) {
  const { author, text, lang } = item;
  const own = author === 'customer';
  const dir = directionOf(text, own ? null : lang);
  const langTag = lang || undefined;
  const meta = el('div', { class: 'meta' });
  const buttons = (item.buttons ?? []).map(({ title, token }) => {
    const kind = token ? 'reply' : 'reply used';
    const way = directionOf(title, lang);
    const button = el('button', { type: 'button', class: kind, dir: way }, rich(title, way));
    button.addEventListener('click', () => press(title, token));
    return button;
  });
  const inWords = lang in WORDS ? lang : speech.lang;
  const forms = [];
  const cards = (item.cards ?? []).map((card) => {
    if (card.kind !== 'sign_in') return cardOf(card, inWords);
    if (!isAskedHere(card)) return null;
    forms.push(signInOf(card, inWords, proving));
    return forms.at(-1).root;
  });
  const root = el(
    'div',
    { class: `row ${author}` },
    author === 'agent'
      ? el('div', { class: 'who', dir: 'auto' }, item.speaker || say('agent'))
      : spoken(`${say(author in WORDS.en ? author : own ? 'you' : 'bot')}: `),
    text ? el('div', { class: 'bubble', dir, lang: langTag }, rich(text, dir, !own)) : null,
    item.files?.length
      ? el('div', { class: 'files' }, item.files.map((file) => fileOf(file, contents)))
      : null,
    cards,
    buttons.length
      ? el('div', { class: 'replies', role: 'group', 'aria-label': say('replies') }, buttons)
      : null,
    meta,
  );

  function update(now, { first, last, used, chosen, proof }) {
    for (const form of forms) form.update(proof);
    root.classList.toggle('first', first);
    root.classList.toggle('last', last);
    root.classList.toggle('pending', Boolean(now.pending) && now.pending.state !== 'sent');
    for (const button of buttons) {
      button.disabled = used || button.classList.contains('used');
      button.classList.toggle('chosen', used && button.textContent === chosen);
    }
    // The row of time and state changes rarely; comparing saves rebuilding every one.
    const way = now.pending ? wayOf(now.pending) : null;
    const shape = JSON.stringify([last, way, now.at]);
    if (meta.dataset.shape === shape) return;
    meta.dataset.shape = shape;
    const stuck = now.pending?.state === 'failed' || now.pending?.trouble;
    const parts = [];
    if (last || stuck) {
      parts.push(el('time', { dateTime: now.at.toISOString() }, sayTime(now.at)));
      if (way) parts.push(icon(way.icon), way.hint ? spoken(way.hint) : '');
    }
    if (stuck) {
      parts.push(el('span', { class: 'trouble' }, way.text));
      // A block may be lifted; what is gone stays so.
      if (!goneOf(now.pending) || now.pending.code === 'blocked') {
        const again = el('button', { type: 'button', class: 'again' }, say('retry'));
        again.addEventListener('click', () => retry(now.pending.id));
        parts.push(again);
      }
    }
    meta.replaceChildren(...parts);
  }

  return { root, update };
}
