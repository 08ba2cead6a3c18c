import type { Profile } from "@/api/types";
import { NewProfileForm } from "@/features/profiles/NewProfileForm";
import { Dialog } from "@/ui/Dialog";

interface NewProfileDialogProps {
  open: boolean;
  onClose(): void;
  onCreated(profile: Profile): void;
}

/** The window in which a store is made. */
export function NewProfileDialog({ open, onClose, onCreated }: NewProfileDialogProps) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="New store"
      description="Footage, videos and jobs of a store stay in that store."
    >
      <NewProfileForm onCreated={onCreated} />
    </Dialog>
  );
}
