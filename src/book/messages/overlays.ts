import { overlayMessages } from './en-overlays.ts';

/** What lies over the page, in the language of this build; apart from `index.ts`, so that a page need not fetch it. */
export { overlayMessages };
