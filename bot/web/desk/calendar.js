// A month to choose a day of, in the reader's calendar: Jalali in Persian. The browser
// knows both calendars; a day is counted in UTC, so no clock change can move it.

const DAY = 86400000;
const NUMBERS = { fa: 'en-u-ca-persian-nu-latn', ar: 'en-u-ca-gregory-nu-latn' };

// { year, month, day } of a day of the reader's calendar.
function partsOf(day) {
  const parts = new Intl.DateTimeFormat(NUMBERS[speech.lang] ?? NUMBERS.ar, {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    timeZone: 'UTC',
  }).formatToParts(day);
  const number = (type) => Number(parts.find((part) => part.type === type)?.value);
  return { year: number('year'), month: number('month'), day: number('day') };
}

const firstOf = (day) => day - (partsOf(day).day - 1) * DAY;
const nextMonth = (first) => firstOf(first + 32 * DAY);
const lastMonth = (first) => firstOf(first - DAY);
const isoOf = (day) => new Date(day).toISOString().slice(0, 10);

function dayNow() {
  const now = new Date(clock.now());
  return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
}

function calendarOf(label) {
  const today = dayNow();
  let chosen = null;
  let active = today;
  // Weeks begin on Saturday where we are; on Monday in English.
  const begins = speech.lang === 'en' ? 1 : 6;
  const named = (day, options) =>
    format('DateTimeFormat', { ...options, timeZone: 'UTC' }).format(day);
  const monthName = (day) => {
    const parts = format('DateTimeFormat', { month: 'long', year: 'numeric', timeZone: 'UTC' })
      .formatToParts(day);
    const part = (type) => parts.find((each) => each.type === type)?.value ?? '';
    return `${part('month')} ${part('year')}`;
  };
  const fullName = (day) =>
    `${named(day, { weekday: 'long' })} ${sayNumber(partsOf(day).day)} ${monthName(day)}`;

  const title = el('strong', { 'aria-live': 'polite' });
  const before = el('button', { type: 'button', class: 'plain', 'aria-label': say('prevMonth') });
  const after = el('button', { type: 'button', class: 'plain', 'aria-label': say('nextMonth') });
  before.append(icon('back'));
  after.append(icon('back'));
  after.classList.add('turned');
  const grid = el('div', { class: 'days', role: 'group', 'aria-label': label });
  const shown = el('output', { class: 'hint' });
  const root = el(
    'div',
    { class: 'calendar', role: 'group', 'aria-label': label },
    el('div', { class: 'month' }, before, title, after),
    grid,
    shown,
  );

  function draw(focus) {
    const first = firstOf(active);
    const end = nextMonth(first);
    title.textContent = monthName(first);
    before.disabled = first <= firstOf(today);
    const lead = (new Date(first).getUTCDay() - begins + 7) % 7;
    const nodes = [];
    for (let place = 0; place < 7; place += 1) {
      // The fourth of January 1970 was a Sunday.
      const day = (3 + begins + place) * DAY;
      nodes.push(el('span', { class: 'weekday', 'aria-hidden': 'true' },
        named(day, { weekday: speech.lang === 'en' ? 'short' : 'narrow' })));
    }
    for (let place = 0; place < lead; place += 1) nodes.push(el('span'));
    for (let day = first; day < end; day += DAY) {
      const button = el(
        'button',
        {
          type: 'button',
          class: day === today ? 'day today' : 'day',
          'aria-pressed': String(day === chosen),
          'aria-label': fullName(day),
          tabIndex: day === active ? 0 : -1,
          disabled: day < today,
          onclick: () => choose(day),
        },
        sayNumber(partsOf(day).day),
      );
      button.dataset.day = isoOf(day);
      nodes.push(button);
    }
    grid.replaceChildren(...nodes);
    shown.textContent = chosen === null ? '' : fullName(chosen);
    if (focus) grid.querySelector('[tabindex="0"]')?.focus();
  }

  function choose(day) {
    chosen = day;
    active = day;
    draw(true);
  }

  function go(to) {
    active = Math.max(to, today);
    draw(true);
  }

  before.addEventListener('click', () => {
    active = Math.max(lastMonth(firstOf(active)), today);
    draw(false);
  });
  after.addEventListener('click', () => {
    active = nextMonth(firstOf(active));
    draw(false);
  });
  grid.addEventListener('keydown', (event) => {
    const onward = isRtl(speech.lang) ? 'ArrowLeft' : 'ArrowRight';
    const steps = {
      ArrowLeft: onward === 'ArrowLeft' ? 1 : -1,
      ArrowRight: onward === 'ArrowRight' ? 1 : -1,
      ArrowDown: 7,
      ArrowUp: -7,
    };
    if (!(event.key in steps)) return;
    event.preventDefault();
    go(active + steps[event.key] * DAY);
  });
  draw(false);
  return { root, value: () => (chosen === null ? null : isoOf(chosen)) };
}
