import type { ReactNode } from "react";

/** The upright frame in which a vertical video is seen. */
export function PhoneFrame({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto w-full max-w-[18rem] rounded-[1.75rem] bg-black p-1.5 shadow-xl ring-1 ring-line">
      <div className="relative aspect-9/16 overflow-hidden rounded-[1.4rem] bg-[#121714] text-white">
        {children}
      </div>
    </div>
  );
}
