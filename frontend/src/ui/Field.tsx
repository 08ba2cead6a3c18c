import { type ReactNode, useId } from "react";

interface FieldProps {
  label: string;
  hint?: ReactNode;
  /** Draws the control with the ids that tie label and hint to it. */
  children(ids: { id: string; "aria-describedby"?: string }): ReactNode;
}

/** A labelled control with a hint under it. */
export function Field({ label, hint, children }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
      </label>
      {children(hint === undefined ? { id } : { id, "aria-describedby": hintId })}
      {hint !== undefined && (
        <div id={hintId} className="mt-1 text-muted text-sm">
          {hint}
        </div>
      )}
    </div>
  );
}
