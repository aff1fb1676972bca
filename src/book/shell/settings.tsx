import { useState } from 'react';
import { messages } from '../messages/index.ts';
import { textSizes, themes, useSettings } from '../reader/settings.ts';

const panelId = 'settings';
const saveMine = async () => (await import('../reader/mine.ts')).saveMine();
const eraseMine = async () => (await import('../reader/mine.ts')).eraseMine();

/** A native popover: it closes on Escape and on a click outside, and costs no script. */
export function SettingsButton() {
  const [forgotten, setForgotten] = useState(false);
  const { theme, textSize, shortcuts, change } = useSettings();
  const words = messages.settings;
  return (
    <>
      <button type="button" className="needs-script" popoverTarget={panelId}>
        {messages.shell.settings}
      </button>
      <div
        id={panelId}
        popover="auto"
        className="settings"
        role="dialog"
        aria-label={messages.shell.settings}
      >
        <Choices
          name="theme"
          legend={words.theme}
          values={themes}
          labels={words.themes}
          chosen={theme}
          onChoose={(value) => change({ theme: value })}
        />
        <Choices
          name="text-size"
          legend={words.textSize}
          values={textSizes}
          labels={words.textSizes}
          chosen={textSize}
          onChoose={(value) => change({ textSize: value })}
        />
        <label>
          <input
            type="checkbox"
            checked={shortcuts}
            onChange={(event) => change({ shortcuts: event.currentTarget.checked })}
          />
          {words.shortcuts}
        </label>
        <fieldset>
          <legend>{words.mine}</legend>
          <p>{words.mineSays}</p>
          <button type="button" className="text-button" onClick={() => void saveMine()}>
            {words.save}
          </button>
          <button
            type="button"
            className="text-button"
            onClick={() => {
              void eraseMine().then(() => setForgotten(true));
            }}
          >
            {words.forget}
          </button>
          <span role="status" className="settings-status">
            {forgotten ? words.forgotten : ''}
          </span>
        </fieldset>
      </div>
    </>
  );
}

interface ChoicesProps<Value extends string> {
  readonly name: string;
  readonly legend: string;
  readonly values: readonly Value[];
  readonly labels: Readonly<Record<Value, string>>;
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
}

function Choices<Value extends string>({
  name,
  legend,
  values,
  labels,
  chosen,
  onChoose,
}: ChoicesProps<Value>) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {values.map((value) => (
        <label key={value}>
          <input type="radio" name={name} checked={value === chosen} onChange={() => onChoose(value)} />
          {labels[value]}
        </label>
      ))}
    </fieldset>
  );
}
