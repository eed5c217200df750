// One message as an element: whose it is, what it says, and whether the customer saw it.

function speakerOf(message, row) {
  const { author, desk, speaker } = message;
  if (desk === 'note') return say('noteOf', { name: speaker || say('agent') });
  if (author === 'customer') return personOf(row);
  if (author === 'agent') return speaker || say('agent');
  return say(author === 'system' ? 'system' : 'bot');
}

const LINKS = /https?:\/\/[^\s<>"«»\u2066-\u2069]+/gu;

// What people wrote stays as they wrote it, but that addresses are links.
function linked(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(LINKS)) {
    const piece = match[0].replace(/[.,;:!?)\]}'’،؛؟…]+$/u, '');
    const link = linkTo(piece);
    if (!link) continue;
    nodes.push(text.slice(end, match.index), link);
    end = match.index + piece.length;
  }
  return [...nodes, text.slice(end)];
}

// Pictures are shown, all else is a link to keep; nothing of a file runs in this page.
function fileOf({ id, name, type, size, width, height, gone }) {
  // Files are kept for a time; that there was one stays to be seen.
  if (gone) return el('p', { class: 'stub' }, icon('file'), el('bdi', {}, name), ` · ${say('fileGone')}`);
  const address = `/desk/api/files/${encodeURIComponent(id)}`;
  if (/^image\/(png|jpeg|webp|gif)$/.test(type ?? '')) {
    const picture = el('img', { src: address, alt: name || say('photo'), loading: 'lazy' });
    if (width && height) Object.assign(picture, { width, height });
    return el(
      'a',
      { class: 'picture', href: address, target: '_blank', rel: 'noopener' },
      picture,
    );
  }
  return el(
    'a',
    { class: 'file', href: address, download: name || '' },
    icon('file'),
    el('bdi', {}, name || say('download', { name: '' })),
    size ? el('small', {}, saySize(size)) : null,
  );
}

function stateOf(entry) {
  if (!entry) return null;
  if (entry.trouble) return { icon: 'alert', text: say('retrying') };
  return entry.seq ? { icon: 'check', text: '' } : { icon: 'clock', text: say('sending') };
}

// `item` is a message of the thread, or one of the outbox with `entry`.
function bubbleOf(item, row) {
  const { author, text, lang, desk } = item;
  const own = author === 'customer';
  const dir = directionOf(text ?? '', own ? null : lang);
  const inWords = plainLanguage(lang ?? speech.lang);
  const kind = desk === 'note' ? 'note' : author;
  const state = el('span', { class: 'state' });
  const cards = (item.cards ?? []).map((card) =>
    card.kind === 'sign_in'
      ? el('p', { class: 'stub' }, icon('lock'), say('signInCard'))
      : cardOf(card, inWords),
  );
  const titles = (item.buttons ?? []).map(({ title }) =>
    el('li', { class: 'shown', dir: 'auto' }, title),
  );
  const mark =
    desk === 'withheld'
      ? el('span', { class: 'seal', title: say('withheldWhy') }, icon('block'), say('withheld'))
      : desk === 'note'
        ? el('span', { class: 'seal' }, icon('lock'))
        : null;
  const root = el(
    'article',
    { class: ['said', kind, desk === 'withheld' ? 'withheld' : ''].join(' ').trim() },
    el(
      'header',
      {},
      mark,
      el('bdi', { class: 'who' }, speakerOf(item, row)),
      el('time', { dateTime: item.at.toISOString(), title: sayMoment(item.at) }, sayTime(item.at)),
      state,
    ),
    text
      ? el('div', { class: 'bubble', dir, lang: lang || undefined }, author === 'bot' || author === 'system' ? rich(text, dir) : linked(text))
      : null,
    (item.files ?? []).map(fileOf),
    cards,
    titles.length ? el('ul', { class: 'titles', 'aria-label': say('shownButtons') }, titles) : null,
  );

  function update({ first, entry }) {
    root.classList.toggle('first', first);
    root.classList.toggle('pending', Boolean(entry) && !entry.seq);
    const now = stateOf(entry);
    const shape = JSON.stringify(now);
    if (state.dataset.shape === shape) return;
    state.dataset.shape = shape;
    state.replaceChildren(...(now ? [icon(now.icon), now.text] : []));
  }
  return { root, update };
}
