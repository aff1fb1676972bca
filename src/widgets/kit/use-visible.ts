/** Whether a figure is on the screen or about to be: what is visible runs first, what scrolls away pauses. */
import { type RefObject, useEffect, useState } from 'react';
import { runtime } from '../../runtime/client.ts';

/** `channels`: those of the figure's work, which the runtime is told about. They never change. */
export function useVisible(
  element: RefObject<Element | null>,
  channels: readonly string[],
): {
  readonly visible: boolean;
  readonly seen: boolean;
} {
  const [visible, setVisible] = useState(false);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!element.current) return;
    if (typeof IntersectionObserver === 'undefined') {
      setVisible(true);
      setSeen(true);
      return;
    }
    const observer = new IntersectionObserver(
      (entries) => {
        const on = entries.at(-1)?.isIntersecting === true;
        setVisible(on);
        if (on) setSeen(true);
      },
      { rootMargin: '300px' },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  useEffect(() => {
    if (seen) for (const channel of channels) runtime().show(channel, visible);
  }, [visible, seen, channels]);
  return { visible, seen };
}
