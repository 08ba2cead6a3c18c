import { useQuery } from "@tanstack/react-query";
import type { TtsProvider, Voice, VoiceSettings } from "@/api/types";
import { providersQuery, voicesQuery } from "@/api/voices";
import type { Draft } from "@/features/making/draft";
import { detailOf } from "@/lib/problem";

/** Who can speak, who will, and why nobody does. */
export interface VoiceChoice {
  providers: TtsProvider[];
  provider: TtsProvider | undefined;
  voices: Voice[];
  voice: Voice | undefined;
  /** What the project gets; null while it is not known. */
  settings: VoiceSettings | null;
  /** Why no voice can speak. */
  problem: string | null;
}

/** Reads the engines and voices, and settles on the draft's, else on the first that can speak. */
export function useVoiceChoice(profile: string, draft: Draft): VoiceChoice {
  const providers = useQuery(providersQuery(profile));
  const provider = chooseProvider(providers.data ?? [], draft.provider);
  const voices = useQuery({
    ...voicesQuery(profile, provider?.name ?? ""),
    enabled: provider?.availability.state === "available",
  });
  const voice = chooseVoice(voices.data ?? [], draft.voice);
  const error = providers.error ?? voices.error;
  return {
    providers: providers.data ?? [],
    provider,
    voices: voices.data ?? [],
    voice,
    settings: provider && voice && { provider: provider.name, voice: voice.id, speed: draft.speed },
    problem: error ? detailOf(error) : unavailability(provider, providers.isSuccess),
  } as VoiceChoice;
}

function chooseProvider(providers: TtsProvider[], wanted: string | null) {
  return (
    providers.find(({ name }) => name === wanted) ??
    providers.find(({ availability }) => availability.state === "available") ??
    providers[0]
  );
}

function chooseVoice(voices: Voice[], wanted: string | null) {
  return (
    voices.find(({ id }) => id === wanted) ?? voices.find(({ id }) => id === "en-us") ?? voices[0]
  );
}

function unavailability(provider: TtsProvider | undefined, isKnown: boolean): string | null {
  if (!isKnown) return null;
  if (!provider) return "No voice engine is set up. Run `edit-factory doctor` to see the cure.";
  if (provider.availability.state === "available") return null;
  return `${provider.label} cannot speak now. ${provider.availability.cure ?? "Run `edit-factory doctor` to see why."}`;
}
