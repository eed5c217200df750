// Ready-made replies: what "/" in the composer offers, with the fields filled.

const FIELDS = /\{(customer|agent|order|shop)\}/g;

let cannedReplies = null;

async function loadCanned() {
  const answer = await perhaps(get('canned'));
  cannedReplies = answer?.replies ?? [];
}

// The text of a reply for this conversation; a field of which nothing is known stays.
function filled(text, { row, me, thread }) {
  const told = thread?.suggestions?.fields ?? {};
  const lang = plainLanguage(row.language);
  const values = {
    customer: row.customer?.name,
    agent: nameOf(me.account.names, lang),
    order: thread?.packet?.order,
    shop: nameOf(me.shop.name, lang),
    ...told,
  };
  return text.replace(FIELDS, (field, name) => values[name] || field);
}

const fieldLeft = (text) => text.match(FIELDS)?.[0] ?? null;

const folded = (text) => text.toLowerCase().replace(/[يى]/g, 'ی').replace(/ك/g, 'ک').replace(/\u200c/g, ' ');

// A list under the composer; `choose` gets the text of what was taken.
function createPalette({ field, choose }) {
  const list = el('ul', { class: 'palette', role: 'listbox', id: 'palette', hidden: true });
  list.setAttribute('aria-label', say('canned'));
  field.setAttribute('aria-controls', 'palette');
  field.setAttribute('aria-haspopup', 'listbox');
  field.setAttribute('aria-autocomplete', 'list');
  let shown = [];
  let active = 0;

  function draw() {
    list.replaceChildren(
      ...shown.map(({ title, text }, place) =>
        el(
          'li',
          {
            role: 'option',
            id: `canned-${place}`,
            'aria-selected': String(place === active),
            onmousedown: (event) => event.preventDefault(),
            onclick: () => take(place),
          },
          el('strong', { dir: 'auto' }, `/${title}`),
          el('span', { dir: 'auto' }, text),
        ),
      ),
    );
    field.setAttribute('aria-activedescendant', `canned-${active}`);
    list.children[active]?.scrollIntoView({ block: 'nearest' });
  }

  function hide() {
    shown = [];
    list.hidden = true;
    field.removeAttribute('aria-activedescendant');
  }

  function take(place) {
    const { text } = shown[place];
    hide();
    choose(text);
  }

  return {
    root: list,
    hide,
    // What fits what stands behind the "/", by title and by text.
    offer(about) {
      const query = field.value.startsWith('/') ? folded(field.value.slice(1).trim()) : null;
      if (query === null || !cannedReplies || !about) {
        hide();
        return;
      }
      const lang = plainLanguage(about.row.language);
      const fitting = cannedReplies
        .map(({ title, titles, texts, skill }) => ({
          title: nameOf(titles) || title,
          known: Object.values(titles ?? {}).join(' '),
          skill,
          raw: texts[lang] ?? '',
        }))
        .filter(({ title, known, raw }) => raw && folded(`${title} ${known} ${raw}`).includes(query));
      const rank = ({ title, skill }) =>
        (folded(title).startsWith(query) ? 0 : 2) + (skill && skill === about.row.skill ? 0 : 1);
      shown = fitting
        .sort((one, other) => rank(one) - rank(other))
        .slice(0, 8)
        .map(({ title, raw }) => ({ title, text: filled(raw, about) }));
      active = 0;
      list.hidden = shown.length === 0;
      if (shown.length) draw();
      else hide();
    },
    // Whether a key was meant for the list.
    key(event) {
      if (list.hidden) return false;
      const moves = { ArrowDown: 1, ArrowUp: -1 };
      if (event.key in moves) {
        active = (active + moves[event.key] + shown.length) % shown.length;
        draw();
      } else if (event.key === 'Enter' || event.key === 'Tab') take(active);
      else if (event.key === 'Escape') hide();
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}
