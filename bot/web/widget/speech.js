// Words, numbers and times in the language of the interface. `WORDS` come from whoever uses
// this: the widget and the desk have their own.

const LOCALES = {
  fa: 'fa-IR-u-ca-persian-nu-arabext',
  ar: 'ar-u-ca-gregory-nu-arab',
  en: 'en-GB-u-ca-gregory',
};

const isRtl = (lang) => lang === 'fa' || lang === 'ar';

// The interface's language; `say` reads it each time, so changing it needs no wiring.
const speech = { lang: 'en' };

function say(key, values = {}, lang = speech.lang) {
  return WORDS[lang][key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

const formats = new Map();

function format(kind, options, lang = speech.lang) {
  const key = `${lang} ${kind} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Intl[kind](LOCALES[lang], options));
  return formats.get(key);
}

const sayNumber = (n, lang) => format('NumberFormat', { useGrouping: false }, lang).format(n);

// How long from now, rounded up: in seconds, minutes or hours.
function saySpan(ms, lang) {
  const seconds = Math.ceil(ms / 1000);
  const [unit, size] =
    seconds > 5400 ? ['hour', 3600] : seconds > 90 ? ['minute', 60] : ['second', 1];
  const options = { style: 'unit', unit, unitDisplay: 'long' };
  return format('NumberFormat', options, lang).format(Math.ceil(seconds / size));
}

// How large a file is; what is smaller than a kilobyte is told as one.
function saySize(bytes) {
  const [unit, size] = bytes < 900000 ? ['kilobyte', 1000] : ['megabyte', 1000000];
  const unitDisplay = speech.lang === 'en' ? 'short' : 'long';
  const maximumFractionDigits = unit === 'megabyte' ? 1 : 0;
  const options = { style: 'unit', unit, unitDisplay, maximumFractionDigits };
  return format('NumberFormat', options).format(Math.max(bytes / size, unit === 'kilobyte' ? 1 : 0));
}

const sayTime = (at) =>
  format('DateTimeFormat', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);

const startOfDay = (at) => new Date(at.getFullYear(), at.getMonth(), at.getDate());

function sayDay(at, now = new Date()) {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / 86400000);
  if (days === 0) return say('today');
  if (days === 1) return say('yesterday');
  const options = { weekday: 'long', day: 'numeric', month: 'long' };
  if (days > 300) options.year = 'numeric';
  // Each part is formatted by itself where the locale's own pattern for Persian would
  // put the year first («۱۴۰۴ اردیبهشت ۱۲, دوشنبه»).
  if (speech.lang !== 'fa') return format('DateTimeFormat', options).format(at);
  const part = (name) => {
    const parts = format('DateTimeFormat', options).formatToParts(at);
    return parts.find(({ type }) => type === name)?.value ?? '';
  };
  return `${part('weekday')} ${part('day')} ${part('month')} ${part('year')}`.trim();
}
