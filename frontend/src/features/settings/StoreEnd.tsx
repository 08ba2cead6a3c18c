import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { deleteProfile, setDefaultProfile } from "@/api/profiles";
import type { Profile } from "@/api/types";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Notice } from "@/ui/Notice";

/** Which store opens first, and the end of one that does not. */
export function StoreEnd({ store }: { store: Profile }) {
  const [isAsking, setAsking] = useState(false);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const first = useMutation(setDefaultProfile(queryClient, store.id));
  const deletion = useMutation(deleteProfile(queryClient, store.id));

  if (store.is_default) {
    return (
      <p className="text-muted">
        This store opens first, so it cannot be deleted. Let another one open first, in its
        settings.
      </p>
    );
  }
  return (
    <div className="grid justify-items-start gap-3">
      {first.error && <Notice tone="danger">{detailOf(first.error)}</Notice>}
      <Button disabled={first.isPending} onClick={() => first.mutate()}>
        Let this store open first
      </Button>
      <Button tone="danger" onClick={() => setAsking(true)}>
        Delete this store…
      </Button>
      <ConfirmDialog
        open={isAsking}
        title={`Delete ${store.name}?`}
        description="Its projects, footage, clips and keys are deleted for good. What it did and what it cost stays in the books."
        confirmLabel={deletion.isPending ? "Deleting…" : "Delete the store"}
        busy={deletion.isPending}
        error={deletion.error && detailOf(deletion.error)}
        onConfirm={() =>
          deletion.mutate(undefined, { onSuccess: () => void navigate({ to: "/" }) })
        }
        onClose={() => setAsking(false)}
      />
    </div>
  );
}
