// What was written and is not with the server yet. Each is sent with the same id until an
// answer comes, in the order in which it was written, also after the page was loaded anew.

const OUTBOX = 'outbox';

function createOutbox({ sent, refused, changed }) {
  let entries = kept.read(OUTBOX) ?? [];
  const busy = new Set();
  const timers = new Map();

  function save() {
    kept.write(OUTBOX, entries.length ? entries : null);
  }

  function drop(id) {
    entries = entries.filter((entry) => entry.id !== id);
    save();
  }

  async function work(number) {
    if (busy.has(number)) return;
    const entry = entries.find((each) => each.number === number && !each.seq);
    if (!entry) return;
    busy.add(number);
    clearTimeout(timers.get(number));
    try {
      const where = entry.kind === 'note' ? 'notes' : 'messages';
      const body = { id: entry.id, text: entry.text };
      if (entry.kind === 'reply') body.epoch = entry.epoch;
      if (entry.files.length) body.files = entry.files.map(({ id }) => id);
      const { seq } = await post(`handoffs/${number}/${where}`, body);
      entry.seq = seq;
      entry.trouble = false;
      save();
      changed(number);
      sent(entry);
    } catch (error) {
      if (error instanceof Refused && (error.passes || error.status === 401)) {
        later(entry);
      } else {
        // Whatever else waits for the same conversation would be refused as well.
        const lost = entries.filter(
          (each) => each.number === number && each.kind === entry.kind && !each.seq,
        );
        for (const each of lost) drop(each.id);
        changed(number);
        refused(entry, lost, error);
      }
    } finally {
      busy.delete(number);
    }
    if (!entry.trouble) work(number);
  }

  function later(entry) {
    entry.tries = (entry.tries ?? 0) + 1;
    entry.trouble = true;
    save();
    changed(entry.number);
    timers.set(
      entry.number,
      setTimeout(() => {
        entry.trouble = false;
        work(entry.number);
      }, backOff(entry.tries, 15000)),
    );
  }

  // The connection is back: nobody needs to wait for the next try.
  function now() {
    for (const entry of entries) entry.trouble = false;
    for (const number of new Set(entries.map((entry) => entry.number))) work(number);
  }

  return {
    now,
    of: (number) => entries.filter((entry) => entry.number === number),
    put(entry) {
      entries.push({ ...entry, id: uuid(), at: clock.now() });
      save();
      changed(entry.number);
      work(entry.number);
    },
    // It stands in the thread now.
    arrived(number, message) {
      if (message.id) drop(message.id);
    },
  };
}
