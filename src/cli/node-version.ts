/** A sentence on why a version of Node cannot run this package, or undefined when it can; `required` is `>=major.minor`. */
export function nodeProblem(version: string, required: string): string | undefined {
  const [major = 0, minor = 0] = numbersOf(version);
  const [leastMajor = 0, leastMinor = 0] = numbersOf(required);
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return undefined;
  return `expected Node ${leastMajor}.${leastMinor} or newer, got ${version}; update it, or use the one in node_modules/.bin of a clone after npm ci`;
}

function numbersOf(version: string): number[] {
  return (version.match(/\d+/g) ?? []).map(Number);
}
