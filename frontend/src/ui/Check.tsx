interface CheckProps {
  label: string;
  checked: boolean;
  onChange(checked: boolean): void;
}

/** A box to tick, with its words beside it. */
export function Check({ label, checked, onChange }: CheckProps) {
  return (
    <label className="inline-flex cursor-pointer items-center gap-2 py-0.5">
      <input
        type="checkbox"
        className="size-4 accent-ink"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}
