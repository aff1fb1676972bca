/** A figure on the whole screen in the projector's type; where the browser allows no full screen, over the page. */
import { type RefObject, useCallback, useEffect, useState } from 'react';

/** Sent to a figure from outside of it: by the page's key for presenting. */
export const presentEvent = 'book:present';

export function usePresent(figure: RefObject<HTMLElement | null>): {
  readonly presented: boolean;
  toggle(): void;
} {
  const [presented, setPresented] = useState(false);

  const toggle = useCallback(() => {
    const element = figure.current;
    if (!element) return;
    if (presented) {
      if (document.fullscreenElement === element) void document.exitFullscreen();
      setPresented(false);
      return;
    }
    setPresented(true);
    // Refused (a frame without permission, an iPhone): the fixed layer of the style sheet serves.
    element.requestFullscreen?.().catch(() => {});
  }, [figure, presented]);

  useEffect(() => {
    const element = figure.current;
    element?.addEventListener(presentEvent, toggle);
    return () => element?.removeEventListener(presentEvent, toggle);
  }, [figure, toggle]);

  useEffect(() => {
    if (!presented) return;
    const left = () => {
      if (document.fullscreenElement !== figure.current) setPresented(false);
    };
    const onEscape = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.fullscreenElement) setPresented(false);
    };
    document.addEventListener('fullscreenchange', left);
    document.addEventListener('keydown', onEscape);
    return () => {
      document.removeEventListener('fullscreenchange', left);
      document.removeEventListener('keydown', onEscape);
    };
  }, [figure, presented]);

  return { presented, toggle };
}
