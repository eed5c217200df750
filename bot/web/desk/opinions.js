// What customers think: of the shop, in their own words, and of who served them. For leads.

const OPINIONS = { reviews: 'reviews?', bad: 'reviews?bad=1&', people: 'ratings?' };

function starsOf(stars) {
  return el(
    'span',
    { class: 'stars' },
    el('span', { 'aria-hidden': 'true' }, `${'★'.repeat(stars)}${'☆'.repeat(5 - stars)} `),
    el('span', {}, say('stars', { n: sayNumber(stars) })),
  );
}

function opinionOf(opinion, open) {
  const { at, words, bad, stars, language, customer, order, product, agent, handoff } = opinion;
  const verdict = stars
    ? starsOf(stars)
    : el('span', { class: bad ? 'tag hot' : 'tag good' }, say(bad ? 'reviewBad' : 'reviewGood'));
  const about = [
    language ? el('span', {}, sayCode('lang', language)) : null,
    order ? el('bdi', {}, say('ofOrder', { n: order })) : null,
    product ? el('bdi', { dir: 'auto' }, product) : null,
    agent ? el('bdi', {}, agent.name || say('agent')) : null,
    stars ? null : el('bdi', {}, customer ? say('ofCustomer', { n: customer }) : say('guest')),
  ];
  const go = el('button', { type: 'button', class: 'plain link' }, say('openTalk'));
  go.addEventListener('click', () => open(handoff));
  return el(
    'li',
    { class: 'opinion' },
    el('header', {}, verdict, el('time', { dateTime: at }, sayMoment(at))),
    words ? el('p', { dir: 'auto', lang: language || undefined }, words) : null,
    el('footer', {}, el('span', { class: 'about' }, about), handoff ? go : null),
  );
}

function showOpinions(open) {
  const list = el('ul', { class: 'opinions' });
  const status = el('p', { class: 'hint', role: 'status' });
  const more = el('button', { type: 'button', class: 'quiet' }, say('olderEnded'));
  let which = 'reviews';
  let last = null;

  async function load() {
    const asked = which;
    const before = last === null ? '' : `before=${last}`;
    status.textContent = say('loading');
    more.hidden = true;
    try {
      const answer = await get(OPINIONS[asked] + before);
      if (asked !== which) return;
      const shown = answer.rows.map((each) => opinionOf(each, leave));
      const first = shown[0];
      list.append(...shown);
      last = answer.rows.at(-1)?.number ?? last;
      more.hidden = !answer.more;
      status.textContent = list.children.length ? '' : say('noneReviews');
      // Whoever asked for older ones goes on reading there.
      if (before && first) {
        first.tabIndex = -1;
        first.focus();
      }
    } catch (error) {
      if (asked !== which) return;
      status.textContent = wordsOf(error);
      more.hidden = last === null;
    }
  }

  function choose(next) {
    which = next;
    last = null;
    list.replaceChildren();
    load();
  }

  function leave(handoff) {
    dialog.close();
    open(handoff);
  }

  more.addEventListener('click', load);
  const kinds = Object.keys(OPINIONS).map((value) => ({ value, label: say(`reviews_${value}`) }));
  const dialog = ask({
    title: say('reviews'),
    body: el(
      'div',
      { class: 'body' },
      choiceOf(say('reviewsOf'), kinds, { name: 'opinions', chosen: which, onchange: choose }),
      list,
      status,
      more,
    ),
    wide: true,
  });
  dialog.classList.add('reading');
  load();
}
