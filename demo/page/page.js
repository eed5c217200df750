'use strict';

// The demo shop's page. Its account is a stand-in for a real shop's: one chooses whom to
// be, and the page's server signs a token for the chat as a shop's server would.

(() => {
  const NUMBERS = { fa: 'fa-IR', ar: 'ar-u-nu-arab', en: 'en' };
  const find = (selector) => document.querySelector(selector);

  let lang = kept('lang') ?? document.documentElement.lang;
  let customer = kept('customer'); // { id, name } or null for a guest
  let people = [];
  let shop = {};

  function kept(name) {
    try {
      return JSON.parse(localStorage.getItem(`niksara:${name}`));
    } catch {
      return null;
    }
  }

  function keep(name, value) {
    try {
      if (value === null) localStorage.removeItem(`niksara:${name}`);
      else localStorage.setItem(`niksara:${name}`, JSON.stringify(value));
    } catch {
      // Without storage the page forgets on reload, nothing worse.
    }
  }

  const say = (key) => window.demoWords[lang][key];

  // In the page's digits: order numbers are plain numbers here.
  const sayNumber = (number, options = { useGrouping: false }) =>
    new Intl.NumberFormat(NUMBERS[lang], options).format(number);

  function make(tag, props = {}, ...children) {
    const node = Object.assign(document.createElement(tag), props);
    node.append(...children);
    return node;
  }

  // -- who is here -------------------------------------------------------------------

  async function getToken() {
    if (!customer) return null;
    const response = await fetch('/demo/token', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ customer: customer.id }),
    });
    if (!response.ok) throw new Error(`no token: ${response.status}`);
    return (await response.json()).customer_token;
  }

  window.hamyarSettings = { getToken, lang };

  function become(next) {
    customer = next;
    keep('customer', next);
    render();
  }

  async function signIn(next) {
    become({ id: next.id, name: next.name });
    window.Hamyar.open();
    await window.Hamyar.signIn();
  }

  async function signOut() {
    become(null);
    await window.Hamyar.signOut();
  }

  // -- what is seen ------------------------------------------------------------------

  function personRow(person) {
    const chosen = (person?.id ?? null) === (customer?.id ?? null);
    const name = person ? person.name : say('stranger');
    const mark = person ? [...name][0] : lang === 'en' ? '?' : '؟';
    const about = make('span', { className: 'about' });
    if (person) {
      about.append(make('span', { className: 'spoken' }, `${say('orders')} `));
      person.open_orders.forEach((number, place) => {
        about.append(place ? ' · ' : '', make('bdi', { dir: 'ltr' }, sayNumber(number)));
      });
    } else about.append(say('strangerHint'));
    const button = make(
      'button',
      { type: 'button', className: person ? 'person' : 'person guest' },
      make('span', { className: 'face', ariaHidden: 'true' }, mark),
      make('span', { className: 'who' }, make('bdi', {}, name), about),
    );
    button.setAttribute('aria-pressed', String(chosen));
    button.addEventListener('click', () => {
      if (!chosen) (person ? signIn(person) : signOut());
    });
    return make('li', {}, button);
  }

  function exampleRow({ lang: language, text }) {
    const button = make('button', { type: 'button', dir: 'auto', lang: language }, text);
    button.addEventListener('click', () => window.Hamyar.open(text));
    return make('li', {}, button);
  }

  function productRow(product) {
    const price = sayNumber(product.price, {});
    return make(
      'li',
      {},
      make('img', {
        src: `/demo/page/pictures/${product.picture}.svg`,
        alt: '',
        width: 240,
        height: 180,
        loading: 'lazy',
      }),
      make('h3', {}, product[lang]),
      make('p', {}, make('bdi', {}, price), ` ${say('toman')}`),
    );
  }

  function renderAccount() {
    const account = find('[data-account]');
    if (!customer) {
      account.replaceChildren(make('span', {}, say('stranger')));
      return;
    }
    const leave = make('button', { type: 'button' }, say('signOut'));
    leave.addEventListener('click', signOut);
    account.replaceChildren(make('bdi', {}, customer.name), leave);
  }

  // -- the telephone that the demo has in place of a real one --------------------------

  const NUMBERS_SHOWN = 2;

  function renderByCode() {
    const hint = find('[data-by-code]');
    hint.hidden = people.length === 0;
    const numbers = people.slice(0, NUMBERS_SHOWN).flatMap(({ phone }, place) => {
      const number = phone
        .replace(/^\+98(\d{3})(\d{3})/, '0$1 $2 ')
        .replace(/\d/g, (digit) => sayNumber(Number(digit)));
      return [place ? ` ${say('or')} ` : ' ', make('bdi', { dir: 'ltr' }, number)];
    });
    hint.replaceChildren(say('byCode'), ...numbers);
  }

  // -- the carriers, whose work one may do here ---------------------------------------

  async function readPeople() {
    people = await (await fetch('/demo/customers')).json();
    render();
  }

  async function moveOn(order) {
    const response = await fetch('/demo/parcel', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ customer: customer.id, order }),
    });
    if (!response.ok) return;
    const { status } = await response.json();
    const words = { number: sayNumber(order), status: say('status')[status] };
    ring(say('moved').replace(/{(\w+)}/g, (_, key) => words[key]));
    if (status === 'delivered') await readPeople();
  }

  function renderParcels() {
    const own = people.find(({ id }) => String(id) === String(customer?.id));
    const parcels = find('[data-parcels]');
    parcels.hidden = !own;
    if (!own) return;
    const buttons = own.open_orders.map((order) => {
      const number = make('bdi', { dir: 'ltr' }, sayNumber(order));
      const button = make('button', { type: 'button' }, number);
      button.addEventListener('click', () => moveOn(order));
      return button;
    });
    parcels.replaceChildren(
      make('h3', {}, say('parcels')),
      make('p', {}, say('parcelsHint')),
      ...buttons,
    );
  }

  function ring(text, to = '') {
    const close = make('button', { type: 'button', ariaLabel: say('close') }, '×');
    const sms = find('[data-sms]');
    close.addEventListener('click', () => (sms.hidden = true));
    const head = to ? [make('b', {}, `${say('sms')} `, make('bdi', { dir: 'ltr' }, to))] : [];
    sms.replaceChildren(...head, make('p', { dir: 'auto' }, text), close);
    sms.hidden = false;
  }

  // A code was asked for in the chat: it goes nowhere but to this page. To a contact that
  // no customer has nothing is sent at all.
  async function showCode() {
    const asked = performance.now();
    for (const pause of [150, 400, 800, 1500]) {
      await new Promise((done) => setTimeout(done, pause));
      const response = await fetch('/demo/code');
      const { contact, text, age } = response.ok ? await response.json() : {};
      // Not an earlier one: it was made while the chat waited for the answer, or after.
      if (age * 1000 < performance.now() - asked + 1500) {
        ring(text, contact);
        return;
      }
    }
    ring(say('noSms'));
  }

  // A code that people of the shop have asked for, to look a customer up at the desk. It
  // shows where that customer is at the page, and on a guest's.
  const TOLD_EVERY_MS = 3000;
  const TOLD_SECONDS = 120;
  let toldLast = '';

  async function showTold() {
    if (document.hidden) return;
    const response = await fetch('/demo/code?told').catch(() => null);
    if (response?.status !== 200) return;
    const { contact, text, age } = await response.json();
    const own = customer && people.find(({ id }) => String(id) === String(customer.id))?.phone;
    if (age > TOLD_SECONDS || text === toldLast || (customer && own !== contact)) return;
    toldLast = text;
    ring(text, contact);
  }

  function render() {
    document.documentElement.lang = lang;
    document.documentElement.dir = lang === 'en' ? 'ltr' : 'rtl';
    const name = shop.name?.[lang];
    if (name) {
      document.title = name;
      find('[data-shop]').textContent = name;
    }
    for (const node of document.querySelectorAll('[data-say]')) {
      node.textContent = say(node.dataset.say);
    }
    const languages = find('.languages');
    languages.setAttribute('aria-label', say('languages'));
    for (const button of languages.children) {
      button.setAttribute('aria-pressed', String(button.dataset.lang === lang));
    }
    renderAccount();
    renderByCode();
    renderParcels();
    find('[data-examples]').replaceChildren(...window.demoExamples.map(exampleRow));
    find('[data-shelf]').replaceChildren(...window.demoShelf.map(productRow));
    find('[data-people]').replaceChildren(...[null, ...people].map(personRow));
  }

  find('.languages').addEventListener('click', ({ target }) => {
    if (!target.dataset.lang) return;
    lang = target.dataset.lang;
    keep('lang', lang);
    render();
    window.Hamyar?.configure({ lang });
  });

  // Another tab of the shop signed in or out, or the chat's own menu did.
  window.addEventListener('storage', ({ key }) => {
    if (key !== 'niksara:customer') return;
    customer = kept('customer');
    render();
  });
  window.addEventListener('DOMContentLoaded', () => {
    window.Hamyar.on('signedout', () => customer && become(null));
    window.Hamyar.on('code', showCode);
    setInterval(showTold, TOLD_EVERY_MS);
    window.Hamyar.on('signedin', () => (find('[data-sms]').hidden = true));
  });

  render();
  fetch('/widget.json')
    .then((response) => response.json())
    .then((settings) => {
      shop = settings;
      render();
    });
  readPeople()
    .catch(() => find('[data-people]').append(make('li', {}, say('failed'))))
    .finally(() => find('[data-people]').removeAttribute('aria-busy'));
})();
