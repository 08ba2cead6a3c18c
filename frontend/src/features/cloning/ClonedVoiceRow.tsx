import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { forgetVoice, hearVoice } from "@/api/cloning";
import type { ClonedVoice } from "@/api/types";
import { languageName } from "@/lib/format";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Notice } from "@/ui/Notice";

interface ClonedVoiceRowProps {
  profile: string;
  voice: ClonedVoice;
  /** What a person calls its engine. */
  engine: string;
}

/** A cloned voice, to hear and to delete. */
export function ClonedVoiceRow({ profile, voice, engine }: ClonedVoiceRowProps) {
  const [isAsking, setAsking] = useState(false);
  const hearing = useMutation(hearVoice(profile));
  const forgetting = useMutation(forgetVoice(useQueryClient(), profile));
  return (
    <li className="grid gap-3 rounded-xl border border-line p-4">
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-0 flex-1">
          <p className="break-words font-medium">{voice.name}</p>
          <p className="text-muted text-sm">
            {engine} · {languageName(voice.language)} · learned from{" "}
            {Math.round(voice.sample_duration_ms / 1000)} s
          </p>
        </div>
        <Button
          aria-label={`Hear ${voice.name}`}
          disabled={hearing.isPending}
          onClick={() => hearing.mutate(voice)}
        >
          {hearing.isPending ? "Speaking…" : "Hear it"}
        </Button>
        <Button
          tone="bare"
          aria-label={`Delete ${voice.name}`}
          onClick={() => {
            forgetting.reset();
            setAsking(true);
          }}
        >
          Delete…
        </Button>
      </div>
      {hearing.data && (
        // biome-ignore lint/a11y/useMediaCaption: it says one fixed sentence
        <audio
          key={hearing.data.audio_url}
          aria-label={`${voice.name} speaks`}
          src={hearing.data.audio_url}
          controls
          autoPlay
        />
      )}
      {hearing.error && <Notice tone="danger">{detailOf(hearing.error)}</Notice>}
      <ConfirmDialog
        open={isAsking}
        title={`Delete the voice ${voice.name}?`}
        description="The engine forgets it and its recording is deleted. Projects that use it need another voice; finished videos stay."
        confirmLabel={forgetting.isPending ? "Deleting…" : "Delete the voice"}
        busy={forgetting.isPending}
        error={forgetting.error && detailOf(forgetting.error)}
        onConfirm={() => forgetting.mutate(voice.id, { onSuccess: () => setAsking(false) })}
        onClose={() => setAsking(false)}
      />
    </li>
  );
}
