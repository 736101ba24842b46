import { normalCdf } from "./normal-law.ts";

const nodes = [0.07652652113349734, 0.22778585114164507, 0.37370608871541955, 0.5108670019508271, 0.636053680726515, 0.7463319064601508, 0.8391169718222188, 0.912234428251326, 0.9639719272779138, 0.993128599185095];
const weights = [0.15275338713072628, 0.14917298647260424, 0.1420961093183824, 0.1316886384491769, 0.1181945319615186, 0.1019301198172407, 0.08327674157670471, 0.06267204833410879, 0.040601429800386446, 0.017614007139150893];

/** Owen's T(h, b) = (1/2π) ∫₀ᵇ exp(-h²(1 + u²)/2) / (1 + u²) du for all h and b, infinite ones included [Owen1956]. */
export function owensT(h: number, b: number): number {
  const size = Math.abs(b);
  const x = Math.abs(h);
  let value: number;
  if (size <= 1) value = integral(x, size);
  else {
    const bh = x === 0 ? 0 : x * size;
    const upper = normalCdf(-x);
    const upperScaled = normalCdf(-bh);
    value = 0.5 * (upper + upperScaled) - upper * upperScaled - integral(bh, 1 / size);
  }
  return b < 0 ? -value : value;
}

function integral(h: number, b: number): number {
  const end = Math.min(b, 9 / h);
  let sum = 0;
  for (let i = 0; i < nodes.length; i++) {
    const u = (end * (1 + nodes[i])) / 2;
    const v = (end * (1 - nodes[i])) / 2;
    sum += weights[i] * (Math.exp((-h * h * (1 + u * u)) / 2) / (1 + u * u) + Math.exp((-h * h * (1 + v * v)) / 2) / (1 + v * v));
  }
  return (sum * end) / 2 / (2 * Math.PI);
}
