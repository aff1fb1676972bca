/** What the stage knows of a beat before it shows it; `build/beats.ts` writes it. */
export interface BeatFacts {
  readonly title: string;
  /** The widget that the wall shows. */
  readonly figure: string | null;
  /** `layer:2~head:4`: what the figure is set to. null: it stays as it is. */
  readonly state: string | null;
  /** The room is asked; its hands are counted. */
  readonly poll: boolean;
  /** The speaker has something to say. */
  readonly notes: boolean;
}
