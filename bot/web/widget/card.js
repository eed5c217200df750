// Cards: one thing (an order) at a glance, in the language of its message.

// The server's states, gathered into what a colour can say.
const TONES = {
  placed: 'info',
  paid: 'info',
  preparing: 'busy',
  shipped: 'moving',
  out_for_delivery: 'moving',
  delivered: 'good',
  cancelled: 'bad',
  returned: 'back',
  open: 'good',
  closed: 'back',
};

function stepsOf({ steps, step }, lang) {
  if (!steps?.length) return null;
  const reached = step >= 0 && step < steps.length;
  const bar = el(
    'ol',
    { class: reached ? 'steps' : 'steps off' },
    steps.map((name, place) =>
      el(
        'li',
        {
          class: place < step ? 'done' : place === step ? 'done now' : '',
          'aria-current': place === step ? 'step' : undefined,
          title: name,
        },
        spoken(name),
      ),
    ),
  );
  if (!reached) return [bar];
  const upcoming = steps[step + 1];
  const caption = el(
    'div',
    { class: 'caption', 'aria-hidden': 'true' },
    el('b', {}, steps[step]),
    upcoming ? el('span', {}, say('next', { step: upcoming }, lang)) : null,
  );
  return [bar, caption];
}

// A picture of the shop's: fetched when it comes into view, and gone if there is none.
function pictureOf({ image, title }) {
  if (!/^https:\/\/[^\s"<>]+$/.test(image ?? '')) return null;
  const picture = el('img', {
    class: 'photo',
    alt: title,
    loading: 'lazy',
    decoding: 'async',
    referrerPolicy: 'no-referrer',
    src: image,
  });
  picture.addEventListener('error', () => picture.remove());
  return picture;
}

function cardOf(card, lang) {
  const dir = isRtl(lang) ? 'rtl' : 'ltr';
  const tone = TONES[card.state] ?? 'info';
  return el(
    'section',
    { class: `card ${tone}`, dir, lang, 'aria-label': card.title },
    pictureOf(card),
    el(
      'header',
      {},
      el('h3', {}, rich(card.title, dir)),
      card.status ? el('span', { class: 'pill' }, card.status) : null,
    ),
    stepsOf(card, lang),
    card.items?.length
      ? el('ul', {}, card.items.map((item) => el('li', {}, rich(item, dir))))
      : null,
    card.rows?.length
      ? el(
          'dl',
          {},
          card.rows.map(({ label, value }) =>
            el(
              'div',
              {},
              el('dt', {}, label),
              el('dd', {}, el('bdi', { dir: directionOf(value, lang) }, told(value, dir))),
            ),
          ),
        )
      : null,
  );
}
