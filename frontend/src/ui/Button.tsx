import type { ComponentProps } from "react";

type Tone = "primary" | "plain" | "danger" | "bare";

const TONES: Record<Tone, string> = {
  primary: "bg-ink text-surface hover:bg-ink/85 disabled:bg-sunken disabled:text-muted",
  plain: "border border-line bg-surface text-ink hover:border-muted disabled:text-muted",
  danger: "bg-danger text-surface hover:bg-danger/85 disabled:bg-sunken disabled:text-muted",
  bare: "text-muted hover:bg-sunken hover:text-ink disabled:text-muted",
};

const SHAPE =
  "inline-flex min-h-10 items-center justify-center gap-2 rounded-lg px-3.5 py-2 font-medium transition-colors disabled:cursor-not-allowed";

/** The look of a button, for links that act like one. */
export function buttonLook(tone: Tone = "plain"): string {
  return `${SHAPE} ${TONES[tone]}`;
}

interface ButtonProps extends ComponentProps<"button"> {
  tone?: Tone;
}

/** A button with words. */
export function Button({ tone = "plain", className = "", ...rest }: ButtonProps) {
  return <button type="button" {...rest} className={`${buttonLook(tone)} ${className}`} />;
}

interface IconButtonProps extends ComponentProps<"button"> {
  /** What the button does, for those who do not see its picture. */
  label: string;
}

/** A button with a picture alone; its label is its tooltip, too. */
export function IconButton({ label, className = "", ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={`inline-grid size-9 place-items-center rounded-lg text-muted transition-colors hover:bg-sunken hover:text-ink disabled:opacity-50 ${className}`}
    />
  );
}
