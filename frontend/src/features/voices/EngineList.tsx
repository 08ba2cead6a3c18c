import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { updateProfile } from "@/api/profiles";
import type { Profile } from "@/api/types";
import { providersQuery } from "@/api/voices";
import { EngineCard } from "@/features/voices/EngineCard";
import { detailOf } from "@/lib/problem";
import { Notice } from "@/ui/Notice";

/** Every engine with its true state; one of them speaks unless a video says otherwise. */
export function EngineList({ store }: { store: Profile }) {
  const engines = useQuery(providersQuery(store.id));
  const saving = useMutation(updateProfile(useQueryClient(), store.id));
  const error = engines.error ?? saving.error;
  return (
    <div className="grid gap-4">
      {error && <Notice tone="danger">{detailOf(error)}</Notice>}
      {engines.isPending && <p className="text-muted">Asking the engines how they are…</p>}
      {engines.data?.length === 0 && (
        <Notice tone="caution">
          No voice engine is set up. Run `edit-factory doctor` to see the cure.
        </Notice>
      )}
      <ul className="grid gap-4 md:grid-cols-2">
        {engines.data?.map((engine) => (
          <EngineCard
            key={engine.name}
            store={store}
            engine={engine}
            isSaving={saving.isPending}
            onPrefer={() => saving.mutate({ tts_settings: { provider: engine.name } })}
          />
        ))}
      </ul>
    </div>
  );
}
