import { toast } from "sonner";
import { changeDraft, type Draft, drafts } from "@/features/making/draft";

/** What gave way: a whole draft, or its script alone. */
type Old = Partial<Draft> & Pick<Draft, "script">;

/**
 * Says that something of a draft gave way, and offers it back. A script may be kept nowhere else, and stays on offer
 * until the person dismisses it.
 */
export function offerBack(profile: string, old: Old, message: string, label: string): void {
  const { script: taken } = drafts.get(profile);
  toast(message, {
    ...(old.script.trim() !== "" && { duration: Number.POSITIVE_INFINITY }),
    action: {
      label,
      onClick: () => {
        const now = drafts.get(profile);
        changeDraft(profile, old);
        // What was written since would be lost in its turn.
        if (now.script !== taken) offerBack(profile, now, "Your script is back.", "Undo");
      },
    },
  });
}
