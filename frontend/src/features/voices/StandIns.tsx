import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowUp, X } from "lucide-react";
import { updateProfile } from "@/api/profiles";
import type { Profile } from "@/api/types";
import { providersQuery } from "@/api/voices";
import { detailOf } from "@/lib/problem";
import { Button, IconButton } from "@/ui/Button";
import { Notice } from "@/ui/Notice";

/** Who speaks when the chosen engine cannot: the person's own order, never an engine that costs. */
export function StandIns({ store }: { store: Profile }) {
  const { data: engines = [] } = useQuery(providersQuery(store.id));
  const saving = useMutation(updateProfile(useQueryClient(), store.id));
  const order = store.tts_settings.fallback;
  const free = engines.filter(
    ({ name, cost_micro_usd_per_1000_characters: cost }) => cost === 0 && !order.includes(name),
  );
  const save = (fallback: string[]) => saving.mutate({ tts_settings: { fallback } });
  const labelOf = (name: string) => engines.find((engine) => engine.name === name)?.label ?? name;

  return (
    <div className="grid max-w-2xl gap-3">
      <p className="text-muted">
        {order.length === 0
          ? "Nobody: when the chosen voice cannot speak, the video fails and says why."
          : "In this order. A video made by a stand-in says so."}
      </p>
      <ol className="grid gap-2">
        {order.map((name, place) => (
          <li
            key={name}
            className="flex items-center gap-2 rounded-lg border border-line bg-surface px-3 py-1.5"
          >
            <span className="mr-auto">{labelOf(name)}</span>
            {place > 0 && (
              <IconButton
                label={`Let ${labelOf(name)} speak earlier`}
                disabled={saving.isPending}
                onClick={() => save(movedUp(order, place))}
              >
                <ArrowUp className="size-4" aria-hidden />
              </IconButton>
            )}
            <IconButton
              label={`Remove ${labelOf(name)}`}
              disabled={saving.isPending}
              onClick={() => save(order.filter((other) => other !== name))}
            >
              <X className="size-4" aria-hidden />
            </IconButton>
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        {free.map(({ name, label }) => (
          <Button key={name} disabled={saving.isPending} onClick={() => save([...order, name])}>
            Add {label}
          </Button>
        ))}
      </div>
      {saving.error && <Notice tone="danger">{detailOf(saving.error)}</Notice>}
    </div>
  );
}

function movedUp(order: string[], place: number): string[] {
  const [name = ""] = order.slice(place, place + 1);
  const others = order.filter((other) => other !== name);
  return others.toSpliced(place - 1, 0, name);
}
