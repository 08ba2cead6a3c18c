import { Check } from "lucide-react";
import { type ReactNode, useId } from "react";

interface StepProps {
  number: number;
  title: string;
  /** One line on what to do here. */
  lead: string;
  done: boolean;
  children: ReactNode;
}

/** One of the numbered steps to a video, on the line that joins them. */
export function Step({ number, title, lead, done, children }: StepProps) {
  const titleId = useId();
  return (
    <section
      aria-labelledby={titleId}
      className="relative grid grid-cols-[2.25rem_minmax(0,1fr)] gap-x-3 pb-10 before:absolute before:top-11 before:bottom-2 before:left-[1.125rem] before:w-px before:bg-line last:pb-0 last:before:hidden sm:grid-cols-[2.75rem_minmax(0,1fr)] sm:gap-x-5 sm:before:left-[1.375rem]"
    >
      <span
        aria-hidden
        className={`grid size-9 place-items-center rounded-full border font-display font-semibold text-lg sm:size-11 sm:text-xl ${done ? "border-ink bg-ink text-surface" : "border-line bg-surface text-ink"}`}
      >
        {done ? <Check className="size-5" /> : number}
      </span>
      <div className="min-w-0 sm:pt-1">
        <h2 id={titleId} className="text-2xl">
          {title}
          {done && <span className="sr-only"> (done)</span>}
        </h2>
        <p className="mt-1 mb-4 text-muted">{lead}</p>
        {children}
      </div>
    </section>
  );
}
