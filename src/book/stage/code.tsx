/** A code for phones: it opens the page with its figures as they stand on the wall. Drawn here; no server is asked. */
import qrcode from 'qrcode-generator';
import { useEffect, useState } from 'react';
import { addressOf, sharedQuery } from '../../widgets/kit/page-link.ts';
import { overlayMessages } from '../messages/overlays.ts';

/** The dark squares of the code, row by row, as one path in units of a square. null: it is too long for a code. */
export function codePath(text: string): { readonly path: string; readonly size: number } | null {
  try {
    const code = qrcode(0, 'M');
    code.addData(text, 'Byte');
    code.make();
    const size = code.getModuleCount();
    const squares: string[] = [];
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++)
        if (code.isDark(row, column)) squares.push(`M${column} ${row}h1v1h-1z`);
    return { path: squares.join(''), size };
  } catch {
    return null;
  }
}

/** Scanners want four squares of white around a code. */
const margin = 4;

export function PhoneCode({ figure }: { readonly figure: string | null }) {
  const read = () => addressOf(sharedQuery(location.search), figure);
  const [address, setAddress] = useState(read);
  // A figure writes its state into the address a moment after it changed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it reads the address anew each time
  useEffect(() => {
    const timer = setInterval(() => setAddress(read()), 500);
    return () => clearInterval(timer);
  }, [figure]);
  const code = codePath(address);
  return (
    <div className="phone-code">
      <p>{overlayMessages.stage.codeSays}</p>
      {code === null ? (
        <p>{overlayMessages.stage.codeTooLong}</p>
      ) : (
        <svg
          viewBox={`${-margin} ${-margin} ${code.size + 2 * margin} ${code.size + 2 * margin}`}
          role="img"
          aria-label={overlayMessages.stage.codeName}
          shapeRendering="crispEdges"
        >
          <path d={code.path} />
        </svg>
      )}
      <p className="phone-address">{address}</p>
    </div>
  );
}
