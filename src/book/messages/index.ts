import { messages } from './en.ts';

/** The shell's words in the language of this build. A second language adds its file here and a folder in `content/`. */
export { messages };
