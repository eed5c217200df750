// The desk's words by language; `say` of the widget's parts reads them here.

const WORDS = { fa: WORDS_FA, ar: WORDS_AR, en: WORDS_EN };
const LANGUAGES = ['fa', 'ar', 'en'];

speech.lang = document.documentElement.lang in WORDS ? document.documentElement.lang : 'en';

// The word for a code of the server's; a code that has none yet stands for itself.
function sayCode(kind, code, values) {
  const key = `${kind}_${code}`;
  return key in WORDS[speech.lang] ? say(key, values) : String(code ?? '').replace(/^action_|_/g, ' ').trim();
}

// Of names by language the one that fits; texts stand for themselves.
function nameOf(names, lang = speech.lang) {
  if (!names || typeof names === 'string') return names || '';
  return names[lang] ?? names.en ?? Object.values(names)[0] ?? '';
}

// A way of writing as one of the three languages.
const plainLanguage = (lang) => (lang in WORDS ? lang : lang === 'fa-Latn' ? 'fa' : 'en');
