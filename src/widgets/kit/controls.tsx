/** Controls made from the metadata of what they move: label, bounds, step and choices come from the state's field. */
import { type CSSProperties, memo, type ReactNode, useId } from 'react';
import { formatDecimals } from '../../viz/numbers.ts';
import {
  type ChoiceState,
  decimalsOf,
  type FlagState,
  type NumberState,
  type TextState,
} from './url-state.ts';
import { useSteady } from './use-steady.ts';

interface ControlProps<Value> {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly disabled?: boolean;
  readonly className?: string;
}

const joined = (...names: readonly (string | undefined)[]) => names.filter(Boolean).join(' ');

export interface SliderProps extends ControlProps<number> {
  readonly field: NumberState;
  /** How the value reads; by default with the step's decimals. */
  readonly format?: (value: number) => string;
}

export function Slider({ field, value, onChange, disabled, className, format }: SliderProps) {
  const id = useId();
  const shown = format?.(value) ?? formatDecimals(value, decimalsOf(field.step));
  const filled = (100 * (value - field.minimum)) / (field.maximum - field.minimum);
  return (
    <div className={joined('control slider', className)}>
      <label className="control-label" htmlFor={id}>
        {field.label}
      </label>
      <output htmlFor={id}>{shown}</output>
      <input
        id={id}
        type="range"
        min={field.minimum}
        max={field.maximum}
        step={field.step}
        value={value}
        disabled={disabled}
        aria-valuetext={shown}
        style={{ '--filled': `${filled}%` } as CSSProperties}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}

/**
 * An input of a kind that is on or off. React writes name and type of each input that it renders, and every such write costs the
 * browser a look at the styles: at a slider's step those of the other controls are not rendered.
 */
const Tick = memo(function Tick(props: {
  readonly id: string;
  readonly type: 'radio' | 'checkbox';
  readonly checked: boolean;
  readonly disabled?: boolean | undefined;
  readonly name?: string;
  readonly value?: string;
  readonly onTick: (value: string, checked: boolean) => void;
}) {
  const { onTick, ...input } = props;
  return (
    <input {...input} onChange={({ currentTarget }) => onTick(currentTarget.value, currentTarget.checked)} />
  );
});

export interface SegmentsProps<Choice extends string> extends ControlProps<Choice> {
  readonly field: Pick<ChoiceState<Choice>, 'label' | 'choices'>;
  readonly name?: (choice: Choice) => ReactNode;
}

export function Segments<Choice extends string>(props: SegmentsProps<Choice>) {
  const { field, value, onChange, disabled, className, name } = props;
  const group = useId();
  const choose = useSteady((choice: string) => onChange(choice as Choice));
  return (
    <fieldset className={joined('control', className)} disabled={disabled}>
      <legend className="control-label">{field.label}</legend>
      <div className="segments">
        {field.choices.map((choice, index) => {
          const id = `${group}${index}`;
          return (
            <label key={choice} className="segment" htmlFor={id}>
              <Tick
                id={id}
                type="radio"
                name={group}
                value={choice}
                checked={choice === value}
                onTick={choose}
              />
              <span>{name ? name(choice) : choice}</span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}

export interface PickerProps<Choice extends string> extends ControlProps<Choice> {
  readonly field: Pick<ChoiceState<Choice>, 'label' | 'choices'>;
  readonly name?: (choice: Choice) => string;
}

/** One of many: a list that opens, where there are too many for segments. */
export function Picker<Choice extends string>(props: PickerProps<Choice>) {
  const { field, value, onChange, disabled, className, name } = props;
  const id = useId();
  return (
    <div className={joined('control', className)}>
      <label className="control-label" htmlFor={id}>
        {field.label}
      </label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.value as Choice)}
      >
        {field.choices.map((choice) => (
          <option key={choice} value={choice}>
            {name ? name(choice) : choice}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A head's number with its square in the head's hue. */
export function HeadName({ head }: { readonly head: number }) {
  return (
    <>
      <span className="head-swatch" style={{ background: `var(--head-${((head - 1) % 8) + 1})` }} />
      {head}
    </>
  );
}

export interface TextFieldProps extends ControlProps<string> {
  readonly field: Pick<TextState, 'label'>;
  readonly placeholder?: string;
}

export function TextField({ field, value, onChange, disabled, className, placeholder }: TextFieldProps) {
  const id = useId();
  return (
    <div className={joined('control text-control', className)}>
      <label className="control-label" htmlFor={id}>
        {field.label}
      </label>
      <div className="text-grow" data-value={value}>
        <textarea
          id={id}
          rows={1}
          dir="auto"
          value={value}
          disabled={disabled}
          placeholder={placeholder}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      </div>
    </div>
  );
}

export interface ToggleProps extends ControlProps<boolean> {
  readonly field: Pick<FlagState, 'label'>;
}

export function Toggle({ field, value, onChange, disabled, className }: ToggleProps) {
  const id = useId();
  const tick = useSteady((_: string, checked: boolean) => onChange(checked));
  return (
    <label className={joined('control toggle', className)} htmlFor={id}>
      <Tick id={id} type="checkbox" checked={value} disabled={disabled} onTick={tick} />
      <span>{field.label}</span>
    </label>
  );
}

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  /** The one red button of a figure. */
  readonly primary?: boolean;
  readonly disabled?: boolean;
}

export function Button({ children, onPress, primary, disabled }: ButtonProps) {
  return (
    <button
      type="button"
      className={primary ? 'button is-primary' : 'button'}
      disabled={disabled}
      onClick={onPress}
    >
      {children}
    </button>
  );
}
