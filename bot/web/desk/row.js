// One conversation in a list: who, what they want, how long they wait, by when.

// Whose name is still being looked up is no stranger.
const personOf = (row) => row.customer?.name || say(row.customer?.proven ? 'who' : 'guest');

// In one line what it is about, and the language it is in; a customer's own words tell that
// by themselves.
function lineOf(row) {
  if (row.wish?.words) return [row.wish.words, null];
  return row.last?.text ? lastOf(row.last) : [sayCode('reason', row.reason), speech.lang];
}

const lastOf = ({ text, author, lang }) => [text, author === 'customer' ? null : lang];

// How and when they proved who they are; empty where it is not proven.
function proofOf({ customer }) {
  if (!customer?.proven || !customer.proven_at) return '';
  const at = new Date(customer.proven_at);
  const time = sayDay(at) === say('today') ? sayTime(at) : sayMoment(at);
  return sayCode('provenBy', customer.proven_by, { time });
}

// Whether it is proven who they are, and how, for whoever asks for it.
function provenTag(row, ...before) {
  const isProven = Boolean(row.customer?.proven);
  return el(
    'span',
    { class: isProven ? 'tag good' : 'tag', title: proofOf(row) },
    isProven ? before : null,
    say(isProven ? 'proven' : 'notProven'),
  );
}

function tagOf(text, kind, hint) {
  return el('span', { class: `tag ${kind}`, title: hint }, text);
}

function rowOf(open) {
  const name = el('bdi', { class: 'name' });
  const dot = el('i', { class: 'unread', hidden: true });
  const unread = el('span', { class: 'sr' });
  const wait = el('span', { class: 'wait' });
  const line = el('span', { class: 'line', dir: 'auto' });
  const tags = el('span', { class: 'tags' });
  const promise = el('span', { class: 'promise', hidden: true });
  const foot = el('span', { class: 'foot' }, tags, promise);
  const button = el(
    'button',
    { type: 'button', class: 'item' },
    el('span', { class: 'head' }, dot, unread, name, wait),
    line,
    foot,
  );
  const root = el('li', {}, button);
  let row = null;
  let shape = '';
  button.addEventListener('click', () => open(row.number));

  function tick() {
    if (!row) return;
    const since = row.state === 'ended' ? row.ended_at : row.requested_at;
    if (row.state === 'waiting') {
      const time = sayRunning(clock.now() - Date.parse(since));
      wait.textContent = time;
      wait.title = say('waited', { time });
    } else {
      const at = new Date(row.last?.at ?? since);
      wait.textContent = Number.isNaN(+at) ? '' : sayTime(at);
      wait.title = sayMoment(at);
    }
    const found = promiseOf(row);
    promise.hidden = !found;
    button.classList.toggle('near', found?.state === 'near');
    button.classList.toggle('late', found?.state === 'late');
    if (!found) return;
    promise.className = `promise ${found.state}`;
    const text = say(found.state === 'late' ? 'late' : 'dueIn', {
      time: sayRunning(Math.abs(found.left)),
    });
    if (!promise.firstChild) promise.append(icon('clock'), '');
    promise.lastChild.textContent = text;
  }

  function update(next, { isOpen, isUnread, said }) {
    row = next;
    button.dataset.number = row.number;
    button.classList.toggle('open', isOpen);
    if (isOpen) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
    dot.hidden = !isUnread;
    unread.textContent = isUnread ? `${say('unread', { n: '' }).replace(/[:\s]+$/, '')} ` : '';
    const made = JSON.stringify([row, said, speech.lang]);
    if (made !== shape) {
      shape = made;
      name.textContent = personOf(row);
      // Of what has ended the outcome tells more than the bot's last question.
      const told = row.state === 'ended' && row.outcome?.words;
      const own = row.mine && row.last;
      const whole = said || told;
      const [text, lang] = whole ? [whole, null] : own && row.last.text ? lastOf(row.last) : lineOf(row);
      line.textContent = text;
      line.dir = directionOf(text, lang);
      tags.replaceChildren(
        ...[
          row.priority > 0 && row.state === 'waiting'
            ? el('span', { class: 'tag hot' }, icon('flame'), say('urgent'))
            : null,
          row.promised_by_me && row.state !== 'ended'
            ? tagOf(say('promisedByMe'), 'why owed', say('promisedByMeHint'))
            : null,
          row.missed > 0 && row.state !== 'ended'
            ? tagOf(say('missedPromise', { n: sayNumber(row.missed) }), 'hot missed', say('missedPromiseHint'))
            : null,
          tagOf(sayCode('lang', row.language), 'lang'),
          row.state === 'held' && !row.mine && row.agent
            ? tagOf(say('with', { name: nameOf(row.agent.name) }), 'held')
            : null,
          row.state === 'ended' && row.outcome
            ? tagOf(sayCode('settled', row.outcome.settled ?? row.outcome), 'over')
            : null,
          row.promise && row.promise.state !== 'kept' && row.outcome?.due
            ? tagOf(say('promisedDay', { date: sayDate(row.outcome.due) }), 'why')
            : null,
          row.promise?.state === 'late' || row.promise?.state === 'today'
            ? tagOf(sayCode('promise', row.promise.state), row.promise.state === 'late' ? 'hot' : 'why')
            : null,
          row.mine || row.state === 'ended' ? null : tagOf(sayCode('reason', row.reason), 'why'),
          row.skill ? tagOf(row.skill, 'skill') : null,
        ].filter(Boolean),
      );
    }
    tick();
  }
  return { root, button, update, tick };
}
