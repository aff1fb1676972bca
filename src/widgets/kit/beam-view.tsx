/** A beam search step by step, as a tree of what was kept and the best of what was not; and the texts that it ended with. */
import { useMemo } from 'react';
import type { BeamStep } from '../../runtime/client.ts';
import { beamTree, wayTo } from '../../viz/beam-tree.ts';
import { generateMessages as words } from '../messages/generate.ts';
import { beamNodes, type FoundText } from './beam-nodes.ts';
import { useChart } from './use-chart.ts';

export interface BeamViewProps {
  readonly steps: readonly BeamStep[];
  readonly width: number;
  readonly vocabulary: readonly string[];
  readonly texts: readonly FoundText[];
  /** [step, candidate]; empty: the best at the end. */
  readonly node: readonly number[];
  readonly onChoose: (node: readonly number[]) => void;
}

export function BeamView({ steps, width, vocabulary, texts, node, onChoose }: BeamViewProps) {
  const nodes = useMemo(() => beamNodes(steps, width, vocabulary), [steps, width, vocabulary]);
  const [askedStep = nodes.length - 1, askedNode = 0] = node;
  const tree = useMemo(() => {
    const inside = askedStep >= 0 && askedNode < (nodes[askedStep]?.length ?? 0);
    return nodes.length > 0
      ? { steps: nodes, chosen: inside ? { row: askedStep, column: askedNode } : null }
      : null;
  }, [nodes, askedStep, askedNode]);
  const nodeRead = (row: number, column: number) => {
    const own = nodes[row]?.[column];
    const way = wayTo({ steps: nodes }, { row, column });
    const text = way.map((place) => nodes[place.row]?.[place.column]?.token ?? '').join(' ');
    return words.nodeRead(text, own?.probability ?? 0, own?.score ?? 0, own?.kept === true);
  };
  const host = useChart(beamTree, tree, {
    label: words.treeLabel,
    describe: nodeRead,
    onChoose: (row: number, column: number) => onChoose([row, column]),
  });
  return (
    <div className="generate-beams">
      <p className="control-label part-title">{words.treeTitle}</p>
      <div className="generate-tree" ref={host} />
      <p className="reach-cell">{tree?.chosen ? nodeRead(tree.chosen.row, tree.chosen.column) : ''}</p>
      <p className="control-label">{words.foundTitle}</p>
      <ol className="answer-others">
        {texts.map((found) => (
          <li key={found.text}>{words.found(found.text, found.logProbability)}</li>
        ))}
      </ol>
    </div>
  );
}
