// Colours from the shop's own, always with enough contrast; theme, side and screen height.

function channels(hex) {
  const full = hex.replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3');
  const match = /^#(..)(..)(..)$/.exec(full);
  return match ? match.slice(1).map((part) => parseInt(part, 16)) : null;
}

function luminance(rgb) {
  const [r, g, b] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const mix = (one, other, share) =>
  one.map((value, place) => Math.round(value + (other[place] - value) * share));

const css = (rgb) => `rgb(${rgb.join(' ')})`;

// `colour` moved towards `target` until it reads on `ground`.
function readable(colour, ground, target, wanted = 4.5) {
  let result = colour;
  for (let share = 0; share <= 1 && contrast(result, ground) < wanted; share += 0.05) {
    result = mix(colour, target, share);
  }
  return result;
}

const WHITE = [255, 255, 255];
const BLACK = [12, 14, 18];
const NIGHT = [21, 24, 30];
// Bubbles (--soft), on which the accent's ink must read too.
const SOFT = { light: [242, 244, 247], dark: [36, 41, 51] };

function coloursOf(accent, dark) {
  const base = channels(accent ?? '') ?? channels('#0f6b62');
  const ground = dark ? NIGHT : WHITE;
  // On the dark ground a dark accent would sink.
  const fill = dark ? readable(base, ground, WHITE, 2.6) : base;
  const onFill = contrast(fill, WHITE) >= 4.5 ? WHITE : BLACK;
  const soft = mix(ground, base, dark ? 0.22 : 0.09);
  const ink = [ground, soft, SOFT[dark ? 'dark' : 'light']].reduce(
    (colour, below) => readable(colour, below, dark ? WHITE : BLACK),
    base,
  );
  const sure = onFill === WHITE ? fill : readable(fill, BLACK, WHITE);
  return {
    '--accent': css(sure),
    '--on-accent': css(onFill),
    '--accent-ink': css(ink),
    '--accent-soft': css(soft),
    '--accent-line': css(mix(ground, base, dark ? 0.45 : 0.3)),
  };
}

function createLook(root, { theme }) {
  const night = matchMedia('(prefers-color-scheme: dark)');
  let accent = null;

  function apply() {
    const chosen = theme();
    const dark = chosen === 'dark' || (chosen !== 'light' && night.matches);
    root.dataset.theme = dark ? 'dark' : 'light';
    for (const [name, value] of Object.entries(coloursOf(accent, dark))) {
      root.style.setProperty(name, value);
    }
  }

  // The height that the on-screen keyboard leaves.
  const screen = window.visualViewport;
  function fit() {
    root.style.setProperty('--height', `${screen.height}px`);
    root.style.setProperty('--top', `${screen.offsetTop}px`);
  }
  if (screen) {
    screen.addEventListener('resize', fit);
    screen.addEventListener('scroll', fit);
    fit();
  }
  night.addEventListener('change', apply);
  apply();
  return {
    apply,
    paint(colour) {
      accent = colour;
      apply();
    },
  };
}
