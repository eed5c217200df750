// A customer who stands in the shop: found by a phone that they prove with a code.

const TROUBLES = {
  bad_phone: 'lookupBad',
  code_wrong: 'lookupWrong',
  bad_code: 'lookupWrong',
  code_over: 'lookupOver',
  codes_unavailable: 'lookupOff',
  too_many_codes: 'lookupMany',
};

function lookUp() {
  const phone = el('input', { type: 'tel', dir: 'ltr', autocomplete: 'off', inputMode: 'tel' });
  const code = el('input', {
    type: 'text',
    dir: 'ltr',
    autocomplete: 'off',
    inputMode: 'numeric',
    maxLength: 12,
  });
  // The message is for the customer to read, whatever the associate reads.
  const language = choiceOf(
    say('lookupLanguage'),
    LANGUAGES.map((value) => ({ value, label: sayCode('lang', value) })),
    { name: 'lookup-language', chosen: speech.lang },
  );
  const second = labelled(say('lookupCode'), code);
  second.hidden = true;
  const found = el('div', { class: 'found', role: 'region', 'aria-label': say('panel'), hidden: true });
  const body = el(
    'div',
    { class: 'body' },
    el('p', { class: 'hint' }, say('lookupHint')),
    labelled(say('lookupPhone'), phone),
    language,
    second,
    found,
  );
  const button = () => root.querySelector('.go');

  async function begin() {
    await post('lookup', { phone: phone.value.trim(), language: takenOf(language, 'lookup-language') });
    second.hidden = false;
    language.hidden = true;
    phone.readOnly = true;
    button().textContent = say('lookupCheck');
    code.focus();
  }

  async function check() {
    const { panel } = await post('lookup/check', {
      phone: phone.value.trim(),
      code: code.value.trim(),
    });
    const row = { customer: { ...panel.customer, name: null } };
    found.replaceChildren(
      ...[part(say('who'), customerOf(row, panel)), ...profileOf(panel)].filter(Boolean),
    );
    found.hidden = false;
    second.hidden = true;
    button().hidden = true;
  }

  const root = ask({
    title: say('lookup'),
    body,
    submit: say('lookupSend'),
    wide: true,
    work: async (complain) => {
      try {
        await (second.hidden ? begin() : check());
      } catch (error) {
        const known = error instanceof Refused ? TROUBLES[error.code] : null;
        if (!known) throw error;
        complain(say(known));
      }
      return false;
    },
  });
}
