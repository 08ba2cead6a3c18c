import { useMutation } from "@tanstack/react-query";
import { previewVoice } from "@/api/voices";
import type { Draft } from "@/features/making/draft";
import type { VoiceChoice } from "@/features/making/voice-choice";
import { newAttempt } from "@/lib/attempt";
import { formatMoney } from "@/lib/format";
import { detailOf } from "@/lib/problem";
import { firstSentence } from "@/lib/script";
import { Listen } from "@/ui/Listen";

interface HearVoiceProps {
  profile: string;
  draft: Draft;
  choice: VoiceChoice;
}

/** The script's first sentence in the chosen voice, before a video is made. */
export function HearVoice({ profile, draft, choice }: HearVoiceProps) {
  const preview = useMutation(previewVoice(profile));
  const { provider, settings } = choice;
  const text = firstSentence(draft.script);
  const cost = ((provider?.cost_micro_usd_per_1000_characters ?? 0) * text.length) / 1000;
  return (
    <Listen
      label="Hear the first sentence"
      price={cost === 0 ? undefined : `about ${formatMoney(Math.ceil(cost))}`}
      disabled={settings === null || text === ""}
      isSpeaking={preview.isPending}
      audioUrl={preview.data?.audio_url}
      error={preview.error && detailOf(preview.error)}
      onListen={() => settings && preview.mutate({ key: newAttempt(), text, voice: settings })}
    />
  );
}
