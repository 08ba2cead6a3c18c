import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

type Tone = "danger" | "caution" | "calm";

const TONES = {
  danger: { look: "bg-danger-wash text-danger", Icon: CircleAlert },
  caution: { look: "bg-caution-wash text-caution", Icon: TriangleAlert },
  calm: { look: "bg-sunken text-ink", Icon: Info },
} as const;

interface NoticeProps {
  tone: Tone;
  children: ReactNode;
  /** A button that helps. */
  action?: ReactNode;
}

/** A sentence that the person should not miss; a danger is read out at once. */
export function Notice({ tone, children, action }: NoticeProps) {
  const { look, Icon } = TONES[tone];
  return (
    <div
      {...(tone === "danger" && { role: "alert" })}
      className={`flex items-start gap-2.5 rounded-lg px-3 py-2.5 ${look}`}
    >
      <Icon className="mt-0.5 size-4.5 shrink-0" aria-hidden />
      <div className="min-w-0 flex-1 break-words">{children}</div>
      {action}
    </div>
  );
}
