import { percentOf } from "@/lib/format";

interface ProgressBarProps {
  /** What is under way, for those who do not see the bar. */
  label: string;
  /** From 0 to 1. */
  progress: number;
}

/** A bar in the store's colour. */
export function ProgressBar({ label, progress }: ProgressBarProps) {
  const percent = percentOf(progress);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="h-1.5 w-full overflow-hidden rounded-full bg-sunken"
    >
      <div
        className="h-full rounded-full bg-store transition-[width] duration-300 ease-out"
        style={{ width: `${percent}%` }}
      />
    </div>
  );
}
