import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { updateProfile } from "@/api/profiles";
import type { Profile } from "@/api/types";
import { EndCardFields } from "@/features/making/EndCardFields";
import { LookFields } from "@/features/making/LookFields";
import { MusicFields } from "@/features/making/MusicFields";
import { FORMATS, TRANSITIONS } from "@/features/making/names";
import { OriginalSound } from "@/features/making/OriginalSound";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Choice } from "@/ui/Choice";
import { Notice } from "@/ui/Notice";

/** How a store's videos are made unless a project says otherwise. */
export function StoreLook({ store }: { store: Profile }) {
  const [look, setLook] = useState(store.making_defaults);
  const saving = useMutation(updateProfile(useQueryClient(), store.id));
  const isSaved = saving.isSuccess && saving.variables.making_defaults === look;

  function change(part: Partial<typeof look>) {
    setLook((old) => ({ ...old, ...part }));
    // What is on its way has still to say how it ended.
    if (!saving.isPending) saving.reset();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!saving.isPending) saving.mutate({ making_defaults: look });
  }

  return (
    <form onSubmit={submit} className="grid max-w-4xl gap-5">
      <div className="grid gap-4 sm:grid-cols-2">
        <Choice
          label="Format"
          names={FORMATS}
          value={look.format}
          onChange={(format) => change({ format })}
        />
        <Choice
          label="Transition"
          names={TRANSITIONS}
          value={look.transition}
          onChange={(transition) => change({ transition })}
        />
      </div>
      <LookFields profile={store.id} look={look.look} onChange={(look) => change({ look })} />
      <MusicFields
        profile={store.id}
        musicId={look.music_id}
        belowVoiceLu={look.music_below_voice_lu}
        onChange={({ musicId, belowVoiceLu }) =>
          change({ music_id: musicId, music_below_voice_lu: belowVoiceLu })
        }
      />
      <OriginalSound
        percent={look.original_percent}
        onChange={(original_percent) => change({ original_percent })}
      />
      <EndCardFields card={look.end_card} onChange={(end_card) => change({ end_card })} />
      {saving.error && <Notice tone="danger">{detailOf(saving.error)}</Notice>}
      <div className="flex items-center gap-4">
        <Button type="submit" tone="primary" disabled={saving.isPending}>
          {saving.isPending ? "Saving the look…" : "Save the look"}
        </Button>
        <output aria-live="polite" className="text-muted">
          {isSaved && "The look is saved."}
        </output>
      </div>
    </form>
  );
}
