import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `npm ci` wants a line in package-lock.json for the binaries of every platform, also of those that it will not install. A registry
 * mirror that has only this platform's leaves the others out of a lock that is written through it; `npx tsx tests/support/complete-lock.ts`
 * adds them after an `npm install`. A test says when it is needed.
 */

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Lock {
  readonly packages: Record<string, LockedPackage>;
}

const file = join(import.meta.dirname, '../../package-lock.json');

/** What the lock lacks, as the entries that it should have. */
export function missingPlatforms(lock: Lock): Readonly<Record<string, LockedPackage>> {
  const missing: Record<string, LockedPackage> = {};
  for (const [parent, { optionalDependencies = {}, dev }] of Object.entries(lock.packages))
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const places = [`${parent}/node_modules/${name}`, `node_modules/${name}`];
      if (places.some((place) => place in lock.packages) || !/^\d+\.\d+\.\d+$/.test(version)) continue;
      missing[`node_modules/${name}`] = {
        version,
        ...(dev === true ? { dev } : {}),
        optional: true,
        ...platform(name),
      };
    }
  return missing;
}

/** These packages say in their names what they are for: `@rollup/rollup-linux-arm64-musl`. */
function platform(name: string): Pick<LockedPackage, 'os' | 'cpu' | 'libc'> {
  const words = name.split(/[/-]/);
  const one = (choices: readonly string[]) => choices.filter((choice) => words.includes(choice)).slice(0, 1);
  const os = one(['android', 'darwin', 'freebsd', 'linux', 'openbsd', 'openharmony', 'win32']);
  const cpu = one(['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64']);
  const libc = words.some((word) => word.startsWith('musl'))
    ? ['musl']
    : os.includes('linux')
      ? ['glibc']
      : [];
  return {
    ...(os.length > 0 ? { os } : {}),
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(libc.length > 0 ? { libc } : {}),
  };
}

export const readLock = (): Lock => JSON.parse(readFileSync(file, 'utf8')) as Lock;

if (process.argv[1] === import.meta.filename) {
  const lock = readLock();
  const missing = missingPlatforms(lock);
  const packages = Object.fromEntries(
    Object.entries({ ...lock.packages, ...missing }).sort(([one], [other]) => (one < other ? -1 : 1)),
  );
  writeFileSync(file, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
  console.log(`${Object.keys(missing).length} entries added`);
}
