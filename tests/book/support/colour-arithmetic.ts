/**
 * sRGB, WCAG contrast, how colours look to colour-blind readers (Brettel et al. 1997; Machado et al. 2009), and how far apart two
 * look (CIEDE2000). By each kind of blindness the worse of the two simulations counts.
 */
type Three = readonly [number, number, number];

const toLinear = (channel: number) =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;

export function linearOf(hex: string): Three {
  const channel = (from: number) => toLinear(Number.parseInt(hex.slice(from, from + 2), 16) / 255);
  return [channel(1), channel(3), channel(5)];
}

const luminance = (hex: string) => {
  const [red, green, blue] = linearOf(hex);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

type Matrix = readonly number[]; // [9], row after row

const apply = (matrix: Matrix, [x, y, z]: Three): Three => {
  const row = (at: number) => (matrix[at] ?? 0) * x + (matrix[at + 1] ?? 0) * y + (matrix[at + 2] ?? 0) * z;
  return [row(0), row(3), row(6)];
};
const clip = ([x, y, z]: Three): Three => {
  const within = (value: number) => Math.min(1, Math.max(0, value));
  return [within(x), within(y), within(z)];
};

export const blindness = ['protan', 'deutan', 'tritan'] as const;
type Blindness = (typeof blindness)[number];

/** Two half planes and the normal of the plane that parts them. */
const brettel: Readonly<
  Record<Blindness, { readonly over: Matrix; readonly under: Matrix; readonly normal: Three }>
> = {
  protan: {
    over: [0.1451, 1.20165, -0.34675, 0.10447, 0.85316, 0.04237, 0.00429, -0.00603, 1.00174],
    under: [0.14115, 1.16782, -0.30897, 0.10495, 0.8573, 0.03776, 0.00431, -0.00586, 1.00155],
    normal: [0.00048, 0.00416, -0.00464],
  },
  deutan: {
    over: [0.36198, 0.86755, -0.22953, 0.26099, 0.64512, 0.09389, -0.01975, 0.02686, 0.99289],
    under: [0.37009, 0.8854, -0.25549, 0.25767, 0.63782, 0.10451, -0.0195, 0.02741, 0.99209],
    normal: [-0.00293, -0.00645, 0.00938],
  },
  tritan: {
    over: [1.01354, 0.14268, -0.15622, -0.01181, 0.87561, 0.13619, 0.07707, 0.81208, 0.11085],
    under: [0.93337, 0.19999, -0.13336, 0.05809, 0.82565, 0.11626, -0.37923, 1.13825, 0.24098],
    normal: [0.0396, -0.02831, -0.01129],
  },
};

const machado: Readonly<Record<Blindness, Matrix>> = {
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

function byBrettel(colour: Three, kind: Blindness): Three {
  const { over, under, normal } = brettel[kind];
  const side = normal[0] * colour[0] + normal[1] * colour[1] + normal[2] * colour[2];
  return clip(apply(side >= 0 ? over : under, colour));
}

function lab([red, green, blue]: Three): Three {
  const x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047;
  const y = 0.2126729 * red + 0.7151522 * green + 0.072175 * blue;
  const z = (0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883;
  const root = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  return [116 * root(y) - 16, 500 * (root(x) - root(y)), 200 * (root(y) - root(z))];
}

/** CIEDE2000, after Sharma et al. 2005. */
export function difference([lightness1, a1, b1]: Three, [lightness2, a2, b2]: Three): number {
  const radian = Math.PI / 180;
  const meanChroma = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const grey = 0.5 * (1 - Math.sqrt(meanChroma ** 7 / (meanChroma ** 7 + 25 ** 7)));
  const [red1, red2] = [a1 * (1 + grey), a2 * (1 + grey)];
  const [chroma1, chroma2] = [Math.hypot(red1, b1), Math.hypot(red2, b2)];
  const hueOf = (b: number, a: number) => (a === 0 && b === 0 ? 0 : (Math.atan2(b, a) / radian + 360) % 360);
  const [hue1, hue2] = [hueOf(b1, red1), hueOf(b2, red2)];
  const coloured = chroma1 * chroma2 !== 0;
  let turn = coloured ? hue2 - hue1 : 0;
  if (turn > 180) turn -= 360;
  else if (turn < -180) turn += 360;
  const lightness = lightness2 - lightness1;
  const chroma = chroma2 - chroma1;
  const hue = 2 * Math.sqrt(chroma1 * chroma2) * Math.sin((turn / 2) * radian);
  const meanLightness = (lightness1 + lightness2) / 2;
  const middleChroma = (chroma1 + chroma2) / 2;
  let middleHue = hue1 + hue2;
  if (coloured) {
    if (Math.abs(hue1 - hue2) <= 180) middleHue /= 2;
    else middleHue = middleHue < 360 ? (middleHue + 360) / 2 : (middleHue - 360) / 2;
  }
  const cosine = (degrees: number) => Math.cos(degrees * radian);
  const weight =
    1 -
    0.17 * cosine(middleHue - 30) +
    0.24 * cosine(2 * middleHue) +
    0.32 * cosine(3 * middleHue + 6) -
    0.2 * cosine(4 * middleHue - 63);
  const scaleLightness = 1 + (0.015 * (meanLightness - 50) ** 2) / Math.sqrt(20 + (meanLightness - 50) ** 2);
  const scaleChroma = 1 + 0.045 * middleChroma;
  const scaleHue = 1 + 0.015 * middleChroma * weight;
  const rotation =
    -2 *
    Math.sqrt(middleChroma ** 7 / (middleChroma ** 7 + 25 ** 7)) *
    Math.sin(60 * Math.exp(-(((middleHue - 275) / 25) ** 2)) * radian);
  const [l, c, h] = [lightness / scaleLightness, chroma / scaleChroma, hue / scaleHue];
  return Math.sqrt(l ** 2 + c ** 2 + h ** 2 + rotation * c * h);
}

/** How a colour looks: to most readers, then by each blindness in both simulations. */
export function looksOf(hex: string): readonly (readonly Three[])[] {
  const colour = linearOf(hex);
  return [
    [lab(colour)],
    ...blindness.map((kind) => [lab(byBrettel(colour, kind)), lab(clip(apply(machado[kind], colour)))]),
  ];
}

/** The least distance of two colours over all kinds of sight. */
export function apart(one: string, other: string): number {
  const [looks, others] = [looksOf(one), looksOf(other)];
  return Math.min(
    ...looks.flatMap((sights, kind) =>
      sights.map((sight, simulation) => difference(sight, others[kind]?.[simulation] ?? sight)),
    ),
  );
}
