// Spans and moments as the desk shows them. The server's clock counts, not the browser's.

const clock = {
  skew: 0,
  // What the server's clock shows now.
  now() {
    return Date.now() + this.skew;
  },
  hear(stamp) {
    const at = Date.parse(stamp);
    if (!Number.isNaN(at)) this.skew = at - Date.now();
  },
};

const TWO_MINUTES = 120000;

const twoDigits = (n) =>
  format('NumberFormat', { useGrouping: false, minimumIntegerDigits: 2 }).format(n);

// A span that runs: "۴:۰۷", "۱:۰۴:۰۷"; days in words.
function sayRunning(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds >= 86400) {
    const options = { style: 'unit', unit: 'day', unitDisplay: 'long' };
    return format('NumberFormat', options).format(Math.floor(seconds / 86400));
  }
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0
    ? `${sayNumber(h)}:${twoDigits(m)}:${twoDigits(s)}`
    : `${sayNumber(m)}:${twoDigits(s)}`;
}

// How a promise stands: { state: 'fine' | 'near' | 'late', left } or null if there is none.
function promiseOf(row, now = clock.now()) {
  // Who waits again after an answer was promised another one.
  const isKept = row.answered_at && row.state !== 'waiting';
  if (!row.promised_at || isKept || row.state === 'ended') return null;
  const due = Date.parse(row.promised_at);
  const whole = due - Date.parse(row.requested_at);
  const left = due - now;
  if (left < 0) return { state: 'late', left };
  return { state: left <= Math.max(TWO_MINUTES, whole / 5) ? 'near' : 'fine', left };
}

function sayMoment(stamp) {
  const at = new Date(stamp);
  return Number.isNaN(+at) ? '' : `${sayDay(at)}${isRtl(speech.lang) ? '، ' : ', '}${sayTime(at)}`;
}

// A moment by the shop's clock, wherever the browser is: its offset says nothing more.
const sayShopMoment = (stamp) => sayMoment(stamp.replace(/(?:[+-]\d\d:\d\d|Z)$/, ''));

// A day without a time, in the reader's calendar: "۱۲ آذر ۱۴۰۵".
function sayDate(stamp) {
  const at = new Date(/^\d{4}-\d\d-\d\d$/.test(stamp) ? `${stamp}T12:00:00` : stamp);
  if (Number.isNaN(+at)) return String(stamp);
  const parts = format('DateTimeFormat', { day: 'numeric', month: 'long', year: 'numeric' })
    .formatToParts(at);
  const part = (name) => parts.find(({ type }) => type === name)?.value ?? '';
  return `${part('day')} ${part('month')} ${part('year')}`;
}

// Money comes in the smallest unit of its currency.
function sayMoney(money) {
  if (!money) return '';
  const { amount, currency } = money;
  const word = { IRT: 'toman', IRR: 'rial' }[currency];
  if (word) return `${format('NumberFormat', {}).format(amount)} ${say(word)}`;
  const shown = format('NumberFormat', { style: 'currency', currency });
  return shown.format(amount / 10 ** shown.resolvedOptions().maximumFractionDigits);
}

// Digits of the interface in what is no word: "۳ / ۵".
const sayDigits = (text) =>
  speech.lang === 'en'
    ? String(text)
    : String(text).replace(/\d/g, (digit) => sayNumber(Number(digit)));

// The number of an order, or a masked telephone, in the reader's digits; one with letters
// is a code, and stays as it is typed.
const sayPlain = (text) => (/[a-z]/i.test(text) ? String(text) : sayDigits(text));

// Calls `work` each second while the page is looked at.
function everySecond(work) {
  setInterval(() => document.hidden || work(), 1000);
  document.addEventListener('visibilitychange', () => document.hidden || work());
}
