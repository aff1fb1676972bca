/** How the cost of every token mixer grows with the text, counted and measured: `measures/growth.ts`, as claim C16 has it. */
import { architectures } from '../../src/models/architectures.ts';
import type { ModelConfig } from '../../src/models/config.ts';
import { countedMixer, growthSlope, timedMixer } from '../../src/training/measures/growth.ts';
import { cpuMilliseconds } from '../../src/training/measures/processor-time.ts';

const lengths = [1024, 2048, 4096];
const rounds = 8;
const bar = 0.25;
const sizes = { vocabulary: 8, context: 4096, width: 64, layers: 1, heads: 4, window: 64, attentionEvery: 2 };

const rows: Readonly<Record<string, ModelConfig>> = {
  attention: architectures.llama.config(sizes),
  'window attention': architectures.mistral.config(sizes),
  'linear attention': architectures['linear-attention'].config(sizes),
  mamba: architectures.mamba.config(sizes),
  hyena: architectures.hyena.config(sizes),
};

export function printGrowth(): void {
  console.log(
    `\ngrowth of a token mixer from ${lengths[0]} to ${lengths.at(-1)} tokens: slope counted, measured, within ${bar}, ms at each length`,
  );
  for (const [name, model] of Object.entries(rows)) {
    const operations = growthSlope(
      lengths,
      lengths.map((length) => countedMixer(model, length).all),
    );
    const times = timedMixer(model, lengths, { rounds, seed: 1, clock: cpuMilliseconds });
    const found = growthSlope(lengths, times);
    console.log(
      `  ${operations.toFixed(2)}  ${found.toFixed(2)}  ${Math.abs(found - operations) <= bar ? 'holds' : 'OVER '}  ${name.padEnd(16)}  ${times.map((ms) => ms.toFixed(1)).join(', ')}`,
    );
  }
}
