/** Texts to begin with: each is a button that puts it into the field. */
export interface ExamplesProps {
  readonly label: string;
  readonly examples: readonly string[];
  readonly onChoose: (example: string) => void;
}

export function Examples({ label, examples, onChoose }: ExamplesProps) {
  return (
    <div className="control wide examples">
      <span className="control-label">{label}</span>
      {examples.map((example) => (
        <button key={example} type="button" className="text-button" onClick={() => onChoose(example)}>
          {example}
        </button>
      ))}
    </div>
  );
}
