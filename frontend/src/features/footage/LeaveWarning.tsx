import { useBlocker } from "@tanstack/react-router";
import { ConfirmDialog } from "@/ui/ConfirmDialog";

/** Asks before unsaved changes of scenes are left behind; a browser asks by itself on a reload. */
export function LeaveWarning({ isUnsaved }: { isUnsaved: boolean }) {
  const blocker = useBlocker({
    // The link to the content changes the hash alone, which leaves nothing.
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname,
    disabled: !isUnsaved,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      open={blocker.status === "blocked"}
      title="Leave without saving?"
      description="What you changed of the scenes is not saved, and would be lost."
      confirmLabel="Leave"
      keepLabel="Stay here"
      busy={false}
      error={null}
      onConfirm={() => blocker.proceed?.()}
      onClose={() => blocker.reset?.()}
    />
  );
}
