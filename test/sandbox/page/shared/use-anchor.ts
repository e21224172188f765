import { type CSSProperties, type RefObject, useLayoutEffect, useState } from 'react';

const gap = 4;
const margin = 8;
const narrowest = 220;
const tallest = 280;

/**
 * Where to draw what pops up beside an element: fixed to the window, so that no scrolling box cuts it off, and above the
 * element when there is more room there.
 */
export function useAnchor(anchor: RefObject<HTMLElement | null>, open: boolean): CSSProperties {
  const [style, setStyle] = useState<CSSProperties>({});

  useLayoutEffect(() => {
    if (!open) return;
    const place = () => {
      const box = anchor.current?.getBoundingClientRect();
      if (!box) return;
      const below = window.innerHeight - box.bottom - gap - margin;
      const above = box.top - gap - margin;
      const up = below < 160 && above > below;
      const width = Math.max(box.width, narrowest);
      setStyle({
        left: Math.max(margin, Math.min(box.left, window.innerWidth - width - margin)),
        width,
        maxHeight: Math.min(tallest, up ? above : below),
        ...(up ? { bottom: window.innerHeight - box.top + gap } : { top: box.bottom + gap }),
      });
    };
    place();
    window.addEventListener('scroll', place, true);
    window.addEventListener('resize', place);
    return () => {
      window.removeEventListener('scroll', place, true);
      window.removeEventListener('resize', place);
    };
  }, [anchor, open]);

  return style;
}
