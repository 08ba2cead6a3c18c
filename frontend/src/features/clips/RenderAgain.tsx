import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { renderClip } from "@/api/clips";
import type { Clip } from "@/api/types";
import { newAttempt } from "@/lib/attempt";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Notice } from "@/ui/Notice";

const QUALITIES: Record<Clip["quality"], string> = {
  draft: "Draft",
  standard: "Standard",
  final: "Final",
};

/** Renders the same video again, as another one: a draft in the quality that is published. */
export function RenderAgain({ profile, clip }: { profile: string; clip: Clip }) {
  const rendering = useMutation(renderClip(useQueryClient(), profile));
  const [quality, setQuality] = useState<Clip["quality"]>(
    clip.quality === "draft" ? "standard" : clip.quality,
  );
  const [key, setKey] = useState(newAttempt);

  function start() {
    rendering.mutate(
      { id: clip.id, quality, key },
      {
        onSuccess: () => {
          setKey(newAttempt());
          toast("The video is being rendered again; it will be another one in the library.");
        },
      },
    );
  }

  return (
    <div className="grid gap-2">
      <div className="flex items-end gap-2">
        <Field label="Render again as">
          {(ids) => (
            <select
              {...ids}
              className="control"
              value={quality}
              onChange={(event) => setQuality(event.target.value as Clip["quality"])}
            >
              {Object.entries(QUALITIES).map(([name, label]) => (
                <option key={name} value={name}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Button disabled={rendering.isPending} onClick={start}>
          Render
        </Button>
      </div>
      {rendering.error && <Notice tone="danger">{detailOf(rendering.error)}</Notice>}
    </div>
  );
}
