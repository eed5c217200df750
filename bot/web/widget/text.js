// Words of two directions in one line. A message has one direction; everything in it that
// runs the other way, or is a code, stands isolated, so that neither moves the other.

const RTL_LETTER = /[\u0590-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const LTR_LETTER = /[A-Za-z\u00aa-\u02b8\u0370-\u058f]/;

// The direction of a message: what its language says; for a customer's own words the first
// letter that has one, codes and addresses aside («HM-1001 کجاست؟» is Persian).
function directionOf(text, lang) {
  const words = text.replace(/https?:\S+|\S*[0-9]\S*/g, ' ');
  const rtl = words.search(RTL_LETTER);
  const ltr = words.search(LTR_LETTER);
  if (isRtl(lang) && (rtl >= 0 || ltr < 0)) return 'rtl';
  if (lang === 'en' && (ltr >= 0 || rtl < 0)) return 'ltr';
  if (rtl < 0 && ltr < 0) return RTL_LETTER.test(text) || isRtl(speech.lang) ? 'rtl' : 'ltr';
  return rtl >= 0 && (ltr < 0 || rtl < ltr) ? 'rtl' : 'ltr';
}

const DIGIT = '0-9\u06f0-\u06f9\u0660-\u0669';
const LINK = '(?<link>https?:\\/\\/[^\\s<>"«»\u2066-\u2069]+)';
const CODE =
  // An e-mail address, also one with digits in its name.
  '(?<code>(?<![A-Za-z0-9._%+\\-])[A-Za-z0-9._%+\\-]{1,64}@[A-Za-z0-9\\-]+(?:\\.[A-Za-z0-9\\-]+)+' +
  // A telephone number keeps its groups together.
  `|[+0\u06f0\u0660][${DIGIT}][${DIGIT} -]{5,}[${DIGIT}]` +
  // Numbers, dates, times, prices, tracking codes; order numbers with letters in front.
  `|#?[${DIGIT}][A-Za-z${DIGIT}\\-_/.:@,\u066b\u066c]*[A-Za-z${DIGIT}]|[${DIGIT}]` +
  `|#?[A-Za-z]+[-_/]?[${DIGIT}][A-Za-z${DIGIT}\\-_/]*(?<![-_/]))`;

const LATIN = `[A-Za-z][A-Za-z0-9\\-_./:@+#&'’]*(?<![.:'’/&-])`;
const LATIN_WORDS = `(?<other>${LATIN}(?: ${LATIN}| [0-9]+)*)`;
const RTL = '[\u0620-\u065f\u066e-\u06ef\u06fa-\u08ff\u200c\u200d\ufb50-\ufdff\ufe70-\ufefc]+';
const RTL_WORDS = `(?<other>${RTL}(?: (?:${RTL}|[${DIGIT}]+(?![${DIGIT}.,:/-])))*)`;

// By the direction of the text around: what is to be isolated in it.
const PIECES = {
  rtl: new RegExp([LINK, CODE, LATIN_WORDS].join('|'), 'gu'),
  ltr: new RegExp([LINK, CODE, RTL_WORDS].join('|'), 'gu'),
};

// A link with its address, or with the name of the place alone where that is `short`.
function linkTo(address, short = false) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  return el(
    'a',
    {
      href: url.href,
      target: '_blank',
      rel: 'noopener noreferrer',
      dir: 'ltr',
      title: short ? address : undefined,
    },
    short ? `${url.hostname.replace(/^www\./, '')} ↗` : address,
  );
}

// The shop's own telephones, as its file writes them. No other number is a link, whoever
// wrote it: what a customer typed may stand in an answer too.
let telephones = new Set();

function knowTelephones(numbers) {
  telephones = new Set(numbers.filter((number) => /^\+[1-9][0-9]{6,14}$/.test(number)));
}

const ZEROS = [0x6f0, 0x660];

// A link that calls, or null for any other number.
function callTo(written) {
  const number = [...written.replace(/[ -]/g, '')]
    .map((sign) => {
      const zero = ZEROS.find((first) => sign.charCodeAt(0) - first >>> 0 < 10);
      return zero ? sign.charCodeAt(0) - zero : sign;
    })
    .join('');
  if (!telephones.has(number)) return null;
  return el('a', { href: `tel:${number}`, class: 'code whole', dir: 'ltr' }, written);
}

const ONLY_LINK = /^https?:\/\/\S+$/;

// What stands beside a label: an address alone is a link with a short name.
function told(value, dir) {
  const link = ONLY_LINK.test(value) ? linkTo(value, true) : null;
  return link ?? rich(value, dir, true);
}

// The text as nodes: links made, codes and words of the other direction isolated. What
// the shop says `calls`: its telephones are links.
function rich(text, dir, calls = false) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(PIECES[dir])) {
    const { link, code, other } = match.groups;
    let piece = match[0];
    let node = null;
    if (link) {
      // The sentence's own punctuation is not part of the address.
      piece = piece.replace(/[.,;:!?)\]}'’،؛؟…]+$/u, '');
      node = linkTo(piece);
    } else if (code) {
      const kind = piece.length > 24 ? 'code' : 'code whole';
      node = (calls && callTo(piece)) || el('bdi', { class: kind, dir: 'ltr' }, piece);
    } else if (other) {
      node = el('bdi', { dir: dir === 'rtl' ? 'ltr' : 'rtl' }, piece);
    }
    if (!node) continue;
    nodes.push(text.slice(end, match.index), node);
    end = match.index + piece.length;
  }
  nodes.push(text.slice(end));
  return nodes.filter((node) => node !== '');
}

// How long a text is for people and for the server: in characters, not in UTF-16 units.
const lengthOf = (text) => [...text].length;
