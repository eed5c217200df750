// Telling an agent who looks elsewhere: the browser's notification, a sound, the title.

const ALERTS = 'hamyar-desk-alerts';

function createNotices(store) {
  let on = false;
  let sound = null;
  let missed = new Set(); // what came into the queue or was given while nobody looked
  const plain = document.title;

  try {
    on = localStorage.getItem(ALERTS) === 'on';
  } catch {
    // Storage may be forbidden.
  }

  // Browsers let a page make sounds only after somebody has touched it.
  function wakeSound() {
    if (!on) return;
    sound ??= new AudioContext();
    if (sound.state === 'suspended') sound.resume();
  }
  for (const name of ['pointerdown', 'keydown']) {
    document.addEventListener(name, wakeSound, { passive: true });
  }

  // Two soft tones, the second one higher.
  function ring() {
    if (!on || sound?.state !== 'running') return;
    [660, 880].forEach((pitch, place) => {
      const start = sound.currentTime + place * 0.14;
      const tone = sound.createOscillator();
      const volume = sound.createGain();
      tone.type = 'sine';
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, start);
      volume.gain.exponentialRampToValueAtTime(0.18, start + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.32);
      tone.connect(volume).connect(sound.destination);
      tone.start(start);
      tone.stop(start + 0.34);
    });
  }

  function tell(title, body, number) {
    ring();
    if (!on || !document.hidden) return;
    if (!('Notification' in window) || Notification.permission !== 'granted') return;
    try {
      const shown = new Notification(title, {
        body,
        tag: `hamyar-${number}`,
        lang: speech.lang,
        dir: isRtl(speech.lang) ? 'rtl' : 'ltr',
      });
      shown.onclick = () => {
        window.focus();
        location.hash = `n${number}`;
        shown.close();
      };
    } catch {
      // Some phones allow notifications only to service workers.
    }
  }

  function title() {
    const unread = store.lists.mine.filter(store.isUnread).map(({ number }) => number);
    const count = new Set([...unread, ...missed]).size;
    document.title = count ? `(${sayNumber(count)}) ${plain}` : plain;
  }

  store.on('waits', (rows) => {
    if (document.hidden) for (const { number } of rows) missed.add(number);
    const [first] = rows;
    tell(say('newInQueue', { name: personOf(first) }), lineOf(first)[0], first.number);
    title();
  });
  store.on('given', (rows) => {
    for (const row of rows) {
      const words = say('givenToYou', { name: personOf(row) });
      if (document.hidden) missed.add(row.number);
      else toast(words);
      tell(words, lineOf(row)[0], row.number);
    }
    title();
  });
  store.on('lists', title);
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    missed = new Set();
    title();
  });

  return {
    isOn: () => on,
    heard(row, message) {
      tell(say('newFrom', { name: personOf(row) }), message.text.slice(0, 140), row.number);
      title();
    },
    async toggle() {
      on = !on;
      try {
        localStorage.setItem(ALERTS, on ? 'on' : 'off');
      } catch {
        // Then it holds for this page alone.
      }
      if (!on) {
        toast(say('alertsAreOff'));
        return;
      }
      wakeSound();
      const allowed =
        'Notification' in window && (await Notification.requestPermission()) === 'granted';
      toast(say(allowed ? 'alertsAreOn' : 'alertsDenied'), { trouble: !allowed });
      ring();
    },
  };
}
